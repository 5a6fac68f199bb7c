package audiotokens.notebook.figure;

import audiotokens.notebook.experiment.FinishedRun;
import audiotokens.pipeline.run.RunStage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Figures that compare runs. */
public final class RunFigures {
    private RunFigures() {}

    /** Returns a table of each run's mAP and time, best first. */
    public static Table table(List<FinishedRun> runs) {
        List<FinishedRun> ranked = ranked(runs);
        return Table.create(
                StringColumn.create("run", ranked.stream().map(FinishedRun::name)),
                DoubleColumn.create(
                        "mAP",
                        ranked.stream()
                                .mapToDouble(FinishedRun::meanAveragePrecision)
                                .toArray()),
                DoubleColumn.create(
                        "seconds",
                        ranked.stream().mapToDouble(RunFigures::totalSeconds).toArray()));
    }

    private static List<FinishedRun> ranked(List<FinishedRun> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(FinishedRun::meanAveragePrecision)
                        .reversed())
                .toList();
    }

    private static double totalSeconds(FinishedRun run) {
        return run.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Charts the mean average precision of each run, best first. */
    public static Chart meanAveragePrecision(List<FinishedRun> runs) {
        Table table = table(runs);
        return Chart.of(
                        "Validation mAP",
                        Axis.linear("mean average precision").withRange(0, 1),
                        Axis.rows(table.stringColumn("run")),
                        Series.Bars.of("", table.doubleColumn("mAP")))
                .withHeight(150 + 26 * runs.size());
    }

    /** Returns a table of the keys in which the runs differ: one row per key, one column per run, best first. */
    public static Table differences(List<FinishedRun> runs) {
        List<FinishedRun> ranked = ranked(runs);
        Set<String> keys = new LinkedHashSet<>();
        ranked.forEach(run -> keys.addAll(run.settings().keySet()));
        keys.remove("outputPath"); // it is contained in the run's name
        List<String> differingKeys = keys.stream()
                .filter(key -> ranked.stream()
                                .map(run -> run.settings().getOrDefault(key, ""))
                                .distinct()
                                .count()
                        > 1)
                .toList();
        Table table = Table.create(StringColumn.create("key", differingKeys));
        for (FinishedRun run : ranked) {
            table.addColumns(StringColumn.create(
                    heading(table, run.name()),
                    differingKeys.stream()
                            .map(key -> String.valueOf(run.settings().getOrDefault(key, "")))));
        }
        return table;
    }

    /** Makes a column name unique; Tablesaw's column names are case-insensitive. */
    private static String heading(Table table, String name) {
        String heading = name;
        for (int i = 2; table.containsColumn(heading); i++) {
            heading = name + " (" + i + ")";
        }
        return heading;
    }

    /** Charts the seconds of each stage per run, stacked. */
    public static Chart seconds(List<FinishedRun> runs) {
        List<FinishedRun> ranked = ranked(runs);
        List<Series.Bars> stages = Arrays.stream(RunStage.values())
                .map(RunStage::id)
                .map(stage -> Series.Bars.of(
                        stage,
                        ranked.stream()
                                .mapToDouble(run -> run.seconds().getOrDefault(stage, 0.0))
                                .toArray()))
                .toList();
        return Chart.of(
                        "Time of each stage",
                        Axis.linear("seconds"),
                        Axis.rows("", ranked.stream().map(FinishedRun::name).toList()),
                        stages)
                .withBarMode(Chart.BarMode.STACKED)
                .withHeight(150 + 26 * runs.size());
    }
}
