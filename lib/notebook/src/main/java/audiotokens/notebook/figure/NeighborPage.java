package audiotokens.notebook.figure;

import audiotokens.file.AtomicFile;
import audiotokens.label.LabelIndex;
import audiotokens.pipeline.neighbors.ComparedSound;
import audiotokens.pipeline.neighbors.NeighborMap;
import audiotokens.pipeline.neighbors.NeighborPageWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A page with a two-dimensional map of recordings: hovering over a point shows the file's name, and clicking it plays an
 * excerpt. Excerpts have relative URLs, so that the folder can be moved and opened without a network.
 */
public final class NeighborPage implements NeighborPageWriter {

    /** A recording in the page's JSON; the page's script refers to these record components by name. */
    private record SoundEntry(
            String file,
            String excerpt,
            String path,
            int cluster,
            double x,
            double y,
            String labels,
            List<Integer> nearest,
            List<Double> distances) {}

    private record ClusterEntry(String name, String color, int size, List<Integer> typical) {}

    private record Content(List<SoundEntry> sounds, List<ClusterEntry> clusters) {}

    @Override
    public void write(NeighborMap map, LabelIndex labels, Map<Path, String> reasons, Path page) throws IOException {
        Path folder =
                Objects.requireNonNull(page.toAbsolutePath().getParent(), "the path of the page has no parent folder");
        StringBuilder html = new StringBuilder(HtmlPage.start("Recordings by their tokens"));
        html.append("<style>").append(resource("neighbors.css")).append("</style>\n");
        html.append(resource("neighbors.html"));
        if (!reasons.isEmpty()) {
            Map<String, String> rows = new LinkedHashMap<>();
            reasons.forEach((file, reason) -> rows.put(file.toString(), reason));
            html.append("<h2>Not on the map</h2>\n").append(table(rows));
        }
        html.append("<script type=\"application/json\" id=\"content\">")
                .append(Html.json(content(map, labels, folder)))
                .append("</script>\n<script>")
                .append(resource("neighbors.js"))
                .append("</script>\n");
        AtomicFile.write(page, html.append(HtmlPage.END).toString());
    }

    private static String table(Map<String, String> rows) {
        StringBuilder table = new StringBuilder("<table>");
        rows.forEach((file, reason) -> table.append("<tr><td>")
                .append(Html.escape(file))
                .append("</td><td>")
                .append(Html.escape(reason))
                .append("</td></tr>\n"));
        return table.append("</table>\n").toString();
    }

    private static Content content(NeighborMap map, LabelIndex labels, Path folder) {
        List<SoundEntry> sounds = new ArrayList<>();
        for (int index = 0; index < map.sounds().size(); index++) {
            ComparedSound sound = map.sounds().get(index);
            NeighborMap.Point point = map.points().get(index);
            int label = sound.topLabel();
            sounds.add(new SoundEntry(
                    sound.file().getFileName().toString(),
                    relativeUrl(folder.relativize(sound.excerpt().toAbsolutePath())),
                    sound.file().toString(),
                    point.cluster(),
                    rounded(point.x()),
                    rounded(point.y()),
                    String.format(Locale.ROOT, "%s %.2f", labels.get(label).name(), sound.scores()[label]),
                    point.nearest().stream().map(NeighborMap.Neighbor::sound).toList(),
                    point.nearest().stream()
                            .map(neighbor -> Math.round(neighbor.distance() * 1e3) / 1e3)
                            .toList()));
        }
        List<ClusterEntry> clusters = IntStream.range(0, map.clusters().size())
                .mapToObj(cluster -> new ClusterEntry(
                        map.name(cluster, labels),
                        ChartColors.of(cluster),
                        map.clusters().get(cluster).size(),
                        map.clusters().get(cluster).typical()))
                .toList();
        return new Content(sounds, clusters);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e5) / 1e5;
    }

    private static String relativeUrl(Path relative) {
        return relative.toString().replace('\\', '/');
    }

    private static String resource(String name) {
        try (InputStream in = NeighborPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
