package audiotokens.notebook.figure;

import java.util.Map;
import java.util.Optional;

/** A Plotly figure as a fragment of a page; the script that draws it is part of the report's template. */
final class PlotlyHtml {
    private PlotlyHtml() {}

    /**
     * @param height in pixels; the holder keeps it, since a figure that follows the page's width forgets its own
     * @param still what is seen where no script runs
     * @param figure Plotly's data, layout and config
     */
    static String of(String title, int height, Optional<byte[]> still, Map<String, Object> figure) {
        String alternative = Html.escape(title);
        String shown = still.map(png -> "<img alt=\"" + alternative
                        + "\" style=\"max-width:100%;height:100%;object-fit:contain\" src=\""
                        + Html.dataAddress("image/png", png) + "\">")
                .orElse("<em>" + alternative + "</em>");
        return """
                <div class="audio-tokens-figure"><div role="figure" aria-label="%s" style="height:%dpx">%s</div>\
                <script type="application/json">%s</script></div>
                """
                .formatted(alternative, height, shown, Html.json(figure));
    }
}
