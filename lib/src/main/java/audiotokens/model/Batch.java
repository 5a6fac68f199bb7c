package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The inputs of some clips, padded with 0 to one length.
 *
 * <p>Plain Java arrays, so that the next batch can be prepared on another thread without native memory.
 */
public sealed interface Batch {

    /** Number of frames of each clip, without the padding. */
    int[] lengths();

    /** Number of frames with the padding. */
    int longest();

    /** The input as (clips, frames) or (clips, frames, nMels). */
    NDArray clipMajor(NDManager manager);

    /**
     * The input as (frames, clips) or (frames, clips, nMels).
     *
     * @param reversed whether each clip is turned round within its own length, the padding staying at the end
     */
    NDArray timeMajor(NDManager manager, boolean reversed);

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
        float[] mask = new float[size() * longest()];
        for (int clip = 0; clip < size(); clip++) {
            Arrays.fill(mask, clip * longest(), clip * longest() + lengths()[clip], 1);
        }
        return manager.create(mask, new Shape(size(), longest()));
    }

    /** The clips' inputs, padded to the longest of them, or to {@code atLeast} frames. */
    static Batch of(List<? extends ClipInput> inputs, int atLeast) {
        int[] lengths = inputs.stream().mapToInt(ClipInput::length).toArray();
        int longest = Math.max(atLeast, Arrays.stream(lengths).max().orElseThrow());
        return switch (inputs.getFirst()) {
            case ClipInput.Tokens first -> {
                long[] ids = new long[lengths.length * longest];
                for (int clip = 0; clip < lengths.length; clip++) {
                    System.arraycopy(
                            ((ClipInput.Tokens) inputs.get(clip)).ids(), 0, ids, clip * longest, lengths[clip]);
                }
                yield new OfTokens(ids, lengths, longest);
            }
            case ClipInput.Frames first -> {
                int nMels = first.nMels();
                float[] values = new float[lengths.length * longest * nMels];
                for (int clip = 0; clip < lengths.length; clip++) {
                    float[] frames = ((ClipInput.Frames) inputs.get(clip)).values();
                    System.arraycopy(frames, 0, values, clip * longest * nMels, frames.length);
                }
                yield new OfFrames(values, nMels, lengths, longest);
            }
        };
    }

    /**
     * Tokens.
     *
     * @param ids (clips, frames)
     */
    record OfTokens(long[] ids, int[] lengths, int longest) implements Batch {
        @Override
        public NDArray clipMajor(NDManager manager) {
            return manager.create(ids, new Shape(size(), longest));
        }

        @Override
        public NDArray timeMajor(NDManager manager, boolean reversed) {
            long[] turned = new long[ids.length];
            for (int clip = 0; clip < size(); clip++) {
                for (int frame = 0; frame < lengths[clip]; frame++) {
                    int from = reversed ? lengths[clip] - 1 - frame : frame;
                    turned[frame * size() + clip] = ids[clip * longest + from];
                }
            }
            return manager.create(turned, new Shape(longest, size()));
        }
    }

    /**
     * Spectrogram frames.
     *
     * @param values (clips, frames, nMels)
     */
    record OfFrames(float[] values, int nMels, int[] lengths, int longest) implements Batch {
        @Override
        public NDArray clipMajor(NDManager manager) {
            return manager.create(values, new Shape(size(), longest, nMels));
        }

        @Override
        public NDArray timeMajor(NDManager manager, boolean reversed) {
            float[] turned = new float[values.length];
            for (int clip = 0; clip < size(); clip++) {
                for (int frame = 0; frame < lengths[clip]; frame++) {
                    int from = reversed ? lengths[clip] - 1 - frame : frame;
                    System.arraycopy(
                            values, (clip * longest + from) * nMels, turned, (frame * size() + clip) * nMels, nMels);
                }
            }
            return manager.create(turned, new Shape(longest, size(), nMels));
        }
    }
}
