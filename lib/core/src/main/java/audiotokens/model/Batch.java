package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The inputs of several clips, padded with 0 to equal length.
 *
 * <p>Holds Java arrays, so that another thread can prepare the next batch without native memory. On a GPU, {@link
 * BatchUpload} adds device copies of the arrays that the model reads.
 */
public sealed interface Batch {
    /** The layouts in which a model can read a batch. */
    enum Layout {
        CLIP_MAJOR,
        TIME_MAJOR,
        TIME_MAJOR_REVERSED,
        /** The padding mask instead of the inputs. */
        MASK
    }

    /** Returns the number of frames of each clip, without padding: (clips,). */
    int[] lengths();

    /** Returns the number of frames including padding. */
    int maxLength();

    /**
     * Returns the input as (clips, frames) int64 or (clips, frames, nMels) float32.
     *
     * @throws IllegalArgumentException if there are several token streams; read those from {@link #streams}
     */
    default NDArray clipMajor(NDManager manager) {
        return layout(Layout.CLIP_MAJOR, manager);
    }

    /**
     * Returns the input as (frames, clips) or (frames, clips, nMels).
     *
     * @param reversed whether to reverse each clip's frames; the padding stays at the end
     * @throws IllegalArgumentException if there are several token streams
     */
    default NDArray timeMajor(NDManager manager, boolean reversed) {
        return layout(reversed ? Layout.TIME_MAJOR_REVERSED : Layout.TIME_MAJOR, manager);
    }

    /** Returns the same batch with its padding treated as input: as token 0, or as zero frames. */
    Batch withCountedPadding();

    /** Returns the token streams, in the tokenizer's order; empty if the inputs are frames. */
    List<TokenBatch> streams();

    /**
     * Returns the only token stream.
     *
     * @throws IllegalArgumentException if the inputs are frames or several streams
     */
    default TokenBatch tokens() {
        if (streams().size() != 1) {
            throw new IllegalArgumentException("the model reads one token stream, but the batch has "
                    + (streams().isEmpty() ? "frames" : streams().size() + " streams"));
        }
        return streams().getFirst();
    }

    /** Returns the number of clips. */
    default int size() {
        return lengths().length;
    }

    /** Returns whether no clip has padding. */
    default boolean isUnpadded() {
        return Arrays.stream(lengths()).allMatch(length -> length == maxLength());
    }

    /** Returns the padding mask, float32 (clips, frames): 1 for a clip's frames, 0 for padding. */
    default NDArray mask(NDManager manager) {
        return layout(Layout.MASK, manager);
    }

    private NDArray layout(Layout layout, NDManager manager) {
        return uploaded().get(layout, manager, maker -> createLayout(layout, maker));
    }

    /** Returns the layouts already on the device. */
    UploadedLayouts uploaded();

    /**
     * Returns the same batch with the uploaded layouts that {@code upload} returns for it, or for each of its streams.
     */
    Batch withUploads(Function<Batch, UploadedLayouts> upload);

    /** Creates one layout. */
    NDArray createLayout(Layout layout, ArrayMaker maker);

    private NDArray createMask(ArrayMaker maker) {
        float[] mask = new float[size() * maxLength()];
        for (int clip = 0; clip < size(); clip++) {
            Arrays.fill(mask, clip * maxLength(), clip * maxLength() + lengths()[clip], 1);
        }
        return maker.create(mask, new Shape(size(), maxLength()));
    }

    /**
     * Returns the padding mask to add to attention scores, float32 (clips, 1, 1, frames): 0 for a clip's frames, -1e30
     * for padding.
     */
    default NDArray attentionBias(NDManager manager) {
        return mask(manager)
                .sub(1)
                .mul(-SequencePooling.MASK_BIAS)
                .expandDims(1)
                .expandDims(1);
    }

    private static int[] constantLengths(int size, int length) {
        int[] lengths = new int[size];
        Arrays.fill(lengths, length);
        return lengths;
    }

    /** Pads the clips' inputs to the longest of them, but at least to {@code minLength} frames. */
    static Batch of(List<? extends ClipInput> inputs, int minLength) {
        return switch (inputs.getFirst()) {
            case ClipInput.Tokens _ ->
                TokenBatch.of(inputs.stream().map(ClipInput.Tokens.class::cast).toList(), minLength);
            case ClipInput.Frames _ ->
                FrameBatch.of(inputs.stream().map(ClipInput.Frames.class::cast).toList(), minLength);
            case ClipInput.Streams _ ->
                StreamBatch.of(
                        inputs.stream().map(ClipInput.Streams.class::cast).toList(), minLength);
        };
    }

