package audiotokens.pipeline.neighbors;

import audiotokens.file.AtomicFile;
import audiotokens.label.LabelIndex;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes the recordings as CSV, one row each: {@code
 * file,cluster,cluster_name,x,y,label,score,nearest_1,distance_1,...,reason}. Clusters are numbered from 1. For a
 * recording that is not on the map, only the file and the reason are set.
 */
final class NeighborTable {
    private static final int NEIGHBORS_SHOWN = 3;

    private NeighborTable() {}

    /**
     * Writes the table.
     *
     * @param reasons why a recording is not on the map, by its file
     */
    static void write(NeighborMap map, LabelIndex labels, Map<Path, String> reasons, Path file) throws IOException {
        AtomicFile.write(file, out -> {
            CSVPrinter rows = new CSVPrinter(
                    new OutputStreamWriter(out, StandardCharsets.UTF_8),
                    CSVFormat.DEFAULT
                            .builder()
                            .setHeader(header().toArray(String[]::new))
                            .setRecordSeparator("\n")
                            .get());
            for (int sound = 0; sound < map.sounds().size(); sound++) {
                rows.printRecord(row(map, labels, sound));
            }
            for (Map.Entry<Path, String> reason : reasons.entrySet()) {
                List<String> row = new ArrayList<>(List.of(reason.getKey().toString()));
                while (row.size() < header().size() - 1) {
                    row.add("");
                }
                row.add(reason.getValue());
                rows.printRecord(row);
            }
            rows.flush();
        });
    }

    private static List<String> header() {
        List<String> header = new ArrayList<>(List.of("file", "cluster", "cluster_name", "x", "y", "label", "score"));
        for (int rank = 1; rank <= NEIGHBORS_SHOWN; rank++) {
            header.add("nearest_" + rank);
            header.add("distance_" + rank);
        }
        header.add("reason");
        return header;
    }

    private static List<String> row(NeighborMap map, LabelIndex labels, int sound) {
        NeighborMap.Point point = map.points().get(sound);
        ComparedSound compared = map.sounds().get(sound);
        int label = compared.topLabel();
        List<String> row = new ArrayList<>(List.of(
                compared.file().toString(),
                String.valueOf(point.cluster() + 1),
                map.name(point.cluster(), labels),
                number(point.x()),
                number(point.y()),
                labels.get(label).name(),
                number(compared.scores()[label])));
        for (int rank = 0; rank < NEIGHBORS_SHOWN; rank++) {
            if (rank < point.nearest().size()) {
                NeighborMap.Neighbor neighbor = point.nearest().get(rank);
                row.add(map.sounds().get(neighbor.sound()).file().toString());
                row.add(number(neighbor.distance()));
            } else {
                row.addAll(List.of("", ""));
            }
        }
        row.add("");
        return row;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
