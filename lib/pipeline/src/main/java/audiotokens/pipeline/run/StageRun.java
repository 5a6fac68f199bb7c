package audiotokens.pipeline.run;

import audiotokens.file.FileTree;
import audiotokens.file.Fingerprint;
import audiotokens.pipeline.config.Configuration;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * One stage at work in a run's folder: whether it is finished already, which files of it still count, which clips it
 * lost, and the record that the next run goes on from.
 *
 * <p>It holds the folder's lock until it is closed, or while there is work to do, so that two runs never write the
 * same files.
 *
 * <p>The fingerprint covers the seed, the stage's options, its input files and the fingerprints of the stages before
 * it, so that a changed parameter recomputes exactly what depends on it.
 */
public final class StageRun implements AutoCloseable {
    private final Configuration configuration;
    private final RunFolder folder;
    private final String stage;
    private final List<Path> outputs;
    private final String fingerprint;
    private final StageRecord before;
    private final boolean resumed;
    private final ProblemLog problems;
    private final RunLock lock;
    private final long startNanos = System.nanoTime();

    private StageRun(
            Configuration configuration,
            Plan plan,
            String fingerprint,
            StageRecord before,
            boolean resumed,
            ProblemLog problems,
            RunLock lock) {
        this.configuration = configuration;
        this.folder = RunFolder.of(configuration);
        this.stage = plan.stage();
        this.outputs = plan.outputs();
        this.fingerprint = fingerprint;
        this.before = before;
        this.resumed = resumed;
        this.problems = problems;
        this.lock = lock;
    }

    /**
     * What decides a stage's files, and where those lie.
     *
     * @param stage the stage's name
     * @param upstream the stages whose files it reads
     * @param options the option records, or single values, that it depends on; their text is fingerprinted
     * @param inputs files it reads that no stage writes, fingerprinted by content
     * @param outputs files and folders it writes; removed when the fingerprint has changed. Where fewer files are left
     *     than the record tells of, the stage is not finished and goes on with those that are there
     */
    public record Plan(String stage, List<String> upstream, List<?> options, List<Path> inputs, List<Path> outputs) {
        public Plan {
            upstream = List.copyOf(upstream);
            options = List.copyOf(options);
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * Begins or resumes a stage. Files that lie where it would write, but that no record tells of, are another
     * program's: they are kept and go on from.
     *
     * @throws StageException where an earlier stage has not finished or is of other options, an input cannot be read, or
     *     another run is at work in the folder
     */
    @SuppressWarnings("resource") // the lock goes into the StageRun, or is closed where that is not made
    public static StageRun begin(Configuration configuration, Plan plan) {
        RunFolder folder = RunFolder.of(configuration);
        RunLock lock = null;
        try {
            lock = RunLock.take(folder, RunLock.STAGE);
            String fingerprint = fingerprint(configuration, plan, folder);
            Optional<StageRecord> last = StageRecord.read(folder, plan.stage());
            long files = count(plan.outputs());
            boolean adopted = files > 0 && last.map(StageRecord::adopted).orElse(true);
            SortedMap<String, String> keys =
                    adopted ? Collections.emptySortedMap() : StageKeys.of(configuration, plan, folder);
            StageRecord unfinished = new StageRecord(plan.stage(), fingerprint, false, 0, Map.of(), 0, adopted, keys);
            Optional<StageRecord> resumed =
                    last.filter(record -> record.fingerprint().equals(fingerprint));
            StageRecord before = resumed.filter(record -> !record.finished() || files >= record.files())
                    .orElse(unfinished);
            ProblemLog problems = new ProblemLog(folder.problems(), plan.stage());
            if (!before.finished()) {
                if (last.isPresent() && !adopted && resumed.isEmpty()) {
                    for (Path output : plan.outputs()) {
                        FileTree.deleteIfExists(output);
                    }
                }
                if (resumed.isEmpty()) {
                    reopenStagesAfter(plan.stage(), folder);
                }
                problems.clear();
                before.write(folder);
                if (resumed.isEmpty()) {
                    Summary.write(configuration);
                }
            } else {
                lock.close();
            }
            return new StageRun(configuration, plan, fingerprint, before, resumed.isPresent(), problems, lock);
        } catch (IOException e) {
            close(lock);
            throw new StageException(plan.stage() + " cannot begin: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    /**
     * Marks the stages after {@code stage} as unfinished, so that their figures are not told of another configuration.
     * Their records stay, since files without a record would look like another program's.
     */
    private static void reopenStagesAfter(String stage, RunFolder folder) throws IOException {
        int place = Summary.STAGES.indexOf(stage);
        if (place < 0) {
            return;
        }
        for (String later : Summary.STAGES.subList(place + 1, Summary.STAGES.size())) {
            Optional<StageRecord> record = StageRecord.read(folder, later).filter(StageRecord::finished);
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

    private static boolean holdsFiles(Path output) {
        if (!Files.isDirectory(output)) {
            return Files.exists(output);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(output)) {
            return entries.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
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
                stage,
                before.seconds()));
    }

    /** What the earlier run that finished this stage left. */
    public StageRecord record() {
        return before;
    }

    /** Notes a clip that the stage could not use. */
    public void problem(String id, String source, String reason) {
        problems.add(new Problem(id, source, stage, reason));
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
    public StageRecord finish(Map<String, Object> result) {
        double seconds = before.seconds() + (System.nanoTime() - startNanos) / 1e9;
        try {
            StageRecord record = new StageRecord(
                    stage, fingerprint, true, seconds, result, count(outputs), before.adopted(), before.keys());
            problems.sort();
            record.write(folder);
            Summary.write(configuration);
            close();
            return record;
        } catch (IOException e) {
            throw new StageException("the end of " + stage + " cannot be recorded: " + e.getMessage(), e);
        }
    }

    /** Gives the folder back to other runs; what is done so far stays. */
    @Override
    public void close() {
        lock.close();
    }

    private static String fingerprint(Configuration configuration, Plan plan, RunFolder folder) throws IOException {
        Fingerprint digest = new Fingerprint();
        digest.add(plan.stage());
        digest.add("seed " + configuration.run().seed());
        for (String stage : plan.upstream()) {
            Optional<StageRecord> record = StageRecord.read(folder, stage);
            if (record.isEmpty() && folder.outputs(stage).stream().anyMatch(StageRun::holdsFiles)) {
                digest.addFiles(folder.outputs(stage));
                continue;
            }
            StageRecord finished = record.filter(StageRecord::finished)
                    .orElseThrow(() -> new StageException("the stage '" + stage + "' has not finished in "
                            + folder.path() + "; run the notebook '" + stage + "' first"));
            StageKeys.check(configuration, finished, folder);
            digest.add(finished.fingerprint());
        }
        for (Object option : plan.options()) {
            digest.add(option.toString());
        }
        for (Path input : plan.inputs()) {
            if (!Files.isRegularFile(input)) {
                throw new StageException(input + " is missing; it is an input of the stage '" + plan.stage()
                        + "'; run the notebook that writes it again");
            }
            digest.addContent(input);
        }
        return digest.hex();
    }
}
