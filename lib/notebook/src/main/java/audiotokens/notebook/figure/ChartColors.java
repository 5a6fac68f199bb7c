package audiotokens.notebook.figure;

import java.util.List;

/** The colors that all charts share: readable on light and dark pages, and told apart by the color-blind. */
final class ChartColors {
    /** Contrast of about 4.5 to 1 against both white and JupyterLab's dark background. */
    static final String TEXT = "#787878";

    static final String GRID = "rgba(128,128,128,0.25)";

    /** Okabe and Ito's colors, without the yellow and the black that drown on one of the backgrounds. */
    static final List<String> SERIES = List.of("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9");

    private ChartColors() {}

    /** The color of a chart's series at {@code place}, from 0. */
    static String of(int place) {
        return SERIES.get(place % SERIES.size());
    }
}
