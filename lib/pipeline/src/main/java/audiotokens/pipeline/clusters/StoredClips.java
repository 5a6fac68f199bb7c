package audiotokens.pipeline.clusters;

import audiotokens.cluster.FrameFeatures;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.Outcome;
import audiotokens.pipeline.spectrograms.StoredClip;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.ClipSignal;
import audiotokens.token.TrainingClips;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The training clips of a run, read from their spectrograms' files; frames are read by the run's executor.
 *
 * @param clips the clips in the order of the split
 * @param executor reads the frames
 */
record StoredClips(List<StoredClip> clips, Executor executor) implements TrainingClips {
    @Override
    public int size() {
        return clips.size();
    }

    @Override
    public ClipSignal clip(int index) {
        return clips.get(index);
    }

    @Override
    public int frames(int index) throws IOException {
        return NpyFile.readShape(clips.get(index).file(), 2)[1];
    }

    @Override
    public float[] features(
            FrameFeatures features, List<int[]> frames, int first, int end, int threads, Progress.Task task) {
        long total = 0;
        List<Chosen> chosen = new ArrayList<>();
        for (int i = first; i < end; i++) {
            total += frames.get(i).length;
            chosen.add(new Chosen(clips.get(i).file().toString(), frames.get(i)));
        }
        float[] points = new float[Math.toIntExact(total * features.size())];
        executor.forEach(chosen, new Reading(features), task, new Joined(points));
        return points;
    }

    /** The frames chosen of one clip. */
    private record Chosen(String spectrogram, int[] frames) implements Serializable {}

    private record Reading(FrameFeatures features) implements ItemWork<Chosen, float[]> {
        @Override
        public Workshop<Chosen, float[]> open() {
            return () -> clip -> clip.frames().length == 0
                    ? new float[0]
                    : features.of(Spectrogram.read(Path.of(clip.spectrogram())), clip.frames());
        }
    }

    /** Puts the features of the clips, which come in order, behind each other. */
    private static final class Joined implements Consumer<Outcome<Chosen, float[]>> {
        private final float[] points;
        private int place;

        Joined(float[] points) {
            this.points = points;
        }

        @Override
        public void accept(Outcome<Chosen, float[]> outcome) {
            if (outcome instanceof Outcome.Done<Chosen, float[]>(Chosen clip, float[] features)) {
                System.arraycopy(features, 0, points, place, features.length);
                place += features.length;
            }
        }
    }
}
