package audiotokens.pipeline.run;

import audiotokens.file.FileTree;
import audiotokens.pipeline.config.Configuration;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The execution of a stage in a run's folder: decides whether it is already finished and which files can be reused, and
 * records skipped clips and the result.
 *
 * <p>While there is work to do, a {@code StageRun} holds the folder's lock until it is closed, so that two runs never
 * write the same files.
 *
 * <p>Outputs that were computed with different configuration values are moved away, see {@link ReplacedFiles}.
 *
 * <p>Existing outputs without a record are adopted: taken over from another program, such as the original Python
 * implementation, whose files {@code ./run adopt} imports. They are never changed or deleted,
 * but may be moved to {@code replaced/} before the run writes the same files.
 *
 * @param <R> the stage's result
 */
public final class StageRun<R extends Record> implements AutoCloseable {
    private final Configuration configuration;
    private final RunFolder folder;
    private final Stage<R> stage;
    private StageRecord record;
    private final boolean resumed;
    private final ProblemLog problems;
    private final RunLock lock;
    private final long startNanos = System.nanoTime();

    private StageRun(
            Configuration configuration,
            Stage<R> stage,
            StageRecord record,
            boolean resumed,
            ProblemLog problems,
            RunLock lock) {
        this.configuration = configuration;
        this.folder = RunFolder.of(configuration);
        this.stage = stage;
        this.record = record;
        this.resumed = resumed;
        this.problems = problems;
        this.lock = lock;
    }

    /** Starts or resumes a stage without reporting replaced files. */
    public static <R extends Record> StageRun<R> begin(Configuration configuration, Stage<R> stage) {
        return begin(configuration, stage, Progress.silent());
    }

