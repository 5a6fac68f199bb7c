package audiotokens.notebook.figure;

import audiotokens.pipeline.clusters.CentroidExamples;
import audiotokens.pipeline.clusters.ClusterReport;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.tokens.MeasuredSpectra;
import audiotokens.token.TokenSpectra;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The pictures of stage 3, clusters.
 *
 * @param configuration of the run
 * @param report what the stage found
 */
public record ClusterFigures(Configuration configuration, ClusterReport report) {
    private static final Axis.At ROUND_FREQUENCIES = new Axis.At(
            List.of(50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0),
            List.of("50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"));
    private static final int CLIPS_FOR_SPECTRA = 500;
    private static final int CLIPS_FOR_EXAMPLES = 2_000;
    private static final int EXAMPLES_OF_A_CENTROID = 4;

    /** What was clustered, in figures. */
    public HtmlTable summary() {
        List<Object> facts = new ArrayList<>(List.of(
                "centroids",
                report.tokenizer().streams().getFirst().vocabularySize(),
                "features",
                report.firstCodebook()
                        .map(codebook -> codebook.features().size())
                        .orElse(0),
                report.adopted() ? "frames measured" : "frames clustered",
                report.frames(),
                "frames in all",
                report.framesInAll()));
        if (!report.adopted()) {
            facts.addAll(List.of("iterations", report.objective().length, "reseeded", report.reseeded()));
        }
        facts.addAll(List.of("silhouette of a sample (-1 to 1)", report.silhouette()));
        return HtmlTable.ofFacts(facts.toArray());
    }

    /** Each token with the number of training frames nearest to its centroid, and its place on the map. */
    public Table table() {
        double[][] places = report.codebook().projection();
        return Table.create(
                IntColumn.create("token", IntStream.range(0, places.length).toArray()),
                IntColumn.create("frames", report.sizes()),
                DoubleColumn.create("first principal component", coordinate(places, 0)),
                DoubleColumn.create("second principal component", coordinate(places, 1)));
    }

    private static double[] coordinate(double[][] places, int axis) {
        return Arrays.stream(places)
                .mapToDouble(place -> place.length > axis ? place[axis] : 0)
                .toArray();
    }

    /** The objective of k-means at each iteration; nobody knows it of another program's centroids. */
    public Picture objective() {
        if (report.adopted()) {
            return HtmlTable.ofFacts("convergence", "not known: the centroids are another program's");
        }
        double[] objective = report.objective();
        double[] iterations =
                IntStream.rangeClosed(1, objective.length).asDoubleStream().toArray();
        return Chart.of(
                "Objective of k-means",
                Axis.linear("iteration"),
                Axis.linear("sum of squared distances"),
                Series.Line.of("", iterations, objective).marked());
    }

    /** The centroids along their first two principal components; larger and lighter ones hold more frames. */
    public Chart map() {
        return Views.codebook(report.codebook().projection(), report.sizes());
    }

    /** Mean spectra of the frames of some centroids, from the most frequent to rare ones. */
    public Chart spectra(int count) {
        TokenSpectra spectra =
                MeasuredSpectra.of(configuration, report.codebook(), CLIPS_FOR_SPECTRA, Progress.silent());
        int nMels = configuration.spectrogram().nMels();
        double[] hertz = MelAxis.of(configuration.spectrogram()).bandCentres(nMels);
        List<Series.Line> lines = some(count).stream()
                .filter(token -> spectra.count(token) > 0)
                .map(token -> Series.Line.of("token " + token, hertz, levels(spectra.spectrum(token))))
                .toList();
        String unit = SpectrogramFigures.unit(configuration.spectrogram());
        return Chart.of(
                "Mean spectra of the frames of some centroids",
                Axis.logarithmic("frequency (Hz)").with(ROUND_FREQUENCIES),
                Axis.linear(unit.isEmpty() ? "normalized level" : "level (" + unit + ")"),
                lines);
    }

    /** Real frames nearest to the same centroids, with what was heard around them; at most one of a clip. */
    public SpectrogramGrid examples(int count, Progress progress) {
        List<List<CentroidExamples.Example>> examples = CentroidExamples.find(
                configuration, report.codebook(), CLIPS_FOR_EXAMPLES, EXAMPLES_OF_A_CENTROID, progress);
        CentroidPanels panels = new CentroidPanels(configuration);
        return new SpectrogramGrid(some(count).stream()
                .filter(token -> !examples.get(token).isEmpty())
                .map(token -> panels.panel(examples.get(token)))
                .toList());
    }

    /** Tokens evenly spread from the most frequent to the rarest. */
    private List<Integer> some(int count) {
        int[] sizes = report.sizes();
        List<Integer> ranking = IntStream.range(0, sizes.length)
                .filter(token -> sizes[token] > 0)
                .boxed()
                .sorted(Comparator.comparingInt(token -> -sizes[token]))
                .toList();
        int shown = Math.min(count, ranking.size());
        return IntStream.range(0, shown)
                .mapToObj(i -> ranking.get(i * ranking.size() / shown))
                .toList();
    }

    private static double[] levels(float[] spectrum) {
        return IntStream.range(0, spectrum.length)
                .mapToDouble(mel -> spectrum[mel])
                .toArray();
    }
}
