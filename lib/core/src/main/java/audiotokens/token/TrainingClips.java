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
 * The clips that a tokenizer is fitted on, in a fixed order. They may be read as often as is needed, by several threads;
 * a corpus need not fit in memory.
 */
public interface TrainingClips {

    /** Number of clips. */
    int size();

    /** The clip at {@code index}, from 0; nothing is read before its signal is asked for. */
    ClipSignal clip(int index);

    /**
     * Number of frames of a clip's spectrogram, found without reading its values where that is possible.
     *
     * @throws IOException where the spectrogram cannot be read
     */
    default int frames(int index) throws IOException {
        return clip(index).spectrogram().nFrames();
    }

    /**
     * The features of chosen frames of consecutive clips, one clip after the other: (frames chosen, features.size). Read
     * by {@code threads} threads; a run spreads it over its executor instead.
     *
     * @param frames the numbers of the frames chosen, for each clip by its index
     * @param first the first clip
     * @param end the clip after the last one
     * @param task is advanced by 1 for each clip
     */
    default float[] features(
            FrameFeatures features, List<int[]> frames, int first, int end, int threads, Progress.Task task) {
        int[] offsets = new int[end - first + 1];
        List<Integer> places = new ArrayList<>();
        for (int i = first; i < end; i++) {
            offsets[i - first + 1] = offsets[i - first] + frames.get(i).length;
            places.add(i);
        }
        float[] points = new float[Math.multiplyExact(offsets[end - first], features.size())];
        Parallel.forEach(places, threads, () -> place -> {
            int[] chosen = frames.get(place);
            if (chosen.length > 0) {
                float[] ofClip = features.of(clip(place).spectrogram(), chosen);
                System.arraycopy(ofClip, 0, points, offsets[place - first] * features.size(), ofClip.length);
            }
            task.advance(1);
        });
        return points;
    }

    /**
     * The chosen frames of all clips by the nearest of {@code centroids}, where they can be summed without handing over
     * their features; empty where they cannot, which is the default. A run has its executor sum them.
     *
     * @param frames the numbers of the frames chosen, for each clip by its index
     * @param centroids (k, features.size)
     * @param task is advanced by 1 for each clip
     */
    default Optional<CentroidSums> sums(
            FrameFeatures features, List<int[]> frames, float[] centroids, Progress.Task task) {
        return Optional.empty();
    }

    /** Spectrograms that lie in memory. */
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
            public int frames(int index) {
                return clips.get(index).nFrames();
            }
        };
    }
}
