package audiotokens.notebook.experiment;

import audiotokens.cluster.UnitNorm;
import audiotokens.spectrogram.Spectrogram;

/**
 * Which part of a spectrogram is one word: all bands at a moment, one band over some time, or a patch.
 *
 * @param name for people
 * @param bands height of the part, in mel bands
 * @param frames length of the part, in frames
 */
public record WordShape(String name, int bands, int frames) {
    public WordShape {
        if (bands < 1 || frames < 1) {
            throw new IllegalArgumentException("a word of " + bands + " bands and " + frames + " frames");
        }
    }

    /** Number of places along the frequency axis of {@code nMels} bands; bands left over at the top are not used. */
    public int places(int nMels) {
        return nMels / bands;
    }

    /** Length of a part's vector. */
    public int size() {
        return bands * frames;
    }

    /**
     * All parts of a spectrogram at one place along the frequency axis, half a length apart, each with its mean taken off
     * and scaled to unit L2 norm, so that its shape counts and not its level.
     *
     * @param place from 0 at the lowest bands
     * @return (parts, {@link #size}), a part's frames fastest; empty where the spectrogram is shorter than a part
     */
    public float[] cut(Spectrogram spectrogram, int place) {
        int step = Math.max(1, frames / 2);
        int parts = spectrogram.nFrames() < frames ? 0 : (spectrogram.nFrames() - frames) / step + 1;
        float[] vectors = new float[parts * size()];
        for (int part = 0; part < parts; part++) {
            double sum = 0;
            for (int i = 0; i < size(); i++) {
                float value = spectrogram.at(place * bands + i / frames, part * step + i % frames);
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
