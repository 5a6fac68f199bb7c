package audiotokens.notebook.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.tablesaw.plotly.components.Figure;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads the script that Tablesaw writes for a figure back into values; Tablesaw offers no other form. */
final class TablesawScript {
    private static final Pattern VARIABLE = Pattern.compile("var\\s+(layout|trace\\d+)\\s*=\\s*(?=\\{)");
    private static final JsonMapper OBJECT_LITERALS = JsonMapper.builder()
            .enable(
                    JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TablesawScript() {}

    /** @throws IllegalArgumentException where a title or name holds an apostrophe, which Tablesaw does not escape */
    static PlotlyFigure parse(Figure figure) {
        String script = figure.asJavascript("figure");
        List<Map<String, Object>> traces = new ArrayList<>();
        Map<String, Object> layout = Map.of();
        Matcher variable = VARIABLE.matcher(script);
        while (variable.find()) {
            Map<String, Object> value = parse(script.substring(variable.end()));
            if (variable.group(1).equals("layout")) {
                layout = value;
            } else {
                traces.add(value);
            }
        }
        return new PlotlyFigure(String.valueOf(layout.getOrDefault("title", "Figure")), traces, layout);
    }

    private static Map<String, Object> parse(String literal) {
        try {
            return OBJECT_LITERALS.readValue(literal, new TypeReference<>() {});
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the figure's script cannot be read; a title or name of it may hold an apostrophe", e);
        }
    }
}
