package audiotokens.notebook.figure;

import java.util.Optional;

/** A figure that can be rendered for different viewers. Every form is self-contained. */
public sealed interface Picture
        permits Chart, TablesawFigure, SpectrogramGrid, Timeline, PlayerList, HtmlTable, ConfigurationTable {

    /** An HTML fragment, readable in light and dark themes. */
    String html();

    /** A text for terminals, one or a few lines. */
    String text();

    /** A PNG image for viewers without scripts; empty if there is none, or no font is installed. */
    Optional<byte[]> png();
}
