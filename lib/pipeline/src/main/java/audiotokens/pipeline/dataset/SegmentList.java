package audiotokens.pipeline.dataset;

import audiotokens.ExceptionMessage;
import audiotokens.file.BoundedLines;
import audiotokens.file.CsvRow;
import audiotokens.file.FileErrors;
import audiotokens.label.Label;
import audiotokens.label.LabelIndex;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.source.ClipId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Reads AudioSet's segment lists: 3 header lines, then {@code YTID, start, end, "mid,mid"}.
 *
 * <p>Invalid rows are recorded and skipped.
 */
final class SegmentList {
    private static final int HEADER_LINES = 3;
    private static final int SHOWN_CHARACTERS = 60;

    private final LabelIndex labels;
    private final MetadataNotes notes;
    private final Map<String, List<Label>> parsedLabels = new HashMap<>();

    SegmentList(LabelIndex labels, MetadataNotes notes) {
        this.labels = labels;
        this.notes = notes;
    }

    /**
     * Adds the clips of {@code csv} to {@code clips}. A later row replaces an earlier one with the same id, as in the
     * original Python implementation.
     */
    void read(Path csv, Map<String, Clip> clips) {
        try (BoundedLines lines = new BoundedLines(csv)) {
            for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
                String line = next.get();
                if (line.isBlank() || (lines.lineNumber() <= HEADER_LINES && line.startsWith("#"))) {
                    continue;
                }
                try {
                    if (lines.tooLong()) {
                        throw new IllegalArgumentException("the line is longer than a mebibyte");
                    }
                    if (lines.malformed()) {
                        throw new IllegalArgumentException("the line is not UTF-8; save the list as UTF-8");
                    }
                    Clip clip = parse(line);
                    if (clips.put(clip.id(), clip) != null) {
                        notes.addRepeatedId();
                    }
                } catch (IllegalArgumentException e) {
                    notes.addProblem(shortenedId(line), csv + " line " + lines.lineNumber(), ExceptionMessage.of(e));
                }
            }
        } catch (IOException e) {
            throw new StageException(
                    "the segment list cannot be read: " + FileErrors.describe(e) + " (check the key segments)", e);
        }
    }

    /**
     * Reads the ids in the lists, regardless of their labels. A row with a single field is a file path, as in Speech
     * Commands' {@code validation_list.txt}.
     */
    static Set<String> ids(List<Path> lists) {
        SequencedMap<String, Clip> clips = new LinkedHashMap<>();
        SegmentList list = new SegmentList(new LabelIndex(List.of()), new MetadataNotes());
        lists.forEach(csv -> list.read(csv, clips));
        Set<String> ids = new HashSet<>(clips.keySet());
        for (Path csv : lists) {
            try (BoundedLines lines = new BoundedLines(csv)) {
                for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
                    String line = next.get();
                    if (!line.startsWith("#") && !line.isBlank() && line.indexOf(',') < 0) {
                        ids.addAll(ClipId.candidatesFromPath(line.strip()));
                    }
                }
            } catch (IOException e) {
                throw new StageException("the list cannot be read: " + FileErrors.describe(e), e);
            }
        }
        return ids;
    }

    private Clip parse(String line) {
        List<String> fields = CsvRow.parse(line);
        if (fields.size() < 4) {
            throw new IllegalArgumentException(
                    "the row has " + fields.size() + " columns, but needs YTID, start, end and labels");
        }
        ClipId.problem(fields.getFirst()).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        double start = seconds(fields.get(1));
        double end = seconds(fields.get(2));
        if (!(start >= 0 && end > start)) {
            throw new IllegalArgumentException(
                    "the clip ends at " + end + " s, not after its start at " + start + " s");
        }
        return new Clip(fields.getFirst(), start, end, labels(String.join(",", fields.subList(3, fields.size()))));
    }

    private static double seconds(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a time in seconds");
        }
    }

    /** Parses a list of label ids; equal lists are shared between clips. */
    private List<Label> labels(String text) {
        List<Label> sharedLabels = parsedLabels.get(text);
        if (sharedLabels != null) {
            return sharedLabels;
        }
        List<Label> clipLabels = new ArrayList<>();
        boolean allKnown = true;
        for (String id : text.split(",", 0)) {
            Label label = labels.find(id.strip()).orElse(null);
            if (label == null && !id.isBlank()) {
                notes.addUnknownLabel(shortenedId(id.strip()));
                allKnown = false;
            } else if (label != null && !clipLabels.contains(label)) {
                clipLabels.add(label);
            }
        }
        List<Label> result = List.copyOf(clipLabels);
        if (allKnown) {
            parsedLabels.put(text, result);
        }
        return result;
    }

    private static String shortenedId(String line) {
        int comma = line.indexOf(',');
        String id = comma < 0 ? line : line.substring(0, comma);
        return id.length() <= SHOWN_CHARACTERS ? id : id.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
