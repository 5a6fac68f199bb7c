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

/**
 * One stage at work in a run's folder: whether it is finished already, which files of it still count, which clips it
 * lost, and the record that the next run goes on from.
 *
 * <p>It holds the folder's lock until it is closed, or while there is work to do, so that two runs never write the
 * same files.
 *
 * <p>Files of a stage that was made with other keys are moved aside, see {@link ReplacedFiles}.
 *
 * @param <R> the stage's figures
 */
public final class StageRun<R extends Record> implements AutoCloseable {
    private final Configuration configuration;
    private final RunFolder folder;
    private final Stage<R> stage;
    private StageRecord before;
    private final boolean resumed;
    private final ProblemLog problems;
    private final RunLock lock;
    private final long startNanos = System.nanoTime();

    private StageRun(
            Configuration configuration,
            Stage<R> stage,
            StageRecord before,
            boolean resumed,
            ProblemLog problems,
            RunLock lock) {
        this.configuration = configuration;
        this.folder = RunFolder.of(configuration);
        this.stage = stage;
        this.before = before;
        this.resumed = resumed;
        this.problems = problems;
        this.lock = lock;
    }

    /** Begins or resumes a stage without telling which files of it were moved aside. */
    public static <R extends Record> StageRun<R> begin(Configuration configuration, Stage<R> stage) {
        return begin(configuration, stage, Progress.silent());
    }

