package audiotokens.cluster;

import audiotokens.file.NpyFile;
import audiotokens.run.ParallelClips;
import audiotokens.run.Progress;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Frames drawn evenly from many clips: every set of so many frames is as likely as any other, whatever clips they lie in.
 *
 * @param files the clips' spectrograms
 * @param frames the numbers of the frames drawn from each, ascending
 * @param size frames drawn from all
 * @param total frames of all clips
 */
record FrameSample(List<Path> files, List<int[]> frames, int size, long total) {

    /** Draws {@code wanted} frames, or all where there are no more. */
    static FrameSample draw(List<Path> files, long wanted, long seed) throws IOException {
        int[] counts = new int[files.size()];
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = NpyFile.readShape(files.get(i), 2)[1];
            total += counts[i];
        }
        // Selection sampling: D. Knuth, "The Art of Computer Programming", volume 2, algorithm 3.4.2 S.
        SplittableRandom random = new SplittableRandom(seed);
        long left = total;
        long toDraw = Math.min(wanted, total);
        int size = Math.toIntExact(toDraw);
        List<int[]> frames = new ArrayList<>();
        for (int count : counts) {
            int[] drawn = new int[count];
            int n = 0;
            for (int frame = 0; frame < count; frame++, left--) {
                if (toDraw == left || random.nextLong(left) < toDraw) {
                    drawn[n++] = frame;
                    toDraw--;
                }
            }
            frames.add(java.util.Arrays.copyOf(drawn, n));
        }
        return new FrameSample(files, frames, size, total);
    }

    /** The features of the frames drawn, in the order of the files: (size, features.size). */
    float[] features(FrameFeatures features, int threads, Progress progress) {
        int[] offsets = new int[files.size() + 1];
        for (int i = 0; i < files.size(); i++) {
            offsets[i + 1] = offsets[i] + frames.get(i).length;
        }
        float[] points = new float[Math.multiplyExact(size, features.size())];
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            places.add(i);
        }
        try (Progress.Task task = progress.begin("Frames", files.size(), "clips")) {
            ParallelClips.forEach(places, threads, () -> place -> {
                int[] drawn = frames.get(place);
                if (drawn.length > 0) {
                    float[] of = features.of(Spectrogram.read(files.get(place)), drawn);
                    System.arraycopy(of, 0, points, offsets[place] * features.size(), of.length);
                }
                task.advance(1);
            });
        }
        return points;
    }
}
