package audiotokens.notebook.figure;

import java.util.stream.IntStream;

/** A waveform as it is seen at a width of some pixels: the least and the greatest sample of each column. */
final class Envelope {
    /** Columns that a page has room for. */
    static final int COLUMNS = 640;

    private Envelope() {}

    /**
     * The envelope of samples.
     *
     * @param samples NaN counts as 0
     * @param columns most columns; there are no more than samples
     * @return the minima and the maxima
     */
    static double[][] of(float[] samples, int columns) {
        int width = Math.max(1, Math.min(columns, samples.length));
        double[][] envelope = new double[2][width];
        for (int column = 0; column < width; column++) {
            int from = (int) ((long) column * samples.length / width);
            int to = (int) ((column + 1L) * samples.length / width);
            double min = from < to ? Double.POSITIVE_INFINITY : 0;
            double max = from < to ? Double.NEGATIVE_INFINITY : 0;
            for (int i = from; i < to; i++) {
                float sample = Float.isNaN(samples[i]) ? 0 : samples[i];
                min = Math.min(min, sample);
                max = Math.max(max, sample);
            }
            envelope[0][column] = min;
            envelope[1][column] = max;
        }
        return envelope;
    }

    /** The envelope as one line that goes up and down in each column. */
    static Series.Line line(float[] samples, double seconds) {
        double[][] envelope = of(samples, COLUMNS);
        int points = 2 * envelope[0].length;
        return Series.Line.of(
                "",
                IntStream.range(0, points)
                        .mapToDouble(i -> (i + 0.5) * seconds / points)
                        .toArray(),
                IntStream.range(0, points)
                        .mapToDouble(i -> envelope[i % 2][i / 2])
                        .toArray());
    }
}
