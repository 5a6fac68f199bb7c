package audiotokens.figure;

import audiotokens.cluster.ClusterReport;
import audiotokens.cluster.Codebook;
import audiotokens.config.Configuration;
import audiotokens.dataset.SplitFile;
import audiotokens.run.RunFolder;
import audiotokens.run.Split;
import audiotokens.spectrogram.Spectrogram;
import java.nio.file.Files;
import java.util.ArrayList;
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
    private static final int CLIPS_FOR_SPECTRA = 60;

    /** What was clustered, in figures. */
    public HtmlTable summary() {
        return HtmlTable.of(Table.create(
                StringColumn.create(
                        "", "centroids", "features", "frames clustered", "frames in all", "iterations", "set anew"),
                DoubleColumn.create(
                        "value",
                        report.codebook().vocabularySize(),
                        report.codebook().features().size(),
                        report.frames(),
                        report.framesInAll(),
                        report.objective().length,
                        report.reseeded())));
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
        Codebook codebook = report.codebook();
        int nMels = configuration.spectrogram().nMels();
        double[][] sums = new double[codebook.vocabularySize()][nMels];
        long[] frames = new long[codebook.vocabularySize()];
        for (Spectrogram spectrogram : someSpectrograms()) {
            long[] tokens = codebook.tokenize(spectrogram);
            for (int frame = 0; frame < tokens.length; frame++) {
                int token = (int) tokens[frame];
                frames[token]++;
                for (int mel = 0; mel < nMels; mel++) {
                    sums[token][mel] += spectrogram.at(mel, frame);
                }
            }
        }
        List<Integer> ranking = IntStream.range(0, frames.length)
                .filter(token -> frames[token] > 0)
                .boxed()
                .sorted(Comparator.comparingLong(token -> -frames[token]))
                .toList();
        int shown = Math.min(count, ranking.size());
        double[] hertz = MelAxis.of(configuration.spectrogram()).bandCentres(nMels);
        Trace[] lines = IntStream.range(0, shown)
                .map(i -> ranking.get(i * ranking.size() / shown))
                .mapToObj(token -> ScatterTrace.builder(
                                hertz,
                                Arrays.stream(sums[token])
                                        .map(sum -> sum / frames[token])
                                        .toArray())
                        .mode(ScatterTrace.Mode.LINE)
                        .name("token " + token)
                        .build())
                .toArray(Trace[]::new);
        String unit = SpectrogramFigures.unit(configuration.spectrogram());
        return PlotlyFigure.of(
                "Mean spectra of the frames of some centroids",
                Axes.logarithmic("frequency (Hz)"),
                Axes.linear(unit.isEmpty() ? "normalised level" : "level (" + unit + ")"),
                lines);
    }

    private List<Spectrogram> someSpectrograms() {
        RunFolder folder = RunFolder.of(configuration);
        List<String> ids = SplitFile.read(folder.split()).train().stream()
                .filter(id -> Files.exists(folder.spectrogram(Split.TRAIN, id)))
                .toList();
        List<Spectrogram> spectrograms = new ArrayList<>();
        int step = Math.max(1, ids.size() / CLIPS_FOR_SPECTRA);
        for (int i = 0; i < ids.size(); i += step) {
            spectrograms.add(SpectrogramFigures.read(folder, Split.TRAIN, ids.get(i)));
        }
        return spectrograms;
    }
}
