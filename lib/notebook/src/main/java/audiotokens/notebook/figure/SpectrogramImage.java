package audiotokens.notebook.figure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * A mel-spectrogram as a color image, low frequencies at the bottom.
 *
 * @param image one row per band and at most 600 columns; each column is the mean of its frames
 * @param lowest value of the darkest color
 * @param highest value of the lightest color
 */
public record SpectrogramImage(BufferedImage image, double lowest, double highest) {
    private static final int MAX_COLUMNS = 600;

    /**
     * Creates an image whose color scale spans the spectrogram's values.
     *
     * @param values float32 (nMels, nFrames), last axis fastest
     */
    public static SpectrogramImage of(float[] values, int nMels, int nFrames) {
        double[][] means = means(values, nMels, nFrames);
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double[] row : means) {
            for (double mean : row) {
                lowest = Math.min(lowest, mean);
                highest = Math.max(highest, mean);
            }
        }
        return of(means, lowest, highest);
    }

    /** Creates an image with the color scale of another one, for comparison. */
    public static SpectrogramImage withScaleOf(SpectrogramImage other, float[] values, int nMels, int nFrames) {
        return of(means(values, nMels, nFrames), other.lowest(), other.highest());
    }

    private static double[][] means(float[] values, int nMels, int nFrames) {
        int columns = Math.clamp(nFrames, 1, MAX_COLUMNS);
        double[][] means = new double[nMels][columns];
        for (int band = 0; band < nMels; band++) {
            for (int column = 0; column < columns; column++) {
                means[band][column] =
                        mean(values, band * nFrames, column * nFrames / columns, (column + 1) * nFrames / columns);
            }
        }
        return means;
    }

    private static SpectrogramImage of(double[][] means, double lowest, double highest) {
        int nMels = means.length;
        int columns = means[0].length;
        BufferedImage image = new BufferedImage(columns, Math.max(1, nMels), BufferedImage.TYPE_INT_RGB);
        double span = highest > lowest ? highest - lowest : 1;
        for (int band = 0; band < nMels; band++) {
            for (int column = 0; column < columns; column++) {
                image.setRGB(column, nMels - 1 - band, ColorMap.rgb((means[band][column] - lowest) / span));
            }
        }
        return new SpectrogramImage(image, lowest, highest);
    }

    private static double mean(float[] values, int rowStart, int start, int end) {
        double sum = 0;
        for (int frame = start; frame < end; frame++) {
            sum += values[rowStart + frame];
        }
        return end > start ? sum / (end - start) : 0;
    }

    /** Encodes the image as PNG. */
    public byte[] png() {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
