package audiotokens.model;

import java.util.Arrays;

/** What a classifier is given of one clip. */
public sealed interface ClipInput {

    /** Number of frames. */
    int length();

    /** {@code frames} frames from frame {@code from} on. */
    ClipInput stretch(int from, int frames);

    /** The first {@code frames} frames, or all where there are fewer. */
    default ClipInput first(int frames) {
        return frames >= length() ? this : stretch(0, frames);
    }

    /**
     * Token ids, one a frame, or two clips' tokens whose vectors a model mixes.
     *
     * @param ids the clip's tokens
     * @param others another clip's tokens, as many
     * @param share of the clip's own vectors in the mixture, from 0 to 1
     */
    record Tokens(long[] ids, long[] others, float share) implements ClipInput {

        /** One clip alone. */
        public Tokens(long[] ids) {
            this(ids, ids, 1);
        }

        @Override
        public int length() {
            return ids.length;
        }

        @Override
        public Tokens stretch(int from, int frames) {
            return new Tokens(
                    Arrays.copyOfRange(ids, from, from + frames),
                    Arrays.copyOfRange(others, from, from + frames),
                    share);
        }
    }

    /**
     * Spectrogram frames.
     *
     * @param values (frames, nMels), mel bands fastest
     * @param nMels number of mel bands
     */
    record Frames(float[] values, int nMels) implements ClipInput {

        /** From a spectrogram file's (nMels, frames) order. */
        public static Frames ofSpectrogram(float[] spectrogram, int nMels) {
            int frames = spectrogram.length / nMels;
            float[] values = new float[spectrogram.length];
            for (int mel = 0; mel < nMels; mel++) {
                for (int frame = 0; frame < frames; frame++) {
                    values[frame * nMels + mel] = spectrogram[mel * frames + frame];
                }
            }
            return new Frames(values, nMels);
        }

        @Override
        public int length() {
            return values.length / nMels;
        }

        @Override
        public Frames stretch(int from, int frames) {
            return new Frames(Arrays.copyOfRange(values, from * nMels, (from + frames) * nMels), nMels);
        }
    }
}
