package audiotokens.notebook.figure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;
import tools.jackson.databind.json.JsonMapper;

/**
 * An interactive figure in Plotly's own terms, in the project's colours.
 *
 * @param title what the figure shows, also its name for screen readers
 * @param data Plotly's traces
 * @param layout Plotly's layout
 */
public record PlotlyFigure(String title, List<Map<String, Object>> data, Map<String, Object> layout)
        implements Picture {
    public PlotlyFigure {
        data = List.copyOf(data);
        layout = Map.copyOf(layout);
    }

    /** A figure of Tablesaw's traces over two axes. */
    public static PlotlyFigure of(String title, Axis x, Axis y, Trace... traces) {
        return of(title, Layout.builder().xAxis(x).yAxis(y).build(), traces);
    }

    /** A figure of Tablesaw's traces in Tablesaw's layout. */
    public static PlotlyFigure of(String title, Layout layout, Trace... traces) {
        return of(new Figure(layout, traces)).titled(title);
    }

    /** Tablesaw's figure, which otherwise fetches Plotly's script from a network. */
    public static PlotlyFigure of(Figure figure) {
        return PlotlyStyle.applyTo(TablesawScript.parse(figure));
    }

    /** A figure of traces in Plotly's own terms, which Tablesaw has no words for. */
    static PlotlyFigure ofTraces(String title, Axis x, Axis y, List<Map<String, Object>> traces) {
        return new PlotlyFigure(title, traces, of(title, x, y).layout());
    }

    /** The same figure under another title. */
    public PlotlyFigure titled(String newTitle) {
        return new PlotlyFigure(newTitle, data, with(layout, "title", PlotlyStyle.title(newTitle)));
    }

    /** The same figure of another height, in pixels. */
    public PlotlyFigure withHeight(int pixels) {
        return withLayout("height", pixels);
    }

    /** The same figure with one part of its layout replaced. */
    PlotlyFigure withLayout(String key, Object value) {
        return new PlotlyFigure(title, data, with(layout, key, value));
    }

    /** The same figure with one key of an axis replaced. */
    PlotlyFigure withAxis(String axis, String key, Object value) {
        Map<String, Object> given = new LinkedHashMap<>();
        if (layout.get(axis) instanceof Map<?, ?> map) {
            map.forEach((name, before) -> given.put(name.toString(), before));
        }
        return withLayout(axis, with(given, key, value));
    }

    /** What Plotly's {@code newPlot} takes: data, layout and config. */
    public Map<String, Object> toMap() {
        return Map.of("data", data, "layout", layout, "config", Map.of("displaylogo", false));
    }

    /** Height, in pixels. */
    int height() {
        return ((Number) layout.getOrDefault("height", 400)).intValue();
    }

    /**
     * The still image, which the page's own Plotly script, where there is one, replaces by the live figure.
     *
     * <p>A report holds that script once; in JupyterLab its Plotly extension draws {@link #toMap} instead. A figure that
     * follows the page's width forgets its own height when the page changes, so here the holder keeps it.
     */
    @Override
    public String html() {
        String json = JsonMapper.shared().writeValueAsString(toMap()).replace("</", "<\\/");
        String still = png().map(bytes -> "<img alt=\"" + Html.escape(title)
                        + "\" style=\"max-width:100%;height:100%;object-fit:contain\" src=\""
                        + Html.dataAddress("image/png", bytes) + "\">")
                .orElse("<em>" + Html.escape(title) + "</em>");
        return """
                <div class="audio-tokens-figure"><div style="height:%dpx">%s</div><script>
                (function (figure) {
                  const holder = document.currentScript.previousElementSibling;
                  const draw = function (tries) {
                    if (window.Plotly) {
                      holder.replaceChildren();
                      window.Plotly.newPlot(holder, figure.data, figure.layout, {...figure.config, responsive: true});
                    } else if (tries > 0) {
                      setTimeout(draw, 100, tries - 1);
                    }
                  };
                  draw(100);
                })(%s);
                </script></div>
                """
                .formatted(height(), still, json);
    }

    @Override
    public String text() {
        return title;
    }

    @Override
    public Optional<byte[]> png() {
        return StillChart.png(this);
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(map);
        changed.put(key, value);
        return changed;
    }
}
