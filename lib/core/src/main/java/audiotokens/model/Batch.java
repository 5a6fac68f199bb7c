package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The inputs of some clips, padded with 0 to one length.
 *
 * <p>Java arrays, so that the next batch can be prepared on another thread without native memory. Where a GPU computes,
 * {@link BatchUpload} adds the arrays that the model reads.
 */
public sealed interface Batch {
    /** What a model can read of a batch as one array. */
    enum Form {
        CLIP_MAJOR,
        TIME_MAJOR,
        TIME_MAJOR_REVERSED,
        MASK
    }

    /** Number of frames of each clip, without the padding. */
    int[] lengths();

    /** Number of frames with the padding. */
    int longest();

    /**
     * The input as (clips, frames) int64 or (clips, frames, nMels) float32.
     *
     * @throws IllegalArgumentException where there are several token streams; {@link #streams} has each of them
     */
    default NDArray clipMajor(NDManager manager) {
        return form(Form.CLIP_MAJOR, manager);
    }

    /**
     * The input as (frames, clips) or (frames, clips, nMels).
     *
     * @param reversed whether each clip is reversed within its own length, the padding staying at the end
     * @throws IllegalArgumentException where there are several token streams
     */
    default NDArray timeMajor(NDManager manager, boolean reversed) {
        return form(reversed ? Form.TIME_MAJOR_REVERSED : Form.TIME_MAJOR, manager);
    }

    /** The same batch, but what it is padded with counts as token 0, or as frames of 0. */
    Batch paddingCounted();

    /** The token streams, in the order of the tokenizer's; none where there are frames. */
    List<OfTokens> streams();

    /**
     * The only token stream.
     *
     * @throws IllegalArgumentException where there are frames or several streams
     */
    default OfTokens tokens() {
        if (streams().size() != 1) {
            throw new IllegalArgumentException("the model reads one token stream, but the batch has "
                    + (streams().isEmpty() ? "frames" : streams().size() + " streams"));
        }
        return streams().getFirst();
    }

    /** Number of clips. */
    default int size() {
        return lengths().length;
    }

    /** Whether no clip is padded. */
    default boolean unpadded() {
        return Arrays.stream(lengths()).allMatch(length -> length == longest());
    }

    /** float32 (clips, frames): 1 where a clip has a frame, 0 where it is padded. */
    default NDArray mask(NDManager manager) {
        return form(Form.MASK, manager);
    }

    private NDArray form(Form form, NDManager manager) {
        return uploaded().get(form, manager, maker -> make(form, maker));
    }

    /** The forms that lie on the device. */
    UploadedForms uploaded();

    /** The same batch, with what {@code upload} gives for it, or for each of its streams. */
    Batch with(Function<Batch, UploadedForms> upload);

    /** Makes one of its forms. */
    NDArray make(Form form, ArrayMaker maker);

    private NDArray makeMask(ArrayMaker maker) {
        float[] mask = new float[size() * longest()];
        for (int clip = 0; clip < size(); clip++) {
            Arrays.fill(mask, clip * longest(), clip * longest() + lengths()[clip], 1);
        }
        return maker.create(mask, new Shape(size(), longest()));
    }

    /** float32 (clips, 1, 1, frames): 0 where a clip has a frame, -1e30 where it is padded; added to attention scores. */
    default NDArray attentionBias(NDManager manager) {
        return mask(manager).sub(1).mul(-SequencePooling.MASKED).expandDims(1).expandDims(1);
    }

    private static int[] allAlike(int size, int length) {
        int[] lengths = new int[size];
        Arrays.fill(lengths, length);
        return lengths;
    }

    /** The clips' inputs, padded to the longest of them, or to {@code atLeast} frames. */
    static Batch of(List<? extends ClipInput> inputs, int atLeast) {
        return switch (inputs.getFirst()) {
            case ClipInput.Tokens _ ->
                OfTokens.of(inputs.stream().map(ClipInput.Tokens.class::cast).toList(), atLeast);
            case ClipInput.Frames _ ->
                OfFrames.of(inputs.stream().map(ClipInput.Frames.class::cast).toList(), atLeast);
            case ClipInput.Streams _ ->
                OfStreams.of(inputs.stream().map(ClipInput.Streams.class::cast).toList(), atLeast);
        };
    }

