package audiotokens.notebook.figure;

import audiotokens.pipeline.config.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration as a table: the keys whose values differ from the defaults, which are the values of the original
 * Python implementation, followed by a collapsed table of all keys.
 *
 * @param configuration the configuration
 */
public record ConfigurationTable(Configuration configuration) implements Renderable {
    private static final List<HtmlTable.Head> HEADS =
            List.of(new HtmlTable.Head("key", false), new HtmlTable.Head("value", false));

    /** A table with more rows is collapsed. */
    private static final int MAX_OPEN_ROWS = 10;

    private HtmlTable changedKeys() {
        Map<String, Object> defaults = Configuration.of(Map.of()).toMap();
        List<List<Object>> rows = rows(configuration.toPublishedMap());
        rows.removeAll(rows(defaults));
        return new HtmlTable(HEADS, rows, 0);
    }

    private HtmlTable allKeys() {
        return new HtmlTable(HEADS, rows(configuration.toPublishedMap()), 0);
    }

    private static List<List<Object>> rows(Map<String, Object> values) {
        List<List<Object>> rows = new ArrayList<>();
        values.forEach((key, value) -> rows.add(List.of(
                key,
                value instanceof List<?> items
                        ? String.join(", ", items.stream().map(String::valueOf).toList())
                        : String.valueOf(value))));
        return rows;
    }

    @Override
    public String html() {
        HtmlTable changed = changedKeys();
        String changedHtml = changed.rows().size() <= MAX_OPEN_ROWS
                ? changed.html()
                : "<details><summary>" + changed.rows().size() + " keys whose values differ from the original</summary>"
                        + changed.html() + "</details>";
        return changedHtml + "<details><summary>all " + allKeys().rows().size() + " keys</summary>"
                + allKeys().html() + "</details>";
    }

    @Override
    public String text() {
        return changedKeys().text();
    }

    @Override
    public Optional<byte[]> png() {
        return Optional.empty();
    }
}