    /**
     * Token ids, or pairs of token ids for mixup. If any clip is mixed, {@link #clipMajor} and {@link #timeMajor} have
     * a leading axis of size 2: the clips' own tokens, then the tokens of their mixup partners.
     *
     * @param ids token ids, (clips, frames)
     * @param partnerIds token ids of the mixup partners, (clips, frames)
     * @param weights mixup weight of each clip's own tokens, (clips,); 1 if the clip is not mixed
     */
    record TokenBatch(
            long[] ids, long[] partnerIds, float[] weights, int[] lengths, int maxLength, UploadedLayouts uploaded)
            implements Batch {
        /** Tokens that have not been uploaded to a device. */
        public TokenBatch(long[] ids, long[] partnerIds, float[] weights, int[] lengths, int maxLength) {
            this(ids, partnerIds, weights, lengths, maxLength, UploadedLayouts.NONE);
        }

        private static TokenBatch of(List<ClipInput.Tokens> clips, int minLength) {
            int[] lengths = clips.stream().mapToInt(ClipInput::length).toArray();
            int maxLength = Math.max(minLength, Arrays.stream(lengths).max().orElseThrow());
            long[] ids = new long[lengths.length * maxLength];
            long[] partnerIds = new long[lengths.length * maxLength];
            float[] weights = new float[lengths.length];
            for (int clip = 0; clip < lengths.length; clip++) {
                ClipInput.Tokens tokens = clips.get(clip);
                System.arraycopy(tokens.ids(), 0, ids, clip * maxLength, lengths[clip]);
                System.arraycopy(tokens.partnerIds(), 0, partnerIds, clip * maxLength, lengths[clip]);
                weights[clip] = tokens.weight();
            }
            return new TokenBatch(ids, partnerIds, weights, lengths, maxLength);
        }

        @Override
        public List<TokenBatch> streams() {
            return List.of(this);
        }

        @Override
        public TokenBatch withUploads(Function<Batch, UploadedLayouts> upload) {
            return new TokenBatch(ids, partnerIds, weights, lengths, maxLength, upload.apply(this));
        }

        @Override
        public TokenBatch withCountedPadding() {
            return isUnpadded()
                    ? this
                    : new TokenBatch(ids, partnerIds, weights, constantLengths(size(), maxLength), maxLength);
        }

        /** Returns whether any clip is mixed. */
        public boolean isMixed() {
            for (float weight : weights) {
                if (weight < 1) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public NDArray createLayout(Layout layout, ArrayMaker maker) {
            if (layout == Layout.MASK) {
                return Batch.super.createMask(maker);
            }
            NDArray own = createLayout(layout, maker, ids);
            return isMixed() ? own.stack(createLayout(layout, maker, partnerIds)) : own;
        }

        private NDArray createLayout(Layout layout, ArrayMaker maker, long[] tokens) {
            return layout == Layout.CLIP_MAJOR
                    ? maker.create(tokens, new Shape(size(), maxLength))
                    : timeMajor(maker, tokens, layout == Layout.TIME_MAJOR_REVERSED);
        }

        private NDArray timeMajor(ArrayMaker maker, long[] tokens, boolean reversed) {
            long[] ordered = new long[tokens.length];
            for (int clip = 0; clip < size(); clip++) {
                for (int frame = 0; frame < lengths[clip]; frame++) {
                    int sourceFrame = reversed ? lengths[clip] - 1 - frame : frame;
                    ordered[frame * size() + clip] = tokens[clip * maxLength + sourceFrame];
                }
            }
            return maker.create(ordered, new Shape(maxLength, size()));
        }

        /**
         * Combines the embeddings of mixed tokens by their weights, which removes the leading axis of size 2. If no
         * clip is mixed, returns the embeddings unchanged.
         *
         * @param vectors embeddings of {@link #clipMajor} or {@link #timeMajor}, with the embedding axis last
         * @param shape shape that broadcasts one weight per clip, such as (clips, 1, 1) for clip-major embeddings
         */
        public NDArray mixture(NDManager manager, NDArray vectors, Shape shape) {
            if (!isMixed()) {
                return vectors;
            }
            NDArray weight = manager.create(weights, shape);
            return vectors.get(0)
                    .mul(weight)
                    .add(vectors.get(1).mul(weight.neg().add(1)));
        }
    }

    /**
     * Spectrogram frames.
     *
     * @param values (clips, frames, nMels)
     */
    record FrameBatch(float[] values, int nMels, int[] lengths, int maxLength, UploadedLayouts uploaded)
            implements Batch {
        /** Frames that have not been uploaded to a device. */
        public FrameBatch(float[] values, int nMels, int[] lengths, int maxLength) {
            this(values, nMels, lengths, maxLength, UploadedLayouts.NONE);
        }

        private static FrameBatch of(List<ClipInput.Frames> clips, int minLength) {
            int[] lengths = clips.stream().mapToInt(ClipInput::length).toArray();
            int maxLength = Math.max(minLength, Arrays.stream(lengths).max().orElseThrow());
            int nMels = clips.getFirst().nMels();
            float[] values = new float[lengths.length * maxLength * nMels];
            for (int clip = 0; clip < lengths.length; clip++) {
                float[] frames = clips.get(clip).values();
                System.arraycopy(frames, 0, values, clip * maxLength * nMels, frames.length);
            }
            return new FrameBatch(values, nMels, lengths, maxLength);
        }

        @Override
        public List<TokenBatch> streams() {
            return List.of();
        }

        @Override
        public FrameBatch withUploads(Function<Batch, UploadedLayouts> upload) {
            return new FrameBatch(values, nMels, lengths, maxLength, upload.apply(this));
        }

        @Override
        public Batch withCountedPadding() {
            return isUnpadded() ? this : new FrameBatch(values, nMels, constantLengths(size(), maxLength), maxLength);
        }

        @Override
        public NDArray createLayout(Layout layout, ArrayMaker maker) {
            return switch (layout) {
                case CLIP_MAJOR -> maker.create(values, new Shape(size(), maxLength, nMels));
                case TIME_MAJOR -> timeMajor(maker, false);
                case TIME_MAJOR_REVERSED -> timeMajor(maker, true);
                case MASK -> Batch.super.createMask(maker);
            };
        }

        private NDArray timeMajor(ArrayMaker maker, boolean reversed) {
            float[] ordered = new float[values.length];
            for (int clip = 0; clip < size(); clip++) {
                for (int frame = 0; frame < lengths[clip]; frame++) {
                    int sourceFrame = reversed ? lengths[clip] - 1 - frame : frame;
                    int source = (clip * maxLength + sourceFrame) * nMels;
                    System.arraycopy(values, source, ordered, (frame * size() + clip) * nMels, nMels);
                }
            }
            return maker.create(ordered, new Shape(maxLength, size(), nMels));
        }
    }

    /**
     * Several token streams, each padded to its longest clip.
     *
     * @param streams streams of the same clips, in the tokenizer's order
     */
    record StreamBatch(List<TokenBatch> streams) implements Batch {
        public StreamBatch {
            streams = List.copyOf(streams);
        }

        private static StreamBatch of(List<ClipInput.Streams> clips, int minLength) {
            List<TokenBatch> streams = new ArrayList<>();
            for (int stream = 0; stream < clips.getFirst().streams().size(); stream++) {
                int index = stream;
                streams.add(TokenBatch.of(
                        clips.stream().map(clip -> clip.streams().get(index)).toList(), minLength));
            }
            return new StreamBatch(streams);
        }

        /** Returns the length of each clip's longest stream. */
        @Override
        public int[] lengths() {
            int[] lengths = new int[streams.getFirst().size()];
            for (TokenBatch stream : streams) {
                Arrays.setAll(lengths, clip -> Math.max(lengths[clip], stream.lengths()[clip]));
            }
            return lengths;
        }

        @Override
        public int maxLength() {
            return streams.stream().mapToInt(TokenBatch::maxLength).max().orElseThrow();
        }

        @Override
        public Batch withCountedPadding() {
            return new StreamBatch(
                    streams.stream().map(TokenBatch::withCountedPadding).toList());
        }

        @Override
        public UploadedLayouts uploaded() {
            return UploadedLayouts.NONE;
        }

        @Override
        public StreamBatch withUploads(Function<Batch, UploadedLayouts> upload) {
            return new StreamBatch(
                    streams.stream().map(stream -> stream.withUploads(upload)).toList());
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
        public NDArray createLayout(Layout layout, ArrayMaker maker) {
            return layout == Layout.MASK ? Batch.super.createMask(maker) : tokens().createLayout(layout, maker);
        }
    }
}
