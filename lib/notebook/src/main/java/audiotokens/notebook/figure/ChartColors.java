package audiotokens.notebook.figure;

import java.util.List;

/** The color palette of all charts: readable on light and dark pages and distinguishable with color blindness. */
final class ChartColors {
    /** Contrast of about 4.5 to 1 against both white and JupyterLab's dark background. */
    static final String TEXT = "#787878";

    static final String GRID = "rgba(128,128,128,0.25)";

    /** Okabe and Ito's colors, without yellow and black, which have too little contrast on one of the backgrounds. */
    static final List<String> SERIES = List.of("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9");

    private ChartColors() {}

    /** Returns the color of series {@code index}, from 0. */
    static String of(int index) {
        return SERIES.get(index % SERIES.size());
    }
}
