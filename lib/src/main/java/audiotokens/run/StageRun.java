package audiotokens.run;

import audiotokens.config.Configuration;
import audiotokens.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One stage at work in a run's folder: whether it is finished already, which files of it still count, which clips it
 * lost, and the record that the next run goes on from.
 *
 * <p>The fingerprint covers the seed, the stage's options, its input files and the fingerprints of the stages before
 * it, so that a changed parameter recomputes exactly what depends on it.
 */
public final class StageRun {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Configuration configuration;
    private final RunFolder folder;
    private final String stage;
    private final String fingerprint;
    private final StageRecord before;
    private final ProblemLog problems;
    private final long startNanos = System.nanoTime();

    private StageRun(
            Configuration configuration, String stage, String fingerprint, StageRecord before, ProblemLog problems) {
        this.configuration = configuration;
        this.folder = RunFolder.of(configuration);
        this.stage = stage;
        this.fingerprint = fingerprint;
        this.before = before;
        this.problems = problems;
    }

    /**
     * What decides a stage's files, and where those lie.
     *
     * @param stage the stage's name
     * @param upstream the stages whose files it reads
     * @param options the option records, or single values, that it depends on; their text is fingerprinted
     * @param inputs files it reads that no stage writes, fingerprinted by content
     * @param outputs files and folders it writes; removed when the fingerprint has changed
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
     * Begins or resumes a stage.
     *
     * @throws StageException where an earlier stage has not finished, or an input cannot be read
     */
    public static StageRun begin(Configuration configuration, Plan plan) {
        RunFolder folder = RunFolder.of(configuration);
        try {
            String fingerprint = fingerprint(configuration, plan, folder);
            StageRecord before = read(folder, plan.stage())
                    .filter(record -> record.fingerprint().equals(fingerprint))
                    .orElse(new StageRecord(plan.stage(), fingerprint, false, 0, Map.of()));
            ProblemLog problems = new ProblemLog(folder.problems(), plan.stage());
            if (!before.finished()) {
                if (read(folder, plan.stage()).filter(before::equals).isEmpty()) {
                    for (Path output : plan.outputs()) {
                        delete(output);
                    }
                }
                problems.clear();
                write(folder, before);
            }
            return new StageRun(configuration, plan.stage(), fingerprint, before, problems);
        } catch (IOException e) {
            throw new StageException(plan.stage() + " cannot begin: " + e.getMessage(), e);
        }
    }

    /** Whether an earlier run finished this stage for the same configuration and inputs. */
    public boolean alreadyFinished() {
        return before.finished();
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
            throw new StageException(failed + " of " + clips + " clips failed, more than maxProblemRatio (" + allowed
                    + ") allows; the first: " + first.id() + ": " + first.reason() + "; all are in "
                    + folder.problems());
        }
    }

    /** Records the stage as finished, with its own figures, and brings summary.json up to date. */
    public StageRecord finish(Map<String, Object> result) {
        double seconds = before.seconds() + (System.nanoTime() - startNanos) / 1e9;
        StageRecord record = new StageRecord(stage, fingerprint, true, seconds, result);
        try {
            write(folder, record);
            Summary.write(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return record;
    }

    /** The record of {@code stage} in {@code folder}, where there is one. */
    public static Optional<StageRecord> read(RunFolder folder, String stage) throws IOException {
        Path file = recordFile(folder, stage);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), StageRecord.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static void write(RunFolder folder, StageRecord record) throws IOException {
        WholeFile.write(recordFile(folder, record.stage()), JSON.writeValueAsString(record));
    }

    private static Path recordFile(RunFolder folder, String stage) {
        return folder.stageRecords().resolve(stage + ".json");
    }

    private static String fingerprint(Configuration configuration, Plan plan, RunFolder folder) throws IOException {
        MessageDigest digest = sha256();
        add(digest, plan.stage());
        add(digest, "seed " + configuration.run().seed());
        for (String stage : plan.upstream()) {
            StageRecord record = read(folder, stage)
                    .filter(StageRecord::finished)
                    .orElseThrow(() -> new StageException("the stage '" + stage + "' has not finished in "
                            + folder.path() + "; run the notebook '" + stage + "' first"));
            add(digest, record.fingerprint());
        }
        for (Object option : plan.options()) {
            add(digest, option.toString());
        }
        for (Path input : plan.inputs()) {
            if (!Files.isRegularFile(input)) {
                throw new StageException(input + " is missing; it is an input of the stage '" + plan.stage() + "'");
            }
            try (InputStream in = Files.newInputStream(input)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path output) throws IOException {
        if (!Files.exists(output)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(output)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
