package audiotokens.notebook.figure;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetReport;
import audiotokens.pipeline.dataset.DatasetReport.LabelCount;
import audiotokens.pipeline.run.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Figures of stage 1, the dataset stage.
 *
 * @param configuration configuration of the run
 * @param report report of the stage
 */
public record DatasetFigures(Configuration configuration, DatasetReport report) {
    private static final int MAX_LABELS = 40;
    private static final int MAX_SOURCES = 20;

    /** Returns a table of key figures: numbers of clips and labels, unusable clips, and locations of the audio. */
    public HtmlTable summary() {
        StringColumn quantities = StringColumn.create("");
        IntColumn numbers = IntColumn.create("number");
        SequencedMap<String, Integer> rows = new LinkedHashMap<>();
        rows.put("listed in the metadata", report.listedClips());
        rows.put("train", report.trainClips());
        rows.put("validation", report.validationClips());
        rows.put("without labels", report.clipsWithoutLabels());
        rows.put("without audio", report.clipsWithoutAudio());
        rows.put("labels", report.labelCounts().size());
        rows.put("labels without a validation clip", (int) report.labelCounts().stream()
                .filter(count -> count.validationClips() == 0)
                .count());
        rows.put("repeated rows", report.repeatedIds());
        rows.put(
                "labels missing from the ontology",
                report.unknownLabels().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        report.clipsBySource().entrySet().stream()
                .limit(MAX_SOURCES)
                .forEach(source -> rows.put("audio in " + source.getKey(), source.getValue()));
        if (report.clipsBySource().size() > MAX_SOURCES) {
            rows.put(
                    "audio in " + (report.clipsBySource().size() - MAX_SOURCES) + " other locations",
                    report.clipsBySource().values().stream()
                            .skip(MAX_SOURCES)
                            .mapToInt(Integer::intValue)
                            .sum());
        }
        rows.forEach((name, count) -> {
            quantities.append(name);
            numbers.append(count);
        });
        return HtmlTable.of(Table.create(quantities, numbers));
    }

    /** Charts the number of clips in each subset. */
    public Chart splitSizes() {
        return Chart.of(
                        "Split",
                        Axis.linear("clips").fromZero(),
                        Axis.rows("", List.of("train", "validation")),
                        Series.Bars.of("", report.trainClips(), report.validationClips()))
                .withHeight(200);
    }

    /** Charts the number of clips per label and subset, for the 40 most frequent labels. */
    public Chart labelCounts() {
        Table counts = table();
        Table shownCounts = counts.first(Math.min(MAX_LABELS, counts.rowCount()));
        String title = counts.rowCount() > MAX_LABELS
                ? "Clips of the " + MAX_LABELS + " most frequent of " + counts.rowCount() + " labels"
                : "Clips of each label";
        return Chart.of(
                        title,
                        Axis.linear("clips").fromZero(),
                        Axis.rows(shownCounts.stringColumn("label")),
                        Series.Bars.of("train", shownCounts.intColumn("train")),
                        Series.Bars.of("validation", shownCounts.intColumn("validation")))
                .withHeight(140 + 26 * shownCounts.rowCount());
    }

    /** Returns a table of the labels and their numbers of training and validation clips, most frequent first. */
    public Table table() {
        List<LabelCount> counts = report.labelCounts();
        return Table.create(
                StringColumn.create(
                        "label", counts.stream().map(count -> count.label().name())),
                IntColumn.create(
                        "train",
                        counts.stream().mapToInt(LabelCount::trainClips).toArray()),
                IntColumn.create(
                        "validation",
                        counts.stream().mapToInt(LabelCount::validationClips).toArray()));
    }

    /** Returns a table of the unusable clips with the reasons. */
    public Table problems() {
        return ProblemTable.of(report.problems());
    }

    /** Returns players of some training clips with different labels. */
    public PlayerList clips(int count) {
        return new PlayerList(new ExampleClips(configuration).choosePlayable(Split.TRAIN, count));
    }
}
