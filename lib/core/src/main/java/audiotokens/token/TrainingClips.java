package audiotokens.token;

import audiotokens.cluster.CentroidSums;
import audiotokens.cluster.FrameFeatures;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The clips on which a tokenizer is fitted, in a fixed order. Clips may be read repeatedly and by several threads; the
 * corpus need not fit in memory.
 */
public interface TrainingClips {

    /** Returns the number of clips. */
    int size();

    /** Returns the clip at {@code index}, from 0. Its signal is read on demand. */
    ClipSignal clip(int index);

    /**
     * Returns the number of frames of a clip's spectrogram, without reading its values if possible.
     *
     * @throws IOException if the spectrogram cannot be read
     */
    default int nFrames(int index) throws IOException {
        return clip(index).spectrogram().nFrames();
    }

    /**
     * Returns the features of selected frames of consecutive clips, concatenated: (selected frames, features.size).
     * Reads with {@code threads} threads; a run's implementation uses its executor instead.
     *
     * @param frames indices of the selected frames, by clip index
     * @param first index of the first clip
     * @param end index after the last clip
     * @param task advanced by 1 for each clip
     */
    default float[] features(
            FrameFeatures features, List<int[]> frames, int first, int end, int threads, Progress.Task task) {
        int[] offsets = new int[end - first + 1];
        List<Integer> positions = new ArrayList<>();
        for (int i = first; i < end; i++) {
            offsets[i - first + 1] = offsets[i - first] + frames.get(i).length;
            positions.add(i);
        }
        float[] points = new float[Math.multiplyExact(offsets[end - first], features.size())];
        Parallel.forEach(positions, threads, () -> position -> {
            int[] selected = frames.get(position);
            if (selected.length > 0) {
                float[] clipFeatures = features.of(clip(position).spectrogram(), selected);
                System.arraycopy(
                        clipFeatures, 0, points, offsets[position - first] * features.size(), clipFeatures.length);
            }
            task.advance(1);
        });
        return points;
    }

    /**
     * Returns the sums of the selected frames of all clips, grouped by nearest centroid, if the implementation can
     * compute them where the clips are stored; empty otherwise, which is the default. A run computes them with its
     * executor.
     *
     * @param frames indices of the selected frames, by clip index
     * @param centroids (k, features.size)
     * @param task advanced by 1 for each clip
     */
    default Optional<CentroidSums> sums(
            FrameFeatures features, List<int[]> frames, float[] centroids, Progress.Task task) {
        return Optional.empty();
    }

    /** Returns clips with the given spectrograms. */
    static TrainingClips of(List<Spectrogram> spectrograms) {
        List<Spectrogram> clips = List.copyOf(spectrograms);
        return new TrainingClips() {
            @Override
            public int size() {
                return clips.size();
            }

            @Override
            public ClipSignal clip(int index) {
                return ClipSignal.of(clips.get(index));
            }

            @Override
            public int nFrames(int index) {
                return clips.get(index).nFrames();
            }
        };
    }
}
