package audiotokens.model;

import audiotokens.token.ClipTokens;
import java.util.Arrays;
import java.util.List;

/** A model's input for one clip: one token sequence, several token streams, or spectrogram frames. */
public sealed interface ClipInput {

    /** Returns the number of frames, or of tokens in the longest stream. */
    int length();

    /** Returns {@code frames} frames from index {@code from}; for several streams, the same fraction of each. */
    ClipInput slice(int from, int frames);

    /** Returns the first {@code frames} frames, or all if there are fewer. */
    default ClipInput truncate(int frames) {
        return frames >= length() ? this : slice(0, frames);
    }

    /** Returns the input of a clip's tokens: {@link Tokens} for one stream, {@link Streams} for several. */
    static ClipInput of(ClipTokens tokens) {
        return tokens.streams().size() == 1
                ? new Tokens(tokens.firstStream())
                : new Streams(tokens.streams().stream().map(Tokens::new).toList());
    }

    /**
     * Token ids, one per frame; or two clips' token ids whose embeddings the model mixes (mixup).
     *
     * @param ids the clip's token ids
     * @param partnerIds the mixup partner's token ids, of equal length
     * @param weight mixup weight of the clip's own embeddings, from 0 to 1
     */
    record Tokens(long[] ids, long[] partnerIds, float weight) implements ClipInput {
        public Tokens {
            if (ids.length != partnerIds.length) {
                throw new IllegalArgumentException(ids.length + " tokens cannot be mixed with " + partnerIds.length);
            }
        }

        /** Tokens without mixup. */
        public Tokens(long[] ids) {
            this(ids, ids, 1);
        }

        @Override
        public int length() {
            return ids.length;
        }

        @Override
        public Tokens slice(int from, int frames) {
            return new Tokens(
                    Arrays.copyOfRange(ids, from, from + frames),
                    Arrays.copyOfRange(partnerIds, from, from + frames),
                    weight);
        }
    }

    /**
     * Several token streams of one clip, in the tokenizer's order. Streams with different hops differ in length; a
     * stream is empty if the clip is too short for it.
     *
     * @param streams one or more streams with equal mixup weight
     */
    record Streams(List<Tokens> streams) implements ClipInput {
        public Streams {
            streams = List.copyOf(streams);
            if (streams.isEmpty()) {
                throw new IllegalArgumentException("a clip needs at least one token stream");
            }
        }

        @Override
        public int length() {
            return streams.stream().mapToInt(Tokens::length).max().orElseThrow();
        }

        @Override
        public Streams slice(int from, int frames) {
            double length = length();
            return new Streams(streams.stream()
                    .map(stream -> {
                        int first = (int) Math.round(from / length * stream.length());
                        int end = (int) Math.round((from + frames) / length * stream.length());
                        return stream.slice(first, end - first);
                    })
                    .toList());
        }
    }

    /**
     * Spectrogram frames.
     *
     * @param values (frames, nMels), mel bands fastest
     * @param nMels number of mel bands
     */
    record Frames(float[] values, int nMels) implements ClipInput {

        /** Creates frames from a spectrogram in the order of spectrogram files, (nMels, frames). */
        public static Frames fromSpectrogram(float[] spectrogram, int nMels) {
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
        public Frames slice(int from, int frames) {
            return new Frames(Arrays.copyOfRange(values, from * nMels, (from + frames) * nMels), nMels);
        }
    }
}
