package audiotokens.notebook.figure;

import audiotokens.pipeline.listening.SoundMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A map of sounds as one page that stands alone: a click on a point plays the sound, and below are the clusters with all
 * their files.
 *
 * @param map the sounds
 * @param unreadable files that are not on the map, each with its reason
 */
public record SoundMapPage(SoundMap map, Map<Path, String> unreadable) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final int MARGIN = 16;

    /** More players than these make a page too heavy for a browser. */
    private static final int MOST_PLAYERS = 300;

    /** The whole page. */
    public String html() {
        StringBuilder page = new StringBuilder(HtmlPage.start("Sounds that are alike"));
        page.append("<p>%d sounds in %d clusters by how often each token occurs in them. A click on a point plays the"
                .formatted(map.places().size(), map.clusters()));
        page.append(" beginning of its sound.");
        if (map.places().size() > MOST_PLAYERS) {
            page.append(" The first %d sounds can be played; the others are named only.".formatted(MOST_PLAYERS));
        }
        page.append("</p>\n").append(Svg.of("Map of the sounds", WIDTH, HEIGHT, points()));
        for (int cluster = 0; cluster < map.clusters(); cluster++) {
            page.append(cluster(cluster));
        }
        if (!unreadable.isEmpty()) {
            page.append("<h2>Not on the map</h2><ul>");
            unreadable.forEach((file, reason) -> page.append("<li>")
                    .append(Html.escape(file + ": " + reason))
                    .append("</li>"));
            page.append("</ul>");
        }
        return page.append(HtmlPage.END).toString();
    }

    private String points() {
        List<SoundMap.Place> places = map.places();
        double minX = places.stream().mapToDouble(SoundMap.Place::x).min().orElse(0);
        double maxX = places.stream().mapToDouble(SoundMap.Place::x).max().orElse(1);
        double minY = places.stream().mapToDouble(SoundMap.Place::y).min().orElse(0);
        double maxY = places.stream().mapToDouble(SoundMap.Place::y).max().orElse(1);
        StringBuilder points = new StringBuilder();
        for (int sound = 0; sound < places.size(); sound++) {
            SoundMap.Place place = places.get(sound);
            String play = sound < MOST_PLAYERS
                    ? " onclick=\"document.querySelectorAll('audio').forEach(a=>a.pause());document.getElementById('sound"
                            + sound + "').play()\" style=\"cursor:pointer\""
                    : "";
            points.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"7\" fill=\"%s\" fill-opacity=\"0.75\"%s><title>%s, cluster %d"
                            + "</title></circle>",
                    scaled(place.x(), minX, maxX, WIDTH),
                    HEIGHT - scaled(place.y(), minY, maxY, HEIGHT),
                    ChartColors.of(place.cluster()),
                    play,
                    Html.escape(place.file().getFileName().toString()),
                    place.cluster() + 1));
        }
        return points.toString();
    }

    private static double scaled(double value, double min, double max, int length) {
        return MARGIN + (max > min ? (value - min) / (max - min) : 0.5) * (length - 2 * MARGIN);
    }

    private String cluster(int cluster) {
        int[] sounds = IntStream.range(0, map.places().size())
                .filter(sound -> map.places().get(sound).cluster() == cluster)
                .toArray();
        StringBuilder part =
                new StringBuilder("<h2><span style=\"color:%s\">&#9679;</span> Cluster %d: %d sounds</h2>\n"
                        .formatted(ChartColors.of(cluster), cluster + 1, sounds.length));
        part.append("<div style=\"display:flex;flex-wrap:wrap;gap:1em\">");
        for (int sound : sounds) {
            SoundMap.Place place = map.places().get(sound);
            part.append("<figure style=\"margin:0;width:22em\"><figcaption>")
                    .append(Html.escape(place.file().toString()))
                    .append("</figcaption>");
            if (sound < MOST_PLAYERS) {
                part.append(new PlayerList.HeardClip("", ExampleClips.played(place.excerpt()))
                        .player()
                        .replace("<audio ", "<audio id=\"sound" + sound + "\" "));
            }
            part.append("</figure>\n");
        }
        return part.append("</div>\n").toString();
    }
}
