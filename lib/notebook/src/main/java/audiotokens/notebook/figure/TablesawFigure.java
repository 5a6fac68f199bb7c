package audiotokens.notebook.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import tech.tablesaw.plotly.components.Figure;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A figure created with Tablesaw's Plotly wrapper. The project's charts are {@link Chart}s.
 *
 * <p>Tablesaw exports a figure only as JavaScript, which assigns object literals to the variables {@code layout},
 * {@code trace0}, {@code trace1}, ...; this class parses these literals.
 *
 * @param title title of the figure
 * @param data Plotly's traces
 * @param layout Plotly's layout
 */
public record TablesawFigure(String title, List<Map<String, Object>> data, Map<String, Object> layout)
        implements Renderable {
    private static final JsonMapper OBJECT_LITERALS = JsonMapper.builder()
            .enable(
                    JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public TablesawFigure {
        data = List.copyOf(data);
        layout = Map.copyOf(layout);
    }

    /**
     * Converts a Tablesaw figure.
     *
     * @throws IllegalArgumentException if a title or a name contains an apostrophe, which Tablesaw does not escape
     */
    public static TablesawFigure of(Figure figure) {
        List<Map<String, Object>> traces = new ArrayList<>();
        Map<String, Object> layout = Map.of();
        Scanner script = new Scanner(figure.asJavascript("figure")).useDelimiter("\\bvar\\s+");
        while (script.hasNext()) {
            String assignment = script.next();
            if (assignment.startsWith("layout")) {
                layout = literal(assignment);
            } else if (assignment.matches("(?s)trace\\d.*")) {
                traces.add(literal(assignment));
            }
        }
        return new TablesawFigure(String.valueOf(layout.getOrDefault("title", "Figure")), traces, layout);
    }

    private static Map<String, Object> literal(String assignment) {
        try {
            return OBJECT_LITERALS.readValue(
                    assignment.substring(assignment.indexOf('=') + 1), new TypeReference<>() {});
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the figure's script cannot be read; a title or name in it may contain an apostrophe", e);
        }
    }

    /** Returns the arguments of {@code Plotly.newPlot}: data, layout and config. */
    public Map<String, Object> plotly() {
        return Map.of("data", data, "layout", layout, "config", Map.of("displaylogo", false));
    }

    @Override
    public String html() {
        int height = layout.get("height") instanceof Number pixels ? pixels.intValue() : 450;
        return PlotlyHtml.of(title, height, png(), plotly());
    }

    @Override
    public String text() {
        return title;
    }

    /** Returns empty, since only Plotly can draw the figure. */
    @Override
    public Optional<byte[]> png() {
        return Optional.empty();
    }
}
