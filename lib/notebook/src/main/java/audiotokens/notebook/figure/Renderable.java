package audiotokens.notebook.figure;

import java.util.Optional;

/** A figure or table that can be rendered as HTML, text or PNG. Each form is self-contained. */
public sealed interface Renderable
        permits Chart, TablesawFigure, SpectrogramGrid, Timeline, PlayerList, HtmlTable, ConfigurationTable {

    /** Returns an HTML fragment, readable in light and dark themes. */
    String html();

    /** Returns a text for terminals, one or a few lines. */
    String text();

    /** Returns a PNG image for viewers without scripts; empty if there is none, or no font is installed. */
    Optional<byte[]> png();
}
