package audiotokens.notebook.figure;

import audiotokens.cluster.Codebook;
import audiotokens.spectrogram.Decibels;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.spectrogram.Spectrum;
import audiotokens.token.ClipTokens;
import audiotokens.token.KMeansTokenizer;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * Figures of the library's own types, such as spectrograms, tokens and codebooks; a notebook shows them if such a value
 * is the result of a cell. Spectrograms and tokens do not contain the frame duration; pass {@link SpectrogramOptions}
 * for axes in seconds and Hz.
 */
public final class ObjectFigures {
    private ObjectFigures() {}

    /** Charts the level of a frame by frequency. */
    public static Chart of(Spectrum spectrum) {
        int bins = spectrum.power().length;
        double[] frequencies = IntStream.range(0, bins)
                .mapToDouble(bin -> bin * spectrum.binHz())
                .toArray();
        float[] decibels =
                Decibels.fromPower(new Spectrogram(bins, 1, spectrum.power())).values();
        return Chart.of(
                        "Spectrum of one frame, " + bins + " frequencies",
                        Axis.linear("frequency (Hz)"),
                        Axis.linear("level (dB)"),
                        Series.Line.of("", frequencies, toDoubles(decibels)))
                .withHeight(280);
    }

    /** Draws a spectrogram as an image, and a single frame as a line over its bands. */
    public static Chart of(Spectrogram spectrogram) {
        if (spectrogram.nFrames() == 1) {
            double[] bands =
                    IntStream.range(0, spectrogram.nMels()).asDoubleStream().toArray();
            return Chart.of(
                            "One frame, " + spectrogram.nMels() + " mel bands",
                            Axis.linear("mel band"),
                            Axis.linear("value"),
                            Series.Line.of("", bands, toDoubles(spectrogram.values()))
                                    .withMarkers())
                    .withHeight(280);
        }
        return Chart.of(
                        "Spectrogram, " + spectrogram.nFrames() + " frames of " + spectrogram.nMels() + " mel bands",
                        Axis.linear("frame").withRange(0, spectrogram.nFrames()).withoutGrid(),
                        Axis.linear("mel band")
                                .withRange(0, spectrogram.nMels())
                                .withoutGrid())
                .withBackdrop(new Chart.Backdrop(SpectrogramFigures.image(spectrogram), spectrogram.nFrames()))
                .withHeight(280);
    }

    /** Draws a spectrogram with axes in seconds and Hz. */
    public static Timeline of(Spectrogram spectrogram, SpectrogramOptions options) {
        return new Timeline(
                "", seconds(spectrogram, options), List.of(spectrogramRow(spectrogram, options)), Optional.empty());
    }

    /** Draws tokens as a strip of colors, one row per stream; equal tokens of a stream have equal colors. */
    public static Chart of(ClipTokens tokens) {
        List<long[]> streams = tokens.streams();
        int maxLength = Math.max(
                1, streams.stream().mapToInt(stream -> stream.length).max().orElse(1));
        BufferedImage image = new BufferedImage(maxLength, streams.size(), BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < streams.size(); row++) {
            long[] stream = streams.get(row);
            for (int x = 0; x < maxLength && stream.length > 0; x++) {
                image.setRGB(x, row, Timeline.color(stream[(int) ((long) x * stream.length / maxLength)]));
            }
        }
        return Chart.of(
                        streams.getFirst().length + " tokens"
                                + (streams.size() == 1 ? "" : " in each of " + streams.size() + " streams"),
                        Axis.linear("token").withRange(0, maxLength).withoutGrid(),
                        Axis.linear("")
                                .withRange(0, 1)
                                .with(new Axis.FixedTicks(List.of(), List.of()))
                                .withoutGrid())
                .withBackdrop(new Chart.Backdrop(new SpectrogramImage(image, 0, 1), maxLength))
                .withHeight(140 + 30 * streams.size());
    }

    /** Draws tokens as a strip of colors per stream, above their spectrogram. */
    public static Timeline of(ClipTokens tokens, Spectrogram spectrogram, SpectrogramOptions options) {
        List<Timeline.Row> rows = new ArrayList<>();
        tokens.streams().forEach(stream -> rows.add(new Timeline.TokenRow(stream)));
        rows.add(spectrogramRow(spectrogram, options));
        return new Timeline("", seconds(spectrogram, options), rows, Optional.empty());
    }

    /** Draws a codebook as a map of its centroids. */
    public static Chart of(Codebook codebook) {
        int[] equalSizes = new int[codebook.vocabularySize()];
        Arrays.fill(equalSizes, 1);
        return ArrayFigures.codebook(codebook.projection(), equalSizes);
    }

    /** Draws a map of a tokenizer's centroids; those with more training frames have larger and lighter points. */
    public static Chart of(KMeansTokenizer tokenizer) {
        return tokenizer
                .statistics()
                .map(statistics -> ArrayFigures.codebook(tokenizer.codebook().projection(), statistics.sizes()))
                .orElseGet(() -> of(tokenizer.codebook()));
    }

    /**
     * Returns a table of the centroids nearest to a feature vector, and their squared distances.
     *
     * @param point (features,)
     */
    public static Table nearest(Codebook codebook, float[] point, int count) {
        double[] distances = codebook.distances(point);
        int[] tokens = nearestTokens(distances, count);
        return Table.create(
                IntColumn.create("token", tokens),
                DoubleColumn.create(
                        "squared distance",
                        Arrays.stream(tokens)
                                .mapToDouble(token -> distances[token])
                                .toArray()));
    }

    /** Charts a feature vector with its nearest and farthest centroids, by feature. */
    public static Chart withCentroids(Codebook codebook, float[] point) {
        int[] tokensByDistance = nearestTokens(codebook.distances(point), codebook.vocabularySize());
        double[] features = IntStream.range(0, point.length).asDoubleStream().toArray();
        int nearest = tokensByDistance[0];
        int farthest = tokensByDistance[tokensByDistance.length - 1];
        return Chart.of(
                "A frame and two centroids",
                Axis.linear("feature"),
                Axis.linear("value"),
                Series.Line.of("the frame", features, toDoubles(point)).withMarkers(),
                Series.Line.of("token " + nearest + ", the nearest", features, toDoubles(codebook.centroid(nearest))),
                Series.Line.of("token " + farthest + ", the farthest", features, toDoubles(codebook.centroid(farthest)))
                        .withDashes());
    }

    /** Charts the scores of all labels as bars, highest first. */
    public static Chart scores(List<String> names, float[] scores) {
        return ArrayFigures.scores("Score of each label", names, scores, new boolean[0], names.size());
    }

    private static int[] nearestTokens(double[] distances, int count) {
        return IntStream.range(0, distances.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> distances[token]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Timeline.SpectrogramRow spectrogramRow(Spectrogram spectrogram, SpectrogramOptions options) {
        return new Timeline.SpectrogramRow(
                SpectrogramFigures.image(spectrogram), MelAxis.of(options), SpectrogramFigures.unit(options));
    }

    private static double seconds(Spectrogram spectrogram, SpectrogramOptions options) {
        return spectrogram.nFrames() * options.secondsPerFrame();
    }

    private static double[] toDoubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
