package audiotokens.notebook.figure;

import java.util.HashMap;
import java.util.Map;

/** How the bars of several traces share their places in one still chart: beside, over or upon each other. */
final class BarLayout {
    private final int sideBySide;
    private final boolean stacked;
    private final Map<Integer, Double> heights = new HashMap<>();

    /**
     * @param mode Plotly's barmode: overlay, stack, or anything else for side by side
     * @param traces number of traces
     */
    BarLayout(Object mode, int traces) {
        this.stacked = "stack".equals(mode);
        this.sideBySide = stacked || "overlay".equals(mode) ? 1 : Math.max(1, traces);
    }

    /** Number of bars that share a place's width. */
    int sideBySide() {
        return sideBySide;
    }

    /** Where the next bar at a place begins; on a stack, at the end of the one before. */
    double baseOf(int place, double length) {
        return stacked ? heights.merge(place, length, Double::sum) - length : 0;
    }
}