    /**
     * Starts or resumes a stage. Existing outputs without a record are files from another program; they are kept and
     * used.
     *
     * @param progress receives a warning if outputs computed with different values are replaced
     * @throws StageException if an upstream stage is unfinished or has different options, an input cannot be read, or
     *     another run is using the folder
     */
    @SuppressWarnings("resource") // the lock is passed to the StageRun, or closed if creating it fails
    public static <R extends Record> StageRun<R> begin(Configuration configuration, Stage<R> stage, Progress progress) {
        RunFolder folder = RunFolder.of(configuration);
        RunLock lock = null;
        try {
            lock = RunLock.acquire(folder, RunLock.STAGE);
            Optional<StageRecord> existing = StageRecord.read(folder, stage.name());
            StageFingerprint fingerprint = StageFingerprint.of(configuration, stage, folder, existing);
            Optional<StageRecord> resumed = existing.filter(fingerprint::matches);
            if (resumed.isPresent()) {
                new ReplacedFiles(folder, stage.name()).putBack(stage.outputs());
            }
            long fileCount = countFiles(stage.outputs());
            long adoptedFileCount = adoptedFileCount(existing, fileCount);
            boolean adopted = adoptedFileCount > 0;
            SortedMap<String, String> keys =
                    adopted ? Collections.emptySortedMap() : StageKeys.of(configuration, stage, folder);
            StageRecord started = resumed.filter(record ->
                            !record.finished() || (fileCount >= record.files() && record.hasResult(stage.result())))
                    .orElseGet(() -> resumed.map(record -> record.restarted(adoptedFileCount, keys))
                            .orElseGet(() -> StageRecord.started(stage.name(), fingerprint, adoptedFileCount, keys)));
            ProblemLog problems = new ProblemLog(folder.problems(), stage.name());
            if (started.finished()) {
                lock.close();
            } else {
                if (resumed.isEmpty()) {
                    if (existing.isPresent() && !adopted) {
                        replace(configuration, stage, existing.get(), fileCount, keys, progress);
                    }
                    reopenStagesAfter(stage, folder);
                }
                problems.clear();
                started.write(folder);
                if (resumed.isEmpty()) {
                    Summary.write(configuration);
                }
            }
            return new StageRun<>(configuration, stage, started, resumed.isPresent(), problems, lock);
        } catch (IOException e) {
            close(lock);
            throw new StageException(stage.name() + " cannot start: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    /** Returns the number of the stage's files that another program wrote: all of them if there is no record. */
    private static long adoptedFileCount(Optional<StageRecord> existing, long fileCount) {
        boolean adopted = existing.map(StageRecord::adopted).orElse(true);
        long recordedCount = existing.map(StageRecord::adoptedFiles).orElse(0L);
        return adopted ? Math.min(fileCount, recordedCount > 0 ? recordedCount : fileCount) : 0;
    }

    /**
     * Moves or deletes the outputs computed with the former values. Must be called before the new record is written: if
     * this process is killed, the next one then moves the remaining files.
     */
    private static void replace(
            Configuration configuration,
            Stage<?> stage,
            StageRecord existing,
            long fileCount,
            SortedMap<String, String> keys,
            Progress progress)
            throws IOException {
        if (!configuration.run().keepReplaced()) {
            for (Path output : stage.outputs()) {
                FileTree.deleteIfExists(output);
            }
            return;
        }
        RunFolder folder = RunFolder.of(configuration);
        boolean isComplete = existing.files() > 0 && fileCount >= existing.files();
        new ReplacedFiles(folder, stage.name())
                .move(stage.outputs(), isComplete)
                .ifPresent(moved -> progress.warn("The " + stage.name() + " files computed with "
                        + StageKeys.describeChanges(existing.keys(), keys) + " are replaced: " + moved + "."));
    }

    /**
     * Marks the stages after {@code stage} as unfinished, so that their results are not reported for a different
     * configuration. Their records are kept, since files without a record would be treated as another program's.
     */
    private static void reopenStagesAfter(Stage<?> stage, RunFolder folder) throws IOException {
        List<RunStage> laterStages =
                RunStage.of(stage.name()).map(RunStage::laterStages).orElse(List.of());
        for (RunStage laterStage : laterStages) {
            Optional<StageRecord> record = StageRecord.read(folder, laterStage).filter(StageRecord::finished);
            if (record.isPresent()) {
                record.get().reopened().write(folder);
            }
        }
    }

    private static void close(@Nullable RunLock lock) {
        if (lock != null) {
            lock.close();
        }
    }

    /** Returns the number of files in {@code outputs} and their subfolders. */
    private static long countFiles(List<Path> outputs) throws IOException {
        long files = 0;
        for (Path output : outputs) {
            if (Files.exists(output)) {
                try (Stream<Path> tree = Files.walk(output)) {
                    files += tree.filter(Files::isRegularFile).count();
                }
            }
        }
        return files;
    }

    /** Returns whether the outputs include files from another program, found by this or an earlier run. */
    public boolean adopted() {
        return record.adopted();
    }

    /** Returns whether an earlier run started this stage with the same configuration and inputs. */
    public boolean resumed() {
        return resumed;
    }

    /** Returns whether an earlier run finished this stage with the same configuration and inputs. */
    public boolean alreadyFinished() {
        return record.finished();
    }

    /** Reports that the stage was skipped because it is up to date. */
    public void reportFinished(Progress progress) {
        progress.info(String.format(
                Locale.ROOT,
                "The %s stage is up to date (computed earlier in %.1f s).",
                stage.name(),
                record.seconds()));
    }

    /**
     * Warns that the stage uses files from another program, if it does.
     *
     * @param notice additional information for the user: a sentence, or empty
     */
    public void reportAdopted(Progress progress, String notice) {
        if (adopted()) {
            String folders = stage.outputs().stream()
                    .filter(Files::exists)
                    .map(Path::toString)
                    .collect(Collectors.joining(", "));
            String files = record.adoptedFiles() == 1 ? "a file" : record.adoptedFiles() + " files";
            progress.warn(("The " + stage.name() + " stage uses " + files + " from another program, unchanged: "
                            + folders + ". " + notice)
                    .strip());
        }
    }

    /** Returns the record of the run that finished this stage. */
    public StageRecord record() {
        return record;
    }

    /** Returns the result of the run that finished this stage. */
    public R result() {
        return record.result(stage.result());
    }

    /** Records a clip that the stage skipped. */
    public void addProblem(String id, String source, String reason) {
        problems.add(new Problem(id, source, stage.name(), reason));
    }

    /** Returns the clips that this stage has skipped so far. */
    public List<Problem> problems() {
        return problems.problemsOfStage();
    }

    /**
     * Stops the stage if too many clips have failed.
     *
     * @throws StageException if the number of problems exceeds {@code maxProblemRatio} of {@code clips}
     */
    public void checkProblemRatio(int clips) {
        int failed = problems.problemsOfStage().size();
        double allowed = configuration.run().maxProblemRatio();
        if (failed > allowed * clips) {
            Problem first = problems.problemsOfStage().getFirst();
            try {
                Summary.write(configuration);
            } catch (IOException e) {
                // ignored: the list of problems, named in the message, is complete
            }
            throw new StageException(failed + " of " + clips + " clips failed, more than maxProblemRatio (" + allowed
                    + ") allows; the first: " + first.id() + ": " + first.reason() + "; all are in "
                    + folder.problems());
        }
    }

    /** Records the stage as finished with its result, and updates summary.json. */
    public StageRecord finish(R result) {
        double seconds = record.seconds() + (System.nanoTime() - startNanos) / 1e9;
        try {
            StageRecord finished = record.finished(seconds, result, countFiles(stage.outputs()));
            problems.sort();
            finished.write(folder);
            Summary.write(configuration);
            close();
            return finished;
        } catch (IOException e) {
            throw new StageException(stage.name() + " finished but cannot be recorded: " + e.getMessage(), e);
        }
    }

    /**
     * Moves files from another program away; the stage continues without them.
     *
     * @param files the files, which this stage found but did not write
     * @param progress receives a warning with their new location
     */
    public void moveAdoptedFiles(List<Path> files, Progress progress) throws IOException {
        Optional<ReplacedFiles.MovedFiles> moved = new ReplacedFiles(folder, stage.name()).moveAdoptedFiles(files);
        if (adopted()) {
            record = record.restarted(0, StageKeys.of(configuration, stage, folder));
            record.write(folder);
        }
        moved.ifPresent(movedFiles ->
                progress.warn("The " + stage.name() + " stage found files from another program: " + movedFiles + "."));
    }

    /** Releases the folder's lock; finished work is kept. */
    @Override
    public void close() {
        lock.close();
    }
}
