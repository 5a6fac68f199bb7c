package audiotokens.notebook.figure;

import audiotokens.pipeline.clusters.CentroidExamples;
import audiotokens.pipeline.clusters.ClusterReport;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.tokens.MeasuredSpectra;
import audiotokens.token.TokenSpectra;
import audiotokens.work.Progress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/**
 * The pictures of stage 3, clusters.
 *
 * @param configuration of the run
 * @param report what the stage found
 */
public record ClusterFigures(Configuration configuration, ClusterReport report) {
    private static final int CLIPS_FOR_SPECTRA = 500;
    private static final int CLIPS_FOR_EXAMPLES = 2_000;
    private static final int EXAMPLES_OF_A_CENTROID = 4;

    /** What was clustered, in figures. */
    public HtmlTable summary() {
        return HtmlTable.of(Table.create(
                StringColumn.create(
                        "",
                        "centroids",
                        "features",
                        "frames clustered",
                        "frames in all",
                        "iterations",
                        "reseeded",
                        "silhouette of a sample (-1 to 1)"),
                DoubleColumn.create(
                        "value",
                        report.tokenizer().streams().getFirst().vocabularySize(),
                        report.firstCodebook()
                                .map(codebook -> codebook.features().size())
                                .orElse(0),
                        report.frames(),
                        report.framesInAll(),
                        report.objective().length,
                        report.reseeded(),
                        report.silhouette())));
    }

    /** The objective of k-means at each iteration. */
    public PlotlyFigure objective() {
        double[] objective = report.objective();
        double[] iterations =
                IntStream.rangeClosed(1, objective.length).asDoubleStream().toArray();
        Trace line = ScatterTrace.builder(iterations, objective)
                .mode(ScatterTrace.Mode.LINE_AND_MARKERS)
                .build();
        return PlotlyFigure.of(
                "Objective of k-means", Axes.linear("iteration"), Axes.linear("sum of squared distances"), line);
    }

    /** The centroids along their first two principal components; larger and lighter ones hold more frames. */
    public PlotlyFigure map() {
        double[][] places = report.codebook().projection();
        int[] sizes = report.sizes();
        int largest = Math.max(1, Arrays.stream(sizes).max().orElse(1));
        Marker marker = Marker.builder()
                .size(Arrays.stream(sizes)
                        .mapToDouble(size -> 5 + 20 * Math.sqrt((double) size / largest))
                        .toArray())
                .color(Arrays.stream(sizes).asDoubleStream().toArray())
                .colorScale(Marker.Palette.VIRIDIS)
                .showScale(true)
                .opacity(0.8)
                .build();
        Trace points = ScatterTrace.builder(
                        Arrays.stream(places).mapToDouble(place -> place[0]).toArray(),
                        Arrays.stream(places)
                                .mapToDouble(place -> place.length > 1 ? place[1] : 0)
                                .toArray())
                .marker(marker)
                .text(IntStream.range(0, sizes.length)
                        .mapToObj(token -> "token " + token + ", " + sizes[token] + " frames")
                        .toArray(String[]::new))
                .build();
        return withScaleTitle(
                PlotlyFigure.of(
                                "Centroids",
                                Axes.linear("first principal component"),
                                Axes.linear("second principal component"),
                                points)
                        .withHeight(520),
                "frames");
    }

    private static PlotlyFigure withScaleTitle(PlotlyFigure figure, String title) {
        Map<String, Object> trace = new LinkedHashMap<>(figure.data().getFirst());
        Map<String, Object> marker = new LinkedHashMap<>();
        ((Map<?, ?>) trace.get("marker")).forEach((key, value) -> marker.put(key.toString(), value));
        marker.put("colorbar", Map.of("title", Map.of("text", title)));
        trace.put("marker", marker);
        return new PlotlyFigure(figure.title(), List.of(trace), figure.layout());
    }

    /** Mean spectra of the frames of some centroids, from the most frequent to rare ones. */
    public PlotlyFigure spectra(int count) {
        TokenSpectra spectra =
                MeasuredSpectra.of(configuration, report.codebook(), CLIPS_FOR_SPECTRA, Progress.silent());
        int nMels = configuration.spectrogram().nMels();
        double[] hertz = MelAxis.of(configuration.spectrogram()).bandCentres(nMels);
        Trace[] lines = some(count).stream()
                .filter(token -> spectra.count(token) > 0)
                .map(token -> ScatterTrace.builder(hertz, levels(spectra.spectrum(token)))
                        .mode(ScatterTrace.Mode.LINE)
                        .name("token " + token)
                        .build())
                .toArray(Trace[]::new);
        String unit = SpectrogramFigures.unit(configuration.spectrogram());
        return PlotlyFigure.of(
                        "Mean spectra of the frames of some centroids",
                        Axes.logarithmic("frequency (Hz)"),
                        Axes.linear(unit.isEmpty() ? "normalised level" : "level (" + unit + ")"),
                        lines)
                .withAxis("xaxis", "tickvals", List.of(50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000))
                .withAxis("xaxis", "tickformat", "~s");
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
