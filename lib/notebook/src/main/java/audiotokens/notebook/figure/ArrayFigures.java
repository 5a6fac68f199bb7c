package audiotokens.notebook.figure;

import audiotokens.audio.Waveform;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Figures of plain arrays: waveform, spectrogram, tokens, codebook, scores. */
public final class ArrayFigures {
    private ArrayFigures() {}

    /**
     * Draws a waveform as a line, with a player.
     *
     * @param samples mono, from -1 to 1
     * @param sampleRate in Hz
     */
    public static Timeline waveform(float[] samples, int sampleRate) {
        Waveform waveform = new Waveform(samples, sampleRate);
        return new Timeline("", seconds(waveform), List.of(new Timeline.WaveformRow(waveform)), Optional.of(waveform));
    }

    private static double seconds(Waveform waveform) {
        return Math.max(1, waveform.samples().length) / (double) waveform.sampleRate();
    }

    /**
     * Draws a mel-spectrogram as an image.
     *
     * @param values float32 (nMels, nFrames), last axis fastest
     * @param secondsPerFrame hop length over sample rate
     * @param axis frequency axis
     * @param unit unit of the values, such as dB; may be empty
     */
    public static Timeline spectrogram(
            float[] values, int nMels, int nFrames, double secondsPerFrame, MelAxis axis, String unit) {
        return new Timeline(
                "",
                Math.max(1, nFrames) * secondsPerFrame,
                List.of(spectrogramRow(values, nMels, nFrames, axis, unit)),
                Optional.empty());
    }

    /**
     * Draws tokens as a strip of colors above their spectrogram.
     *
     * @param tokens token ids from 0, evenly spaced over the spectrogram: one per frame or per several frames
     */
    public static Timeline tokens(
            long[] tokens, float[] values, int nMels, int nFrames, double secondsPerFrame, MelAxis axis, String unit) {
        return new Timeline(
                "",
                Math.max(1, nFrames) * secondsPerFrame,
                List.of(new Timeline.TokenRow(tokens), spectrogramRow(values, nMels, nFrames, axis, unit)),
                Optional.empty());
    }

    private static Timeline.SpectrogramRow spectrogramRow(
            float[] values, int nMels, int nFrames, MelAxis axis, String unit) {
        if (values.length != nMels * nFrames) {
            throw new IllegalArgumentException("a spectrogram of %d bands and %d frames cannot have %d values"
                    .formatted(nMels, nFrames, values.length));
        }
        return new Timeline.SpectrogramRow(SpectrogramImage.of(values, nMels, nFrames), axis, unit);
    }

    /**
     * Draws a map of a codebook's centroids; those with more frames have larger and lighter points.
     *
     * @param projection (tokens, 2) or (tokens, 1), principal components of the centroids
     * @param sizes number of frames of each centroid
     */
    public static Chart codebook(double[][] projection, int[] sizes) {
        int maxSize = Math.max(1, Arrays.stream(sizes).max().orElse(1));
        double[] y = Arrays.stream(projection)
                .mapToDouble(point -> point.length > 1 ? point[1] : 0)
                .toArray();
        Series.Points points = Series.Points.of(
                        "",
                        Arrays.stream(projection).mapToDouble(point -> point[0]).toArray(),
                        y)
                .withSizes(Arrays.stream(sizes)
                        .mapToDouble(size -> 5 + 20 * Math.sqrt((double) size / maxSize))
                        .toArray())
                .withShades(Arrays.stream(sizes).asDoubleStream().toArray(), "frames")
                .withTooltips(IntStream.range(0, sizes.length)
                        .mapToObj(token -> "token " + token + ", " + sizes[token] + " frames")
                        .toList());
        return Chart.of(
                        "Centroids",
                        Axis.linear("first principal component"),
                        Axis.linear("second principal component"),
                        points)
                .withHeight(520);
    }

    /**
     * Charts the most probable labels and all true labels as bars, highest score first. True labels have their own
     * color.
     *
     * @param names names of all labels
     * @param scores scores of all labels, from 0 to 1
     * @param present whether each label is true; empty if unknown
     * @param maxLabels number of highest-scoring labels shown; true labels are always shown
     */
    public static Chart scores(String title, List<String> names, float[] scores, boolean[] present, int maxLabels) {
        if (names.size() != scores.length || (present.length != 0 && present.length != scores.length)) {
            throw new IllegalArgumentException(
                    "there are %d names, %d scores and %d targets, but their numbers must be equal"
                            .formatted(names.size(), scores.length, present.length));
        }
        List<Integer> ranking = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(label -> -scores[label]))
                .toList();
        List<Integer> shownLabels = IntStream.range(0, ranking.size())
                .filter(rank -> rank < maxLabels || (present.length > 0 && present[ranking.get(rank)]))
                .mapToObj(ranking::get)
                .toList();
        Axis score = Axis.linear("score").withRange(0, 1);
        Axis labels = Axis.rows("", shownLabels.stream().map(names::get).toList());
        Chart chart = present.length == 0
                ? Chart.of(title, score, labels, bars("", shownLabels, scores, present, false))
                : Chart.of(
                        title,
                        score,
                        labels,
                        bars("other labels", shownLabels, scores, present, false),
                        bars("true labels", shownLabels, scores, present, true));
        return chart.withBarMode(Chart.BarMode.OVERLAID).withHeight(140 + 28 * shownLabels.size());
    }

    private static Series.Bars bars(
            String name, List<Integer> labels, float[] scores, boolean[] present, boolean trueLabels) {
        return Series.Bars.of(
                name,
                labels.stream()
                        .mapToDouble(label -> (present.length > 0 && present[label]) == trueLabels ? scores[label] : 0)
                        .toArray());
    }
}
