package audiotokens.notebook.figure;

import audiotokens.cluster.PrincipalComponents;
import audiotokens.pipeline.clusters.CentroidExamples;
import audiotokens.pipeline.clusters.ClusterReport;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.tokens.MeasuredSpectra;
import audiotokens.token.TokenSpectra;
import audiotokens.token.TokenStream;
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
 * Figures of stage 3, the clusters stage.
 *
 * @param configuration configuration of the run
 * @param report report of the stage
 */
public record ClusterFigures(Configuration configuration, ClusterReport report) {
    private static final Axis.FixedTicks ROUND_FREQUENCIES = new Axis.FixedTicks(
            List.of(50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0),
            List.of("50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"));
    private static final int CLIPS_FOR_SPECTRA = 500;
    private static final int CLIPS_FOR_EXAMPLES = 2_000;
    private static final int EXAMPLES_PER_CENTROID = 4;

    /** Returns a table of key figures of the clustering. */
    public HtmlTable summary() {
        List<Object> namesAndValues = new ArrayList<>(List.of(
                "centroids",
                report.tokenizer().streams().getFirst().vocabularySize(),
                "features",
                report.firstCodebook()
                        .map(codebook -> codebook.features().size())
                        .orElse(0),
                report.adopted() ? "frames measured" : "frames clustered",
                report.frames(),
                "frames in total",
                report.totalFrames()));
        if (!report.adopted()) {
            namesAndValues.addAll(
                    List.of("iterations", report.objective().length, "reseeded centroids", report.reseeded()));
        }
        namesAndValues.addAll(List.of("silhouette of a sample (-1 to 1)", report.silhouette()));
        return HtmlTable.ofNamesAndValues(namesAndValues.toArray());
    }

    /**
     * Returns a table of the first codebook's tokens, their map coordinates and, if counted, their numbers of frames.
     */
    public Table table() {
        double[][] projected = projected(codebooks().getFirst());
        return Table.create(
                IntColumn.create("token", IntStream.range(0, projected.length).toArray()),
                IntColumn.create("frames", sizes(projected.length)),
                DoubleColumn.create("first principal component", coordinate(projected, 0)),
                DoubleColumn.create("second principal component", coordinate(projected, 1)));
    }

    /** Returns the names of the codebooks whose token vectors have at least two dimensions, in stream order. */
    public List<String> codebooks() {
        return report.tokenizer().streams().stream()
                .map(TokenStream::codebook)
                .distinct()
                .filter(codebook -> report.tokenizer()
                        .vectors(codebook)
                        .filter(vectors -> vectors[0].length > 1)
                        .isPresent())
                .toList();
    }

    /** Returns the first two principal components of a codebook's token vectors, (vocabularySize, 2). */
    private double[][] projected(String codebook) {
        float[][] vectors = report.tokenizer().vectors(codebook).orElseThrow();
        int dimensions = vectors[0].length;
        float[] flat = new float[vectors.length * dimensions];
        for (int token = 0; token < vectors.length; token++) {
            System.arraycopy(vectors[token], 0, flat, token * dimensions, dimensions);
        }
        return PrincipalComponents.of(flat, dimensions, 2).project(flat);
    }

    /** Returns the cluster sizes of the first codebook; all equal if they were not counted. */
    private int[] sizes(int vocabularySize) {
        int[] sizes = report.sizes();
        if (sizes.length != vocabularySize) {
            sizes = new int[vocabularySize];
            Arrays.fill(sizes, 1);
        }
        return sizes;
    }

    private static double[] coordinate(double[][] projected, int axis) {
        return Arrays.stream(projected)
                .mapToDouble(point -> point.length > axis ? point[axis] : 0)
                .toArray();
    }

    /** Charts the k-means objective per iteration; it is unknown for centroids adopted from another program. */
    public Renderable objective() {
        if (report.adopted()) {
            return HtmlTable.ofNamesAndValues("convergence", "unknown: another program computed the centroids");
        }
        if (report.objective().length == 0) {
            return notAvailable("objective");
        }
        double[] objective = report.objective();
        double[] iterations =
                IntStream.rangeClosed(1, objective.length).asDoubleStream().toArray();
        return Chart.of(
                "Objective of k-means",
                Axis.linear("iteration"),
                Axis.linear("sum of squared distances"),
                Series.Line.of("", iterations, objective).withMarkers());
    }

