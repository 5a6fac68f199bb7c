package audiotokens.pipeline.clusters;

import audiotokens.cluster.FrameFeatures;
import audiotokens.cluster.PointBlocks;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.Outcome;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Frames drawn evenly from many clips: every set of so many frames is as likely as any other, whatever clips they lie in.
 *
 * @param files the clips' spectrograms
 * @param frames the numbers of the frames drawn from each, ascending
 * @param size frames drawn from all
 * @param total frames of all clips
 */
record FrameSample(List<Path> files, List<int[]> frames, long size, long total) {

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
        long size = toDraw;
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
            frames.add(Arrays.copyOf(drawn, n));
        }
        return new FrameSample(files, frames, size, total);
    }

    /** The features of the frames drawn, in the order of the files: (size, features.size). */
    float[] features(FrameFeatures features, Executor executor, Progress progress) {
        try (Progress.Task task = progress.begin("Frames", files.size(), "clips")) {
            return read(features, 0, files.size(), executor, task);
        }
    }

    /**
     * The features in blocks of whole clips that take about {@code budget} bytes, read anew at each pass; where all fit
     * into the budget, one block that stays in memory.
     */
    PointBlocks blocks(FrameFeatures features, long budget, Executor executor, Progress progress) {
        if ((long) size * features.size() * Float.BYTES <= budget) {
            return PointBlocks.of(features(features, executor, progress), features.size());
        }
        List<Integer> starts = new ArrayList<>(List.of(0));
        long bytes = 0;
        for (int i = 0; i < files.size(); i++) {
            long ofFile = (long) frames.get(i).length * features.size() * Float.BYTES;
            if (bytes > 0 && bytes + ofFile > budget) {
                starts.add(i);
                bytes = 0;
            }
            bytes += ofFile;
        }
        starts.add(files.size());
        return new PointBlocks() {
            @Override
            public int dimensions() {
                return features.size();
            }

            @Override
            public int blocks() {
                return starts.size() - 1;
            }

            @Override
            public float[] block(int index) {
                return read(
                        features,
                        starts.get(index),
                        starts.get(index + 1),
                        executor,
                        Progress.silent().begin("Frames", -1, "clips"));
            }
        };
    }

    private float[] read(FrameFeatures features, int fromFile, int toFile, Executor executor, Progress.Task task) {
        long drawn = 0;
        List<Drawn> clips = new ArrayList<>();
        for (int i = fromFile; i < toFile; i++) {
            drawn += frames.get(i).length;
            clips.add(new Drawn(files.get(i).toString(), frames.get(i)));
        }
        float[] points = new float[Math.toIntExact(drawn * features.size())];
        Joined joined = new Joined(points);
        executor.forEach(clips, new Reading(features), task, joined);
        return points;
    }

    /** The frames drawn of one clip. */
    private record Drawn(String spectrogram, int[] frames) implements Serializable {}

    private record Reading(FrameFeatures features) implements ItemWork<Drawn, float[]> {
        @Override
        public Workshop<Drawn, float[]> open() {
            return () -> clip -> clip.frames().length == 0
                    ? new float[0]
                    : features.of(Spectrogram.read(Path.of(clip.spectrogram())), clip.frames());
        }
    }

    /** Puts the features of the clips, which come in order, behind each other. */
    private static final class Joined implements Consumer<Outcome<Drawn, float[]>> {
        private final float[] points;
        private int place;

        Joined(float[] points) {
            this.points = points;
        }

        @Override
        public void accept(Outcome<Drawn, float[]> outcome) {
            if (outcome instanceof Outcome.Done<Drawn, float[]>(Drawn clip, float[] features)) {
                System.arraycopy(features, 0, points, place, features.length);
                place += features.length;
            }
        }
    }
}
