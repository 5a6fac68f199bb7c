package audiotokens.notebook.figure;

import java.util.Optional;

/** Something to look at, in the forms that different viewers can show. Every form stands alone: nothing is fetched. */
public sealed interface Picture
        permits Chart, TablesawFigure, SpectrogramGrid, Timeline, PlayerList, HtmlTable, ConfigurationTable {

    /** The form for a browser: a fragment that fits into a page, readable in light and dark themes. */
    String html();

    /** The form for a terminal, one or a few lines. */
    String text();

    /** The form where scripts do not run, a PNG image; empty where there is none, or no font to draw it with. */
    Optional<byte[]> png();
}