    /**
     * Begins or resumes a stage. Files that lie where it would write, but that no record tells of, are another
     * program's: they are kept and go on from.
     *
     * @param progress is told where files of the stage went that were made with other keys
     * @throws StageException where an earlier stage has not finished or is of other options, an input cannot be read, or
     *     another run is at work in the folder
     */
    @SuppressWarnings("resource") // the lock goes into the StageRun, or is closed where that is not made
    public static <R extends Record> StageRun<R> begin(Configuration configuration, Stage<R> stage, Progress progress) {
        RunFolder folder = RunFolder.of(configuration);
        RunLock lock = null;
        try {
            lock = RunLock.take(folder, RunLock.STAGE);
            Optional<StageRecord> last = StageRecord.read(folder, stage.name());
            StageFingerprint fingerprint = StageFingerprint.of(configuration, stage, folder, last);
            Optional<StageRecord> resumed = last.filter(fingerprint::matches);
            if (resumed.isPresent()) {
                new ReplacedFiles(folder, stage.name()).putBack(stage.outputs());
            }
            long files = count(stage.outputs());
            long adoptedFiles = adoptedFiles(last, files);
            boolean adopted = adoptedFiles > 0;
            SortedMap<String, String> keys =
                    adopted ? Collections.emptySortedMap() : StageKeys.of(configuration, stage, folder);
            StageRecord before = resumed.filter(
                            record -> !record.finished() || (files >= record.files() && record.tells(stage.result())))
                    .orElseGet(() -> resumed.map(record -> record.begunAgain(adoptedFiles, keys))
                            .orElseGet(() -> StageRecord.begun(stage.name(), fingerprint, adoptedFiles, keys)));
            ProblemLog problems = new ProblemLog(folder.problems(), stage.name());
            if (before.finished()) {
                lock.close();
            } else {
                if (resumed.isEmpty()) {
                    if (last.isPresent() && !adopted) {
                        replace(configuration, stage, last.get(), files, keys, progress);
                    }
                    reopenStagesAfter(stage, folder);
                }
                problems.clear();
                before.write(folder);
                if (resumed.isEmpty()) {
                    Summary.write(configuration);
                }
            }
            return new StageRun<>(configuration, stage, before, resumed.isPresent(), problems, lock);
        } catch (IOException e) {
            close(lock);
            throw new StageException(stage.name() + " cannot begin: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    /** How many of a stage's files are another program's: all of them where no record tells of the stage. */
    private static long adoptedFiles(Optional<StageRecord> last, long files) {
        boolean adopted = last.map(StageRecord::adopted).orElse(true);
        long before = last.map(StageRecord::adoptedFiles).orElse(0L);
        return adopted ? Math.min(files, before > 0 ? before : files) : 0;
    }

    /** The record comes after this: until it is written, the next attempt moves what this one has left. */
    private static void replace(
            Configuration configuration,
            Stage<?> stage,
            StageRecord last,
            long files,
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
        boolean whole = last.files() > 0 && files >= last.files();
        new ReplacedFiles(folder, stage.name())
                .move(stage.outputs(), whole)
                .ifPresent(moved -> progress.warn("The " + stage.name() + " made with "
                        + StageKeys.changes(last.keys(), keys) + " give way to new ones: " + moved + "."));
    }

    /**
     * Marks the stages after {@code stage} as unfinished, so that their figures are not told of another configuration.
     * Their records stay, since files without a record would look like another program's.
     */
    private static void reopenStagesAfter(Stage<?> stage, RunFolder folder) throws IOException {
        List<RunStage> later = RunStage.of(stage.name()).map(RunStage::later).orElse(List.of());
        for (RunStage each : later) {
            Optional<StageRecord> record = StageRecord.read(folder, each).filter(StageRecord::finished);
            if (record.isPresent()) {
                record.get().reopened().write(folder);
            }
        }
    }

    private static void close(RunLock lock) {
        if (lock != null) {
            lock.close();
        }
    }

    /** Number of files in {@code outputs} and the folders below. */
    private static long count(List<Path> outputs) throws IOException {
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

    /** Whether the stage found files of another program where it writes, in this run or in an earlier one. */
    public boolean adopted() {
        return before.adopted();
    }

    /** Whether an earlier run has begun this stage for the same configuration and inputs. */
    public boolean resumed() {
        return resumed;
    }

    /** Whether an earlier run finished this stage for the same configuration and inputs. */
    public boolean alreadyFinished() {
        return before.finished();
    }

    /** Says that there was nothing to do, so that a page of pictures without a bar is no riddle. */
    public void sayFinished(Progress progress) {
        progress.say(String.format(
                Locale.ROOT,
                "The stage '%s' has finished earlier, in %.1f s; nothing it depends on has changed.",
                stage.name(),
                before.seconds()));
    }

    /**
     * Says which files of another program the stage goes on from, where there are any.
     *
     * @param notice what a person should know of them: a sentence, or nothing
     */
    public void sayAdopted(Progress progress, String notice) {
        if (adopted()) {
            String places = stage.outputs().stream()
                    .filter(Files::exists)
                    .map(Path::toString)
                    .collect(Collectors.joining(", "));
            String files = before.adoptedFiles() == 1 ? "a file" : before.adoptedFiles() + " files";
            progress.warn(("The stage " + stage.name() + " goes on from " + files
                            + " of another program, kept as found: " + places + ". " + notice)
                    .strip());
        }
    }

    /** The record of the earlier run that finished this stage. */
    public StageRecord record() {
        return before;
    }

    /** The figures of the earlier run that finished this stage. */
    public R result() {
        return before.result(stage.result());
    }

    /** Notes a clip that the stage could not use. */
    public void problem(String id, String source, String reason) {
        problems.add(new Problem(id, source, stage.name(), reason));
    }

    /** The clips this stage could not use so far. */
    public List<Problem> problems() {
        return problems.ofStage();
    }

    /**
     * Stops the stage where too many of its clips have failed.
     *
     * @throws StageException where the problems are more than {@code maxProblemRatio} of {@code clips}
     */
    public void checkProblemRatio(int clips) {
        int failed = problems.ofStage().size();
        double allowed = configuration.run().maxProblemRatio();
        if (failed > allowed * clips) {
            Problem first = problems.ofStage().getFirst();
            try {
                Summary.write(configuration);
            } catch (IOException e) {
                // the list of problems, which the message names, has them all
            }
            throw new StageException(failed + " of " + clips + " clips failed, more than maxProblemRatio (" + allowed
                    + ") allows; the first: " + first.id() + ": " + first.reason() + "; all are in "
                    + folder.problems());
        }
    }

    /** Records the stage as finished, with its own figures, and brings summary.json up to date. */
    public StageRecord finish(R result) {
        double seconds = before.seconds() + (System.nanoTime() - startNanos) / 1e9;
        try {
            StageRecord record = before.finished(seconds, result, count(stage.outputs()));
            problems.sort();
            record.write(folder);
            Summary.write(configuration);
            close();
            return record;
        } catch (IOException e) {
            throw new StageException("the end of " + stage.name() + " cannot be recorded: " + e.getMessage(), e);
        }
    }

    /**
     * Moves the files that this stage found, but did not make, out of its way; it goes on without them.
     *
     * @param files all of them
     * @param progress is told where they are
     */
    public void moveForeign(List<Path> files, Progress progress) throws IOException {
        Optional<ReplacedFiles.Moved> moved = new ReplacedFiles(folder, stage.name()).moveForeign(files);
        if (adopted()) {
            before = before.begunAgain(0, StageKeys.of(configuration, stage, folder));
            before.write(folder);
        }
        moved.ifPresent(
                each -> progress.warn("The " + stage.name() + " found files of another program: " + each + "."));
    }

    /** Gives the folder back to other runs; what is done so far stays. */
    @Override
    public void close() {
        lock.close();
    }
}