    /**
     * Charts the centroids by their first two principal components, one map per codebook. If there is only one,
     * centroids with more frames have larger and lighter points.
     */
    public Chart map() {
        List<String> codebooks = codebooks();
        if (codebooks.isEmpty()) {
            throw new StageException("not available: this run's tokenizer has no token vectors");
        }
        double[][] projected = projected(codebooks.getFirst());
        return codebooks.size() == 1 ? ArrayFigures.codebook(projected, sizes(projected.length)) : maps(codebooks);
    }

    /** Charts one map per codebook, side by side, each with its own scale. */
    private Chart maps(List<String> codebooks) {
        int columns = (int) Math.ceil(Math.sqrt(codebooks.size()));
        int rows = Math.ceilDiv(codebooks.size(), columns);
        List<Series.Points> maps = new ArrayList<>();
        for (int i = 0; i < codebooks.size(); i++) {
            double[][] projected = projected(codebooks.get(i));
            maps.add(Series.Points.of(
                            codebooks.get(i),
                            scaled(coordinate(projected, 0), i % columns),
                            scaled(coordinate(projected, 1), rows - 1 - i / columns))
                    .withSizes(4));
        }
        return Chart.of(
                        "Centroids of each codebook along their first two principal components",
                        Axis.linear("").withRange(0, columns).withoutGrid(),
                        Axis.linear("").withRange(0, rows).withoutGrid(),
                        maps)
                .withHeight(140 + 180 * rows);
    }

    private static double[] scaled(double[] values, int gridIndex) {
        double maxAbs = Arrays.stream(values).map(Math::abs).max().orElse(1);
        return Arrays.stream(values)
                .map(value -> gridIndex + 0.5 + 0.45 * value / Math.max(maxAbs, Double.MIN_NORMAL))
                .toArray();
    }

    private static HtmlTable notAvailable(String name) {
        return HtmlTable.ofNamesAndValues(
                name, "shown only if each token represents a single frame (tokenizerType=kmeans or residual)");
    }

    /** Charts the mean spectra of {@code count} centroids, from the most to the least frequent. */
    public Renderable spectra(int count) {
        if (report.firstCodebook().isEmpty()) {
            return notAvailable("mean spectra");
        }
        TokenSpectra spectra =
                MeasuredSpectra.of(configuration, report.codebook(), CLIPS_FOR_SPECTRA, Progress.silent());
        int nMels = configuration.spectrogram().nMels();
        double[] frequencies = MelAxis.of(configuration.spectrogram()).bandCenters(nMels);
        List<Series.Line> lines = tokensByFrequency(count).stream()
                .filter(token -> spectra.count(token) > 0)
                .map(token -> Series.Line.of("token " + token, frequencies, toDoubles(spectra.spectrum(token))))
                .toList();
        String unit = SpectrogramFigures.unit(configuration.spectrogram());
        return Chart.of(
                "Mean spectra of the frames of some centroids",
                Axis.logarithmic("frequency (Hz)").with(ROUND_FREQUENCIES),
                Axis.linear(unit.isEmpty() ? "normalized level" : "level (" + unit + ")"),
                lines);
    }

    /** Shows the frames nearest to the centroids of {@link #spectra}, with context; at most one per clip. */
    public Renderable examples(int count, Progress progress) {
        if (report.firstCodebook().isEmpty()) {
            return notAvailable("examples");
        }
        List<List<CentroidExamples.Example>> examples = CentroidExamples.find(
                configuration, report.codebook(), CLIPS_FOR_EXAMPLES, EXAMPLES_PER_CENTROID, progress);
        CentroidPanels panels = new CentroidPanels(configuration);
        return new SpectrogramGrid(tokensByFrequency(count).stream()
                .filter(token -> !examples.get(token).isEmpty())
                .map(token -> panels.panel(examples.get(token)))
                .toList());
    }

    /** Selects tokens from the most frequent to the rarest, evenly spaced by rank. */
    private List<Integer> tokensByFrequency(int count) {
        int[] sizes = report.sizes();
        List<Integer> ranking = IntStream.range(0, sizes.length)
                .filter(token -> sizes[token] > 0)
                .boxed()
                .sorted(Comparator.comparingInt(token -> -sizes[token]))
                .toList();
        int nShown = Math.min(count, ranking.size());
        return IntStream.range(0, nShown)
                .mapToObj(i -> ranking.get(i * ranking.size() / nShown))
                .toList();
    }

    private static double[] toDoubles(float[] spectrum) {
        return IntStream.range(0, spectrum.length)
                .mapToDouble(mel -> spectrum[mel])
                .toArray();
    }
}
