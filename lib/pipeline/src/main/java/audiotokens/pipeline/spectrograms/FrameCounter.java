package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemOutcome;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRun;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Checks every clip of a run that stores no spectrograms: which ones are unusable, and how many frames the others have.
 *
 * @param configuration configuration of the run
 * @param executor executor that reads the clips
 */
record FrameCounter(Configuration configuration, Executor executor) {
    /** Number of clips after which the counts are saved, so that an interrupted run can resume. */
    private static final int CLIPS_PER_SAVE = 20_000;

    /**
     * Counts the frames of the clips that an earlier, interrupted run did not reach or found unusable.
     *
     * @param clips the clips of both subsets of {@code split}
     * @throws IOException if the counts cannot be read or written
     */
    SpectrogramResult count(List<ClipToRead> clips, SplitFile split, StageRun<?> run, Progress progress)
            throws IOException {
        Counts counts = new Counts(RunFolder.of(configuration), split);
        List<ClipToRead> remaining =
                clips.stream().filter(clip -> !counts.isUsable(clip)).toList();
        try (Progress.Task task = progress.begin("Frames", clips.size(), "clips")) {
            task.advance(clips.size() - remaining.size());
            executor.forEach(remaining, new FrameCountWork(configuration), task, outcome -> {
                switch (outcome) {
                    case ItemOutcome.Done<ClipToRead, Integer>(ClipToRead clip, Integer frames) ->
                        counts.put(clip, frames);
                    case ItemOutcome.Failed<ClipToRead, Integer>(ClipToRead clip, String source, String reason) -> {
                        counts.put(clip, 0);
                        run.addProblem(clip.id(), source, reason);
                    }
                }
            });
        }
        counts.write();
        run.checkProblemRatio(clips.size());
        return new SpectrogramResult(
                counts.usableClips(Split.TRAIN),
                counts.usableClips(Split.VALIDATION),
                counts.totalFrames(Split.TRAIN) + counts.totalFrames(Split.VALIDATION));
    }

    /** The frame counts so far. */
    private static final class Counts {
        private final RunFolder folder;
        private final Map<Split, Map<String, Integer>> indices = new EnumMap<>(Split.class);
        private final Map<Split, long[]> frames = new EnumMap<>(Split.class);
        private int clipsSinceSave;

        Counts(RunFolder folder, SplitFile split) throws IOException {
            this.folder = folder;
            for (Split subset : Split.values()) {
                indices.put(subset, FrameCountFile.indices(split, subset));
                frames.put(
                        subset,
                        FrameCountFile.readOrUnknown(
                                folder, subset, split.ids(subset).size()));
            }
        }

        boolean isUsable(ClipToRead clip) {
            return counts(clip.split())[index(clip)] > 0;
        }

        void put(ClipToRead clip, int count) {
            counts(clip.split())[index(clip)] = count;
            if (++clipsSinceSave == CLIPS_PER_SAVE) {
                try {
                    write();
                } catch (IOException e) {
                    throw new StageException("spectrograms: " + e.getMessage(), e);
                }
            }
        }

        void write() throws IOException {
            for (Split subset : Split.values()) {
                FrameCountFile.write(folder, subset, counts(subset));
            }
            clipsSinceSave = 0;
        }

        private long[] counts(Split split) {
            return Objects.requireNonNull(frames.get(split));
        }

        private int index(ClipToRead clip) {
            return Objects.requireNonNull(
                    Objects.requireNonNull(indices.get(clip.split())).get(clip.id()), clip.id());
        }

        int usableClips(Split split) {
            return (int) Arrays.stream(counts(split)).filter(n -> n > 0).count();
        }

        long totalFrames(Split split) {
            return Arrays.stream(counts(split)).filter(n -> n > 0).sum();
        }
    }
}
