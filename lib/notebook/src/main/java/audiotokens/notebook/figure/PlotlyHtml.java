package audiotokens.notebook.figure;

import java.util.Map;
import java.util.Optional;

/** A Plotly figure as an HTML fragment; the script that draws it is part of the report template. */
final class PlotlyHtml {
    private PlotlyHtml() {}

    /**
     * @param height in pixels; fixed by the container, since a responsive figure does not keep its height
     * @param staticImage static image that is shown if scripts do not run
     * @param figure Plotly's data, layout and config
     */
    static String of(String title, int height, Optional<byte[]> staticImage, Map<String, Object> figure) {
        String altText = Html.escape(title);
        String fallback = staticImage
                .map(png -> "<img alt=\"" + altText
                        + "\" style=\"max-width:100%;height:100%;object-fit:contain\" src=\""
                        + Html.dataUrl("image/png", png) + "\">")
                .orElse("<em>" + altText + "</em>");
        return """
                <div class="audio-tokens-figure"><div role="figure" aria-label="%s" style="height:%dpx">%s</div>\
                <script type="application/json">%s</script></div>
                """
                .formatted(altText, height, fallback, Html.json(figure));
    }
}
