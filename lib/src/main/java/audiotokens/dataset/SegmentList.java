package audiotokens.dataset;

import audiotokens.run.StageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** AudioSet's segment lists: 3 header lines, then {@code YTID, start, end, "mid,mid"}. */
final class SegmentList {
    private static final int HEADER_LINES = 3;

    private SegmentList() {}

    /** Adds the clips of {@code csv} to {@code clips}; a later row of the same id takes the earlier one's place. */
    static void read(Path csv, LabelIndex labels, Map<String, Clip> clips) {
        try (BufferedReader lines = Files.newBufferedReader(csv)) {
            for (int i = 0; i < HEADER_LINES; i++) {
                lines.readLine();
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Clip clip = parse(line, labels);
                clips.put(clip.id(), clip);
            }
        } catch (IOException e) {
            throw new StageException("the segment list " + csv + " cannot be read (key segments): " + e, e);
        }
    }

    private static Clip parse(String line, LabelIndex labels) {
        String[] fields = line.split(",", 4);
        List<Label> found = new ArrayList<>();
        for (String mid : fields[3].strip().replace("\"", "").split(",")) {
            labels.find(mid.strip()).filter(label -> !found.contains(label)).ifPresent(found::add);
        }
        return new Clip(
                fields[0].strip(), Double.parseDouble(fields[1].strip()), Double.parseDouble(fields[2].strip()), found);
    }
}