    /**
     * Tokens, or pairs of tokens whose vectors are mixed. Where any clip is mixed, {@link #clipMajor} and
     * {@link #timeMajor} have a first axis of 2, for the tokens and the others.
     *
     * @param ids (clips, frames)
     * @param others the tokens they are mixed with: (clips, frames)
     * @param shares of each clip's own tokens in the mixture; 1 where it is alone
     */
    record OfTokens(long[] ids, long[] others, float[] shares, int[] lengths, int longest, UploadedForms uploaded)
            implements Batch {
        /** Tokens in Java arrays only. */
        public OfTokens(long[] ids, long[] others, float[] shares, int[] lengths, int longest) {
            this(ids, others, shares, lengths, longest, UploadedForms.NONE);
        }

        private static OfTokens of(List<ClipInput.Tokens> clips, int atLeast) {
            int[] lengths = clips.stream().mapToInt(ClipInput::length).toArray();
            int longest = Math.max(atLeast, Arrays.stream(lengths).max().orElseThrow());
            long[] ids = new long[lengths.length * longest];
            long[] others = new long[lengths.length * longest];
            float[] shares = new float[lengths.length];
            for (int clip = 0; clip < lengths.length; clip++) {
                ClipInput.Tokens tokens = clips.get(clip);
                System.arraycopy(tokens.ids(), 0, ids, clip * longest, lengths[clip]);
                System.arraycopy(tokens.others(), 0, others, clip * longest, lengths[clip]);
                shares[clip] = tokens.share();
            }
            return new OfTokens(ids, others, shares, lengths, longest);
        }

        @Override
        public List<OfTokens> streams() {
            return List.of(this);
        }

        @Override
        public OfTokens with(Function<Batch, UploadedForms> upload) {
            return new OfTokens(ids, others, shares, lengths, longest, upload.apply(this));
        }

        @Override
        public OfTokens paddingCounted() {
            return unpadded() ? this : new OfTokens(ids, others, shares, allAlike(size(), longest), longest);
        }

        /** Whether any clip is mixed with another. */
        public boolean mixed() {
            for (float share : shares) {
                if (share < 1) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public NDArray make(Form form, ArrayMaker maker) {
            if (form == Form.MASK) {
                return Batch.super.makeMask(maker);
            }
            NDArray own = make(form, maker, ids);
            return mixed() ? own.stack(make(form, maker, others)) : own;
        }

        private NDArray make(Form form, ArrayMaker maker, long[] tokens) {
            return form == Form.CLIP_MAJOR
                    ? maker.create(tokens, new Shape(size(), longest))
                    : timeMajor(maker, tokens, form == Form.TIME_MAJOR_REVERSED);
        }

        private NDArray timeMajor(ArrayMaker maker, long[] tokens, boolean reversed) {
            long[] ordered = new long[tokens.length];
            for (int clip = 0; clip < size(); clip++) {
                for (int frame = 0; frame < lengths[clip]; frame++) {
                    int from = reversed ? lengths[clip] - 1 - frame : frame;
                    ordered[frame * size() + clip] = tokens[clip * longest + from];
                }
            }
            return maker.create(ordered, new Shape(longest, size()));
        }

        /**
         * The vectors of the tokens, mixed where clips are mixed: without the first axis of 2.
         *
         * @param vectors of {@link #clipMajor} or {@link #timeMajor}, the vector's own axis last
         * @param shape that broadcasts one number a clip over them, as (clips, 1, 1) for clip-major vectors
         */
        public NDArray mixture(NDManager manager, NDArray vectors, Shape shape) {
            if (!mixed()) {
                return vectors;
            }
            NDArray share = manager.create(shares, shape);
            return vectors.get(0).mul(share).add(vectors.get(1).mul(share.neg().add(1)));
        }
    }

    /**
     * Spectrogram frames.
     *
     * @param values (clips, frames, nMels)
     */
    record OfFrames(float[] values, int nMels, int[] lengths, int longest, UploadedForms uploaded) implements Batch {
        /** Frames in Java arrays only. */
        public OfFrames(float[] values, int nMels, int[] lengths, int longest) {
            this(values, nMels, lengths, longest, UploadedForms.NONE);
        }

        private static OfFrames of(List<ClipInput.Frames> clips, int atLeast) {
            int[] lengths = clips.stream().mapToInt(ClipInput::length).toArray();
            int longest = Math.max(atLeast, Arrays.stream(lengths).max().orElseThrow());
            int nMels = clips.getFirst().nMels();
            float[] values = new float[lengths.length * longest * nMels];
            for (int clip = 0; clip < lengths.length; clip++) {
                float[] frames = clips.get(clip).values();
                System.arraycopy(frames, 0, values, clip * longest * nMels, frames.length);
            }
            return new OfFrames(values, nMels, lengths, longest);
        }

        @Override
        public List<OfTokens> streams() {
            return List.of();
        }

        @Override
        public OfFrames with(Function<Batch, UploadedForms> upload) {
            return new OfFrames(values, nMels, lengths, longest, upload.apply(this));
        }

        @Override
        public Batch paddingCounted() {
            return unpadded() ? this : new OfFrames(values, nMels, allAlike(size(), longest), longest);
        }

        @Override
        public NDArray make(Form form, ArrayMaker maker) {
            return switch (form) {
                case CLIP_MAJOR -> maker.create(values, new Shape(size(), longest, nMels));
                case TIME_MAJOR -> timeMajor(maker, false);
                case TIME_MAJOR_REVERSED -> timeMajor(maker, true);
                case MASK -> Batch.super.makeMask(maker);
            };
        }

        private NDArray timeMajor(ArrayMaker maker, boolean reversed) {
            float[] ordered = new float[values.length];
            for (int clip = 0; clip < size(); clip++) {
                for (int frame = 0; frame < lengths[clip]; frame++) {
                    int from = reversed ? lengths[clip] - 1 - frame : frame;
                    System.arraycopy(
                            values, (clip * longest + from) * nMels, ordered, (frame * size() + clip) * nMels, nMels);
                }
            }
            return maker.create(ordered, new Shape(longest, size(), nMels));
        }
    }

    /**
     * Several token streams, each padded to its own longest clip.
     *
     * @param streams of the same clips, in the order of the tokenizer's streams
     */
    record OfStreams(List<OfTokens> streams) implements Batch {
        public OfStreams {
            streams = List.copyOf(streams);
        }

        private static OfStreams of(List<ClipInput.Streams> clips, int atLeast) {
            List<OfTokens> streams = new ArrayList<>();
            for (int stream = 0; stream < clips.getFirst().streams().size(); stream++) {
                int index = stream;
                streams.add(OfTokens.of(
                        clips.stream().map(clip -> clip.streams().get(index)).toList(), atLeast));
            }
            return new OfStreams(streams);
        }

        /** Of each clip's longest stream. */
        @Override
        public int[] lengths() {
            int[] lengths = new int[streams.getFirst().size()];
            for (OfTokens stream : streams) {
                Arrays.setAll(lengths, clip -> Math.max(lengths[clip], stream.lengths()[clip]));
            }
            return lengths;
        }

        @Override
        public int longest() {
            return streams.stream().mapToInt(OfTokens::longest).max().orElseThrow();
        }

        @Override
        public Batch paddingCounted() {
            return new OfStreams(streams.stream().map(OfTokens::paddingCounted).toList());
        }

        @Override
        public UploadedForms uploaded() {
            return UploadedForms.NONE;
        }

        @Override
        public OfStreams with(Function<Batch, UploadedForms> upload) {
            return new OfStreams(
                    streams.stream().map(stream -> stream.with(upload)).toList());
        }

        @Override
        public NDArray clipMajor(NDManager manager) {
            return tokens().clipMajor(manager);
        }

        @Override
        public NDArray timeMajor(NDManager manager, boolean reversed) {
            return tokens().timeMajor(manager, reversed);
        }

        @Override
        public NDArray make(Form form, ArrayMaker maker) {
            return form == Form.MASK ? Batch.super.makeMask(maker) : tokens().make(form, maker);
        }
    }
}
