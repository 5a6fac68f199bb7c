package audiotokens.model;

/** What a classifier is given of one clip. */
public sealed interface ClipInput {

    /** Number of frames. */
    int length();

    /** The first {@code frames} frames, or all where there are fewer. */
    ClipInput first(int frames);

    /** Token ids, one a frame. */
    record Tokens(long[] ids) implements ClipInput {
        @Override
        public int length() {
            return ids.length;
        }

        @Override
        public Tokens first(int frames) {
            return frames >= ids.length ? this : new Tokens(java.util.Arrays.copyOf(ids, frames));
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
        public Frames first(int frames) {
            return frames >= length() ? this : new Frames(java.util.Arrays.copyOf(values, frames * nMels), nMels);
        }
    }
}
