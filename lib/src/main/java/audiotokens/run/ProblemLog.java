package audiotokens.run;

import audiotokens.file.WholeFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** {@code problems.csv} (id, source, stage, reason): the clips of a run that were lost, and why. */
public final class ProblemLog {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
    private static final String HEADER = "id,source,stage,reason\n";

    private final Path file;
    private final String stage;
    private final List<Problem> ofStage = new ArrayList<>();

    ProblemLog(Path file, String stage) throws IOException {
        this.file = file;
        this.stage = stage;
        for (Problem problem : read(file)) {
            if (problem.stage().equals(stage)) {
                ofStage.add(problem);
            }
        }
    }

    /** All problems in {@code file}; none where there is no such file. */
    public static List<Problem> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        CSVFormat format =
                FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (var parser = format.parse(new StringReader(Files.readString(file)))) {
            for (CSVRecord row : parser) {
                if (row.size() == 4) {
                    problems.add(new Problem(row.get(0), row.get(1), row.get(2), row.get(3)));
                }
            }
        }
        return problems;
    }

    synchronized List<Problem> ofStage() {
        return List.copyOf(ofStage);
    }

    /** Removes this stage's rows; those of other stages stay. */
    synchronized void clear() throws IOException {
        List<Problem> others = read(file).stream()
                .filter(problem -> !problem.stage().equals(stage))
                .toList();
        ofStage.clear();
        StringBuilder text = new StringBuilder(HEADER);
        others.forEach(problem -> text.append(row(problem)));
        WholeFile.write(file, text.toString());
    }

    synchronized void add(Problem problem) {
        try {
            Files.writeString(file, row(problem), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ofStage.add(problem);
    }

    private static String row(Problem problem) {
        return FORMAT.format(problem.id(), problem.source(), problem.stage(), oneLine(problem.reason())) + "\n";
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
