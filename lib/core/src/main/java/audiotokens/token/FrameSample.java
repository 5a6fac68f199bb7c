package audiotokens.token;

import audiotokens.cluster.CentroidSums;
import audiotokens.cluster.FrameFeatures;
import audiotokens.cluster.PointBlocks;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A uniform random sample of the frames of all clips, without replacement.
 *
 * @param clips the clips
 * @param frames indices of the sampled frames of each clip, ascending
 * @param size number of sampled frames
 * @param total number of frames of all clips
 */
record FrameSample(TrainingClips clips, List<int[]> frames, long size, long total) {

    /** Samples {@code maxFrames} frames, or all frames if there are fewer. */
    static FrameSample draw(TrainingClips clips, long maxFrames, long seed) throws IOException {
        int[] counts = new int[clips.size()];
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = clips.nFrames(i);
            total += counts[i];
        }
        // selection sampling: D. Knuth, "The Art of Computer Programming", volume 2, algorithm 3.4.2 S
        SplittableRandom random = new SplittableRandom(seed);
        long remainingFrames = total;
        long framesToDraw = Math.min(maxFrames, total);
        long size = framesToDraw;
        List<int[]> frames = new ArrayList<>();
        for (int count : counts) {
            int[] drawn = new int[count];
            int n = 0;
            for (int frame = 0; frame < count; frame++, remainingFrames--) {
                if (framesToDraw == remainingFrames || random.nextLong(remainingFrames) < framesToDraw) {
                    drawn[n++] = frame;
                    framesToDraw--;
                }
            }
            frames.add(Arrays.copyOf(drawn, n));
        }
        return new FrameSample(clips, frames, size, total);
    }

    /** Returns the features of the sampled frames, in the order of the clips: (size, features.size). */
    float[] features(FrameFeatures features, int threads, Progress progress) {
        try (Progress.Task task = progress.begin("Frames", clips.size(), "clips")) {
            return clips.features(features, frames, 0, clips.size(), threads, task);
        }
    }

    /**
     * Divides the features into blocks of whole clips, of about {@code maxBytes} bytes each; every pass over the blocks
     * reads the clips again. If all features need at most {@code maxBytes}, there is a single block, which stays in
     * memory.
     */
    PointBlocks blocks(FrameFeatures features, long maxBytes, int threads, Progress progress) {
        if (size * features.size() * Float.BYTES <= maxBytes) {
            return PointBlocks.of(features(features, threads, progress), features.size());
        }
        List<Integer> starts = new ArrayList<>(List.of(0));
        long bytes = 0;
        for (int i = 0; i < clips.size(); i++) {
            long clipBytes = (long) frames.get(i).length * features.size() * Float.BYTES;
            if (bytes > 0 && bytes + clipBytes > maxBytes) {
                starts.add(i);
                bytes = 0;
            }
            bytes += clipBytes;
        }
        starts.add(clips.size());
        return new PointBlocks() {
            @Override
            public int dimensions() {
                return features.size();
            }

            @Override
            public int nBlocks() {
                return starts.size() - 1;
            }

            @Override
            public float[] block(int index) {
                return clips.features(
                        features,
                        frames,
                        starts.get(index),
                        starts.get(index + 1),
                        threads,
                        Progress.silent().begin("Frames", -1, "clips"));
            }

            @Override
            public Optional<CentroidSums> sums(float[] centroids) {
                try (Progress.Task task = progress.begin("Frames", clips.size(), "clips")) {
                    return clips.sums(features, frames, centroids, task);
                }
            }
        };
    }
}
