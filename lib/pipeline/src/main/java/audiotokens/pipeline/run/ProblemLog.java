package audiotokens.pipeline.run;

import audiotokens.file.AtomicFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** {@code problems.csv} (id, source, stage, reason): the clips that a run skipped, and why. */
public final class ProblemLog {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
    private static final String HEADER = "id,source,stage,reason\n";

    private final Path file;
    private final String stage;
    private final List<Problem> problemsOfStage = new ArrayList<>();

    ProblemLog(Path file, String stage) throws IOException {
        this.file = file;
        this.stage = stage;
        for (Problem problem : read(file)) {
            if (problem.stage().equals(stage)) {
                problemsOfStage.add(problem);
            }
        }
    }

    /** Reads all problems in {@code file}; empty if the file does not exist. */
    public static List<Problem> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1)
                    .map(ProblemLog::parse)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /** Parses one row, which is one line; empty for an incomplete row of a killed run. */
    private static Optional<Problem> parse(String line) {
        try (CSVParser parser = FORMAT.parse(new StringReader(line))) {
            List<CSVRecord> rows = parser.getRecords();
            if (rows.size() != 1 || rows.getFirst().size() != 4) {
                return Optional.empty();
            }
            CSVRecord row = rows.getFirst();
            return Optional.of(new Problem(row.get(0), row.get(1), row.get(2), row.get(3)));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    synchronized List<Problem> problemsOfStage() {
        return List.copyOf(problemsOfStage);
    }

    /** Removes the rows of this stage and keeps those of other stages. */
    synchronized void clear() throws IOException {
        List<Problem> problemsOfOtherStages = read(file).stream()
                .filter(problem -> !problem.stage().equals(stage))
                .toList();
        problemsOfStage.clear();
        write(problemsOfOtherStages);
    }

    /** Sorts the rows, so that their order does not depend on thread timing. */
    synchronized void sort() throws IOException {
        List<Problem> sorted = new ArrayList<>(read(file));
        sorted.sort(Comparator.comparingInt((Problem problem) ->
                        RunStage.of(problem.stage()).map(RunStage::ordinal).orElse(-1))
                .thenComparing(Problem::id)
                .thenComparing(Problem::source)
                .thenComparing(Problem::reason));
        write(sorted);
    }

    private void write(List<Problem> problems) throws IOException {
        AtomicFile.write(file, out -> {
            out.write(HEADER.getBytes(StandardCharsets.UTF_8));
            for (Problem problem : problems) {
                out.write(row(problem).getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    synchronized void add(Problem problem) {
        try {
            Files.writeString(file, row(problem), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StageException(file + " cannot be written: " + e.getMessage(), e);
        }
        problemsOfStage.add(problem);
    }

    private static String row(Problem problem) {
        return FORMAT.format(
                        oneLine(problem.id()), oneLine(problem.source()), problem.stage(), oneLine(problem.reason()))
                + "\n";
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }
}
