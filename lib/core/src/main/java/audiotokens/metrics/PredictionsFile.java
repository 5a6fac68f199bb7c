package audiotokens.metrics;

import audiotokens.AudioTokensException;
import audiotokens.file.AtomicFile;
import audiotokens.label.LabelIndex;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * Predictions as CSV: {@code id,label,score,true}, one row per clip and label; the label column has ontology ids.
 *
 * <p>Rows of negative labels with a score below {@link #MIN_SCORE} are omitted, since most of AudioSet's 543 labels
 * have a score near 0; the omitted scores are read as 0. The row of a clip's highest score is always written, so that
 * no clip is lost.
 */
public final class PredictionsFile {
    /** Rows of negative labels with a score below this are not written. */
    public static final float MIN_SCORE = 1e-4f;

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader("id", "label", "score", "true")
            .setRecordSeparator("\n")
            .get();

    private PredictionsFile() {}

    /** Writes {@code predictions} atomically. */
    public static void write(Path file, Predictions predictions, LabelIndex labels) throws IOException {
        AtomicFile.write(file, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            CSVPrinter printer = new CSVPrinter(writer, FORMAT);
            for (int clip = 0; clip < predictions.ids().size(); clip++) {
                float[] scores = predictions.scores()[clip];
                int highest = argmax(scores);
                for (int label = 0; label < predictions.nLabels(); label++) {
                    float score = scores[label];
                    boolean positive = predictions.targets()[clip][label] == 1;
                    if (positive || score >= MIN_SCORE || label == highest) {
                        printer.printRecord(
                                predictions.ids().get(clip), labels.get(label).id(), score, positive ? 1 : 0);
                    }
                }
            }
            printer.flush();
        });
    }

    private static int argmax(float[] scores) {
        int highest = 0;
        for (int label = 1; label < scores.length; label++) {
            highest = scores[label] > scores[highest] ? label : highest;
        }
        return highest;
    }

    /** Reads predictions, with clips in file order. */
    public static Predictions read(Path file, LabelIndex labels) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        List<float[]> scores = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        CSVFormat format = FORMAT.builder().setSkipHeaderRecord(true).get();
        try (Reader reader = Files.newBufferedReader(file)) {
            for (CSVRecord row : format.parse(reader)) {
                int clip = rows.computeIfAbsent(row.get("id"), id -> {
                    scores.add(new float[labels.size()]);
                    targets.add(new float[labels.size()]);
                    return scores.size() - 1;
                });
                int label = labels.find(row.get("label")).orElseThrow().index();
                scores.get(clip)[label] = Float.parseFloat(row.get("score"));
                targets.get(clip)[label] = Float.parseFloat(row.get("true"));
            }
        } catch (IOException e) {
            throw new AudioTokensException(file + " cannot be read; run the evaluation notebook again", e);
        }
        return new Predictions(
                List.copyOf(rows.keySet()), scores.toArray(float[][]::new), targets.toArray(float[][]::new));
    }
}
