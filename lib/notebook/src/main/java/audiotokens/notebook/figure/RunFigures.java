package audiotokens.notebook.figure;

import audiotokens.notebook.experiment.FinishedRun;
import audiotokens.pipeline.run.RunStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.Trace;

/** The pictures that set runs beside each other. */
public final class RunFigures {
    private RunFigures() {}

    /** Result and time of each run, best first. */
    public static HtmlTable table(List<FinishedRun> runs) {
        List<FinishedRun> ranked = ranked(runs);
        return HtmlTable.of(Table.create(
                StringColumn.create("run", ranked.stream().map(FinishedRun::name)),
                DoubleColumn.create(
                        "mAP",
                        ranked.stream()
                                .mapToDouble(FinishedRun::meanAveragePrecision)
                                .toArray()),
                DoubleColumn.create(
                        "seconds",
                        ranked.stream().mapToDouble(RunFigures::total).toArray())));
    }

    private static List<FinishedRun> ranked(List<FinishedRun> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(FinishedRun::meanAveragePrecision)
                        .reversed())
                .toList();
    }

    private static double total(FinishedRun run) {
        return run.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Mean average precision of each run, best first. */
    public static PlotlyFigure map(List<FinishedRun> runs) {
        List<FinishedRun> upwards = ranked(runs).reversed();
        return PlotlyFigure.of(
                        "Validation mAP",
                        Axes.linear("mean average precision"),
                        Axes.categories(""),
                        bars(
                                "",
                                upwards,
                                upwards.stream()
                                        .mapToDouble(FinishedRun::meanAveragePrecision)
                                        .toArray()))
                .withAxis("xaxis", "range", List.of(0, 1))
                .withHeight(150 + 26 * runs.size());
    }

    /** The keys in which the runs differ: a row a key, a column a run. */
    public static HtmlTable differences(List<FinishedRun> runs) {
        List<FinishedRun> ranked = ranked(runs);
        Set<String> keys = new LinkedHashSet<>();
        ranked.forEach(run -> keys.addAll(run.keys().keySet()));
        keys.remove("outputPath"); // a run's name tells it
        List<HtmlTable.Head> heads = new ArrayList<>(List.of(new HtmlTable.Head("key", false)));
        ranked.forEach(run -> heads.add(new HtmlTable.Head(run.name(), false)));
        List<List<Object>> rows = new ArrayList<>();
        for (String key : keys) {
            List<Object> row = new ArrayList<>(List.of(key));
            ranked.forEach(run -> row.add(run.keys().getOrDefault(key, "")));
            if (row.stream().skip(1).distinct().count() > 1) {
                rows.add(row);
            }
        }
        return new HtmlTable(heads, rows, 0);
    }

    /** Seconds of each stage in each run, one after the other. */
    public static PlotlyFigure seconds(List<FinishedRun> runs) {
        List<FinishedRun> upwards = ranked(runs).reversed();
        Trace[] stages = Arrays.stream(RunStage.values())
                .map(RunStage::id)
                .map(stage -> bars(
                        stage,
                        upwards,
                        upwards.stream()
                                .mapToDouble(run -> run.seconds().getOrDefault(stage, 0.0))
                                .toArray()))
                .toArray(Trace[]::new);
        Layout layout = Layout.builder()
                .xAxis(Axes.linear("seconds"))
                .yAxis(Axes.categories(""))
                .barMode(Layout.BarMode.STACK)
                .build();
        return PlotlyFigure.of("Time of each stage", layout, stages).withHeight(150 + 26 * runs.size());
    }

    private static Trace bars(String name, List<FinishedRun> runs, double[] lengths) {
        return BarTrace.builder(runs.stream().map(FinishedRun::name).toArray(String[]::new), lengths)
                .orientation(BarTrace.Orientation.HORIZONTAL)
                .name(name)
                .build();
    }
}
