package audiotokens.notebook.experiment;

import audiotokens.cluster.UnitNorm;
import audiotokens.spectrogram.Spectrogram;

/**
 * The shape of the part of a spectrogram that becomes one token: all bands of a frame, one band over time, or a patch.
 *
 * @param name display name
 * @param bands height in mel bands
 * @param frames length in frames
 */
public record TokenShape(String name, int bands, int frames) {
    public TokenShape {
        if (bands < 1 || frames < 1) {
            throw new IllegalArgumentException(
                    "bands and frames must be at least 1, but they are " + bands + " and " + frames);
        }
    }

    /**
     * Returns the number of positions along the frequency axis of {@code nMels} bands; leftover bands at the top are
     * not used.
     */
    public int nPositions(int nMels) {
        return nMels / bands;
    }

    /** Returns the number of values in a part. */
    public int size() {
        return bands * frames;
    }

    /**
     * Cuts a spectrogram into parts at one position along the frequency axis, with a hop of half their length. Each
     * part is centered and scaled to unit L2 norm, so that its pattern matters, not its level.
     *
     * @param position index of the position, from 0 at the lowest bands
     * @return parts, (parts, {@link #size}), with frames as the fastest axis; empty if the spectrogram is shorter than
     *     a part
     */
    public float[] cut(Spectrogram spectrogram, int position) {
        int step = Math.max(1, frames / 2);
        int nParts = spectrogram.nFrames() < frames ? 0 : (spectrogram.nFrames() - frames) / step + 1;
        float[] vectors = new float[nParts * size()];
        for (int part = 0; part < nParts; part++) {
            double sum = 0;
            for (int i = 0; i < size(); i++) {
                float value = spectrogram.at(position * bands + i / frames, part * step + i % frames);
                vectors[part * size() + i] = value;
                sum += value;
            }
            for (int i = 0; i < size(); i++) {
                vectors[part * size() + i] -= (float) (sum / size());
            }
        }
        UnitNorm.scale(vectors, size());
        return vectors;
    }
}
