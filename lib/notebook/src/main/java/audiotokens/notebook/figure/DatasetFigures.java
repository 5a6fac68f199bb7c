package audiotokens.notebook.figure;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetReport;
import audiotokens.pipeline.dataset.DatasetReport.LabelCount;
import audiotokens.pipeline.run.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToIntFunction;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.Trace;

/**
 * The pictures of stage 1, dataset.
 *
 * @param configuration of the run
 * @param report what the stage found
 */
public record DatasetFigures(Configuration configuration, DatasetReport report) {
    private static final int MOST_LABELS = 40;
    private static final int MOST_SOURCES = 20;

    /** How many clips train, validate, or lack something, how many labels they have, and where their audio lies. */
    public HtmlTable summary() {
        StringColumn what = StringColumn.create("");
        IntColumn numbers = IntColumn.create("number");
        SequencedMap<String, Integer> rows = new LinkedHashMap<>();
        rows.put("listed in the metadata", report.listed());
        rows.put("train", report.train());
        rows.put("validation", report.validation());
        rows.put("without labels", report.withoutLabels());
        rows.put("without audio", report.withoutAudio());
        rows.put("labels", report.labelCounts().size());
        rows.put("labels without a validation clip", (int) report.labelCounts().stream()
                .filter(count -> count.validation() == 0)
                .count());
        rows.put("repeated rows", report.repeatedIds());
        rows.put(
                "labels named that the ontology lacks",
                report.unknownLabels().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        report.clipsBySource().entrySet().stream()
                .limit(MOST_SOURCES)
                .forEach(source -> rows.put("audio in " + source.getKey(), source.getValue()));
        if (report.clipsBySource().size() > MOST_SOURCES) {
            rows.put(
                    "audio in " + (report.clipsBySource().size() - MOST_SOURCES) + " more places",
                    report.clipsBySource().values().stream()
                            .skip(MOST_SOURCES)
                            .mapToInt(Integer::intValue)
                            .sum());
        }
        rows.forEach((name, count) -> {
            what.append(name);
            numbers.append(count);
        });
        return HtmlTable.of(Table.create(what, numbers));
    }

    /** Sizes of the two halves. */
    public PlotlyFigure splitSizes() {
        BarTrace bars = BarTrace.builder(
                        new String[] {"validation", "train"}, new double[] {report.validation(), report.train()})
                .orientation(BarTrace.Orientation.HORIZONTAL)
                .build();
        return PlotlyFigure.of("Split", Axes.linear("clips"), Axes.categories(""), bars)
                .withHeight(200);
    }

    /** Clips of each half that have a label, for the 40 most frequent labels. */
    public PlotlyFigure labelCounts() {
        List<LabelCount> counts =
                report.labelCounts().stream().limit(MOST_LABELS).toList().reversed();
        String title = report.labelCounts().size() > MOST_LABELS
                ? "Clips of the " + MOST_LABELS + " most frequent of "
                        + report.labelCounts().size() + " labels"
                : "Clips of each label";
        return PlotlyFigure.of(
                        title,
                        Axes.linear("clips"),
                        Axes.categories(""),
                        bars("train", counts, LabelCount::train),
                        bars("validation", counts, LabelCount::validation))
                .withHeight(140 + 26 * counts.size());
    }

    /** The clips that could not be used, and why. */
    public HtmlTable problems() {
        return HtmlTable.of(report.problems());
    }

    private static Trace bars(String name, List<LabelCount> counts, ToIntFunction<LabelCount> clips) {
        return BarTrace.builder(
                        counts.stream().map(count -> count.label().name()).toArray(String[]::new),
                        counts.stream().mapToDouble(clips::applyAsInt).toArray())
                .orientation(BarTrace.Orientation.HORIZONTAL)
                .name(name)
                .build();
    }

    /** Some training clips of different labels, to listen to. */
    public PlayerList clips(int count) {
        return new PlayerList(new ExampleClips(configuration).chooseHeard(Split.TRAIN, count));
    }
}
