package audiotokens.spectrogram;

import audiotokens.file.NpyFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A mel-spectrogram.
 *
 * @param nMels number of mel bands, lowest first
 * @param nFrames number of frames
 * @param values (nMels, nFrames), frames fastest; power, dB or normalized values; not copied; do not modify
 */
public record Spectrogram(int nMels, int nFrames, float[] values) {
    public Spectrogram {
        if (nMels < 1 || nFrames < 1 || (long) nMels * nFrames != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values are not a spectrogram of " + nMels + " bands and " + nFrames + " frames");
        }
    }

    /** Returns the value of a mel band in a frame. */
    public float at(int mel, int frame) {
        return values[mel * nFrames + frame];
    }

    /** Returns the transposed values, (nFrames, nMels), in C order: one row per frame. */
    public float[] frames() {
        float[] rows = new float[values.length];
        for (int mel = 0; mel < nMels; mel++) {
            for (int frame = 0; frame < nFrames; frame++) {
                rows[frame * nMels + mel] = values[mel * nFrames + frame];
            }
        }
        return rows;
    }

    /** Creates a spectrogram from frames, (nFrames, nMels). */
    public static Spectrogram fromFrames(int nMels, float[] rows) {
        int nFrames = rows.length / nMels;
        float[] values = new float[rows.length];
        for (int frame = 0; frame < nFrames; frame++) {
            for (int mel = 0; mel < nMels; mel++) {
                values[mel * nFrames + frame] = rows[frame * nMels + mel];
            }
        }
        return new Spectrogram(nMels, nFrames, values);
    }

    /**
     * Reads a spectrogram from a .npy file.
     *
     * @throws IOException if the file is not a two-dimensional float32 array or an axis has length 0; the message names
     *     the file
     */
    public static Spectrogram read(Path file) throws IOException {
        NpyFile.Floats array = NpyFile.readFloats(file, 2);
        if (array.values().length == 0) {
            throw new IOException(file + " contains no frames");
        }
        return new Spectrogram(array.shape()[0], array.shape()[1], array.values());
    }

    /** Writes float32 (nMels, nFrames) in C order. */
    public void write(Path file) throws IOException {
        NpyFile.write(file, values, nMels, nFrames);
    }
}
