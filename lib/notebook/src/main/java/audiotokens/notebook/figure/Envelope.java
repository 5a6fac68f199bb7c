package audiotokens.notebook.figure;

import java.util.stream.IntStream;

/** Downsamples a waveform for plotting: minimum and maximum of each pixel column. */
final class Envelope {
    /** Number of columns that fit on a page. */
    static final int COLUMNS = 640;

    private Envelope() {}

    /**
     * Computes the envelope.
     *
     * @param samples NaN counts as 0
     * @param columns maximum number of columns; limited by the number of samples
     * @return minima and maxima
     */
    static double[][] of(float[] samples, int columns) {
        int width = Math.max(1, Math.min(columns, samples.length));
        double[][] envelope = new double[2][width];
        for (int column = 0; column < width; column++) {
            int start = (int) ((long) column * samples.length / width);
            int end = (int) ((column + 1L) * samples.length / width);
            double min = start < end ? Double.POSITIVE_INFINITY : 0;
            double max = start < end ? Double.NEGATIVE_INFINITY : 0;
            for (int i = start; i < end; i++) {
                float sample = Float.isNaN(samples[i]) ? 0 : samples[i];
                min = Math.min(min, sample);
                max = Math.max(max, sample);
            }
            envelope[0][column] = min;
            envelope[1][column] = max;
        }
        return envelope;
    }

    /** Draws the envelope as a zigzag line. */
    static Series.Line line(float[] samples, double seconds) {
        double[][] envelope = of(samples, COLUMNS);
        int nPoints = 2 * envelope[0].length;
        return Series.Line.of(
                "",
                IntStream.range(0, nPoints)
                        .mapToDouble(i -> (i + 0.5) * seconds / nPoints)
                        .toArray(),
                IntStream.range(0, nPoints)
                        .mapToDouble(i -> envelope[i % 2][i / 2])
                        .toArray());
    }
}
