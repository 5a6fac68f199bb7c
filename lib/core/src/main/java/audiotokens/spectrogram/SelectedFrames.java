package audiotokens.spectrogram;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Selected frames of a clip's spectrogram.
 *
 * @param nMels number of mel bands
 * @param nFrames number of frames of the whole spectrogram
 * @param indices indices of the selected frames, ascending
 * @param rows values of the selected frames, (indices, nMels); not copied; do not modify
 */
public record SelectedFrames(int nMels, int nFrames, int[] indices, float[] rows) {
    public SelectedFrames {
        if ((long) nMels * indices.length != rows.length) {
            throw new IllegalArgumentException(
                    rows.length + " values are not " + indices.length + " frames of " + nMels + " bands");
        }
    }

    /** Returns all frames of a spectrogram. */
    public static SelectedFrames all(Spectrogram spectrogram) {
        int[] all = new int[spectrogram.nFrames()];
        Arrays.setAll(all, i -> i);
        return new SelectedFrames(spectrogram.nMels(), all.length, all, spectrogram.frames());
    }

    /** Returns the {@code requested} frames of a spectrogram, except those beyond its end. */
    public static SelectedFrames of(Spectrogram spectrogram, BitSet requested) {
        int[] indices = existingFrames(requested, spectrogram.nFrames());
        int nMels = spectrogram.nMels();
        float[] rows = new float[indices.length * nMels];
        for (int mel = 0; mel < nMels; mel++) {
            for (int i = 0; i < indices.length; i++) {
                rows[i * nMels + mel] = spectrogram.at(mel, indices[i]);
            }
        }
        return new SelectedFrames(nMels, spectrogram.nFrames(), indices, rows);
    }

    /** Returns the indices in {@code requested} that are less than {@code nFrames}. */
    static int[] existingFrames(BitSet requested, int nFrames) {
        return requested.stream().takeWhile(frame -> frame < nFrames).toArray();
    }

    /**
     * Returns the row of a frame in {@link #rows}.
     *
     * @throws IllegalArgumentException if the frame is not selected
     */
    public int row(int frame) {
        int row = Arrays.binarySearch(indices, frame);
        if (row < 0) {
            throw new IllegalArgumentException("frame " + frame + " is not selected");
        }
        return row;
    }
}
