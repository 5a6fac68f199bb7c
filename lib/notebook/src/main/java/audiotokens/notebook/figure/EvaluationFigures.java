package audiotokens.notebook.figure;

import audiotokens.metrics.LabelScore;
import audiotokens.metrics.Metrics;
import audiotokens.metrics.Predictions;
import audiotokens.metrics.PredictionsFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.evaluation.EvaluationFolder;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.Trace;

/**
 * The pictures of stage 6, evaluation.
 *
 * @param configuration of the run
 * @param report how good the model is
 */
public record EvaluationFigures(Configuration configuration, EvaluationReport report) {
    private static final int MOST_LABELS = 60;
    private static final int GUESSES = 8;

    /** The run's result beside that of chance, and the other figures of the field. */
    public HtmlTable summary() {
        Metrics metrics = report.metrics();
        return HtmlTable.ofFacts(
                "mAP", metrics.meanAveragePrecision(),
                "95 % interval of the mAP",
                        String.format(
                                Locale.ROOT,
                                "%.3f to %.3f",
                                metrics.interval().low(),
                                metrics.interval().high()),
                "mAP of chance", metrics.chance(),
                "mAP weighted by the labels' clips", metrics.weightedAveragePrecision(),
                "average precision over all decisions", metrics.microAveragePrecision(),
                "ROC AUC", metrics.rocAuc(),
                "d-prime", metrics.dPrime(),
                "F1, micro", metrics.f1Micro(),
                "F1, macro", metrics.f1Macro(),
                "Hamming loss", metrics.hammingLoss(),
                "clips whose likeliest label is right", metrics.topAccuracy(),
                "loss (binary cross-entropy)", report.loss(),
                "validation clips", report.clips(),
                "labels that validation clips have", report.labels().size());
    }

    /** A model that knows nothing has about this average precision: the share of clips that have the label. */
    private double chance(LabelScore score) {
        return (double) score.clips() / report.clips();
    }

    /** Average precision of each label, best first; of very many, the best and the worst. */
    public PlotlyFigure byLabel() {
        List<LabelScore> shown = report.labels();
        if (shown.size() > MOST_LABELS) {
            int half = MOST_LABELS / 2;
            shown = IntStream.range(0, report.labels().size())
                    .filter(place -> place < half || place >= report.labels().size() - half)
                    .mapToObj(report.labels()::get)
                    .toList();
        }
        List<LabelScore> upwards = shown.reversed();
        Trace bars = BarTrace.builder(
                        upwards.stream().map(score -> score.label().name()).toArray(String[]::new),
                        upwards.stream()
                                .mapToDouble(LabelScore::averagePrecision)
                                .toArray())
                .orientation(BarTrace.Orientation.HORIZONTAL)
                .build();
        return PlotlyFigure.of(
                        shown.size() < report.labels().size()
                                ? "Average precision of the best and the worst labels"
                                : "Average precision of each label",
                        Axes.linear("average precision"),
                        Axes.categories(""),
                        bars)
                .withAxis("xaxis", "range", List.of(0, 1))
                .withHeight(140 + 22 * shown.size());
    }

    /** Average precision, number of clips and chance of each label. */
    public HtmlTable labels() {
        List<LabelScore> scores = report.labels();
        return HtmlTable.of(Table.create(
                StringColumn.create(
                        "label", scores.stream().map(score -> score.label().name())),
                DoubleColumn.create(
                        "average precision",
                        scores.stream()
                                .mapToDouble(LabelScore::averagePrecision)
                                .toArray()),
                DoubleColumn.create(
                        "chance", scores.stream().mapToDouble(this::chance).toArray()),
                IntColumn.create(
                        "clips", scores.stream().mapToInt(LabelScore::clips).toArray())));
    }

    /**
     * The likeliest labels of a validation clip, and all that it has, the latter in another colour.
     *
     * @param place of the clip among the validation clips, from 0
     */
    public PlotlyFigure prediction(int place) {
        ClipCatalog catalog = Metadata.read(configuration);
        Predictions predictions = predictions(catalog);
        String id = id(predictions, place);
        float[] scores = predictions.scores()[place];
        float[] targets = predictions.targets()[place];
        List<Integer> ranking = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(label -> -scores[label]))
                .toList();
        List<Integer> likeliest = IntStream.range(0, ranking.size())
                .filter(rank -> rank < GUESSES || targets[ranking.get(rank)] == 1)
                .mapToObj(ranking::get)
                .toList()
                .reversed();
        String[] names = likeliest.stream()
                .map(label -> catalog.labels().get(label).name())
                .toArray(String[]::new);
        return PlotlyFigure.of(
                        "What the model hears in " + id,
                        Layout.builder()
                                .xAxis(Axes.linear("score"))
                                .yAxis(Axes.categories(""))
                                .barMode(Layout.BarMode.OVERLAY)
                                .build(),
                        guesses("not among its labels", names, likeliest, scores, label -> targets[label] == 0),
                        guesses("its labels", names, likeliest, scores, label -> targets[label] == 1))
                .withAxis("xaxis", "range", List.of(0, 1))
                .withHeight(140 + 28 * likeliest.size());
    }

    private static Trace guesses(
            String name, String[] names, List<Integer> labels, float[] scores, IntPredicate shown) {
        return BarTrace.builder(
                        names,
                        labels.stream()
                                .mapToDouble(label -> shown.test(label) ? scores[label] : 0)
                                .toArray())
                .orientation(BarTrace.Orientation.HORIZONTAL)
                .name(name)
                .build();
    }

    /** The same clip, to listen to. */
    public PlayerList listen(int place) {
        ClipCatalog catalog = Metadata.read(configuration);
        String id = id(predictions(catalog), place);
        return new PlayerList(
                new ExampleClips(configuration).hear(List.of(catalog.find(id).orElseThrow())));
    }

    private Predictions predictions(ClipCatalog catalog) {
        return PredictionsFile.read(
                EvaluationFolder.of(RunFolder.of(configuration)).predictions(), catalog.labels());
    }

    private static String id(Predictions predictions, int place) {
        if (place < 0 || place >= predictions.ids().size()) {
            throw new StageException("there is no validation clip " + place + "; it may be 0 to "
                    + (predictions.ids().size() - 1));
        }
        return predictions.ids().get(place);
    }
}
