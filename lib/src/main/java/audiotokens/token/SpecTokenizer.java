package audiotokens.token;

import audiotokens.cluster.Codebook;
import audiotokens.config.Configuration;
import audiotokens.dataset.SplitFile;
import audiotokens.file.NpyFile;
import audiotokens.run.Parallel;
import audiotokens.run.Progress;
import audiotokens.run.RunFolder;
import audiotokens.run.Split;
import audiotokens.run.StageRecord;
import audiotokens.run.StageRun;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Stage 4: writes each clip's tokens to {@code tokenized_audio/SPLIT/ID.npy}. A clip whose file is there already is done.
 */
public final class SpecTokenizer {
    private static final String STAGE = "tokens";

    private final Configuration configuration;
    private final RunFolder folder;

    public SpecTokenizer(Configuration configuration) {
        this.configuration = configuration;
        this.folder = RunFolder.of(configuration);
    }

    /**
     * Makes the tokens that are missing.
     *
     * @throws audiotokens.run.StageException where the centroids are missing, or more than maxProblemRatio of the clips
     *     fail
     */
    public TokenReport run(Progress progress) {
        StageRun run = StageRun.begin(
                configuration,
                new StageRun.Plan(
                        STAGE,
                        List.of("spectrograms", "clusters"),
                        List.of(configuration.cluster()),
                        List.of(folder.centroids()),
                        List.of(folder.tokenizedAudio(Split.TRAIN).getParent())));
        if (run.alreadyFinished()) {
            run.sayFinished(progress);
            return report(run, run.record());
        }
        try (run) {
            return report(run, run.finish(tokenize(run, progress)));
        }
    }

    private record Target(Split split, String id) {}

    private Map<String, Object> tokenize(StageRun run, Progress progress) {
        SplitFile split = SplitFile.read(folder.split());
        List<Target> targets = new ArrayList<>();
        for (Split half : Split.values()) {
            for (String id : split.ids(half)) {
                if (Files.exists(folder.spectrogram(half, id))) {
                    targets.add(new Target(half, id));
                }
            }
        }
        Codebook codebook = Codebook.read(configuration);
        AtomicLongArray counts = new AtomicLongArray(codebook.vocabularySize());
        AtomicInteger trainClips = new AtomicInteger();
        AtomicInteger validationClips = new AtomicInteger();
        try (Progress.Task task = progress.begin("Tokens", targets.size(), "clips")) {
            Parallel.forEach(targets, configuration.run().threadCount(), () -> target -> {
                Path file = folder.tokens(target.split(), target.id());
                long[] tokens;
                try {
                    Optional<long[]> there = read(codebook, file);
                    tokens = there.isPresent() ? there.get() : write(codebook, target, file);
                    boolean train = target.split() == Split.TRAIN;
                    (train ? trainClips : validationClips).incrementAndGet();
                    if (train) {
                        for (long token : tokens) {
                            counts.incrementAndGet((int) token);
                        }
                    }
                } catch (UnreadableSpectrogram e) {
                    run.problem(
                            target.id(),
                            folder.spectrogram(target.split(), target.id()).toString(),
                            e.getMessage());
                }
                task.advance(1);
            });
        }
        run.checkProblemRatio(targets.size());
        List<Long> list = new ArrayList<>();
        for (int i = 0; i < counts.length(); i++) {
            list.add(counts.get(i));
        }
        return Map.of(
                Split.TRAIN.folder(),
                trainClips.get(),
                Split.VALIDATION.folder(),
                validationClips.get(),
                "counts",
                list);
    }

    private static final class UnreadableSpectrogram extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableSpectrogram(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The tokens of a file that is there; nothing where it is missing or damaged and has to be made. */
    private static Optional<long[]> read(Codebook codebook, Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        long[] tokens;
        try {
            tokens = NpyFile.readLongs(file);
        } catch (IOException e) {
            return Optional.empty();
        }
        TokenRange.check(tokens, codebook.vocabularySize(), file);
        return Optional.of(tokens);
    }

    private long[] write(Codebook codebook, Target target, Path file) throws IOException, UnreadableSpectrogram {
        long[] tokens;
        try {
            tokens = codebook.tokenize(Spectrogram.read(folder.spectrogram(target.split(), target.id())));
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableSpectrogram(e);
        }
        NpyFile.write(file, tokens, tokens.length);
        return tokens;
    }

    private static TokenReport report(StageRun run, StageRecord record) {
        Map<String, Object> result = record.result();
        long[] counts = ((List<?>) result.get("counts"))
                .stream().mapToLong(count -> ((Number) count).longValue()).toArray();
        return new TokenReport(
                ((Number) result.get(Split.TRAIN.folder())).intValue(),
                ((Number) result.get(Split.VALIDATION.folder())).intValue(),
                TokenStatistics.of(counts),
                record.seconds(),
                run.problems());
    }
}
