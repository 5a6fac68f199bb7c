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

/**
 * Checks every clip of a run that keeps no spectrograms: which cannot be used, and how many frames the others have.
 *
 * @param configuration of the run
 * @param executor reads the clips
 */
record FrameCounter(Configuration configuration, Executor executor) {
    /** Clips after which the counts are written, for a run that is stopped and goes on. */
    private static final int CLIPS_KEPT_AT_ONCE = 20_000;

    /**
     * Counts the frames of the clips that an earlier, stopped run has not measured.
     *
     * @param clips both halves of {@code split}
     * @throws IOException where the counts cannot be read or written
     */
    SpectrogramResult count(List<ClipToRead> clips, SplitFile split, StageRun<?> run, Progress progress)
            throws IOException {
        Counts counts = new Counts(RunFolder.of(configuration), split);
        List<ClipToRead> toMeasure =
                clips.stream().filter(clip -> !counts.isUsable(clip)).toList();
        try (Progress.Task task = progress.begin("Frames", clips.size(), "clips")) {
            task.advance(clips.size() - toMeasure.size());
            executor.forEach(toMeasure, new FrameCountWork(configuration), task, outcome -> {
                switch (outcome) {
                    case ItemOutcome.Done<ClipToRead, Integer>(ClipToRead clip, Integer frames) ->
                        counts.put(clip, frames);
                    case ItemOutcome.Failed<ClipToRead, Integer>(ClipToRead clip, String source, String reason) -> {
                        counts.put(clip, 0);
                        run.problem(clip.id(), source, reason);
                    }
                }
            });
        }
        counts.write();
        run.checkProblemRatio(clips.size());
        return new SpectrogramResult(
                counts.usable(Split.TRAIN),
                counts.usable(Split.VALIDATION),
                counts.frames(Split.TRAIN) + counts.frames(Split.VALIDATION));
    }

    /** The frames of each clip so far. */
    private static final class Counts {
        private final RunFolder folder;
        private final Map<Split, Map<String, Integer>> places = new EnumMap<>(Split.class);
        private final Map<Split, long[]> frames = new EnumMap<>(Split.class);
        private int sinceWritten;

        Counts(RunFolder folder, SplitFile split) throws IOException {
            this.folder = folder;
            for (Split half : Split.values()) {
                places.put(half, ClipFrames.places(split, half));
                frames.put(
                        half,
                        ClipFrames.readOrUnknown(folder, half, split.ids(half).size()));
            }
        }

        boolean isUsable(ClipToRead clip) {
            return frames.get(clip.split())[places.get(clip.split()).get(clip.id())] > 0;
        }

        void put(ClipToRead clip, int count) {
            frames.get(clip.split())[places.get(clip.split()).get(clip.id())] = count;
            if (++sinceWritten == CLIPS_KEPT_AT_ONCE) {
                try {
                    write();
                } catch (IOException e) {
                    throw new StageException("spectrograms: " + e.getMessage(), e);
                }
            }
        }

        void write() throws IOException {
            for (Split half : Split.values()) {
                ClipFrames.write(folder, half, frames.get(half));
            }
            sinceWritten = 0;
        }

        int usable(Split split) {
            return (int) Arrays.stream(frames.get(split)).filter(n -> n > 0).count();
        }

        long frames(Split split) {
            return Arrays.stream(frames.get(split)).filter(n -> n > 0).sum();
        }
    }
}
