package audiotokens.notebook.figure;

import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.traces.ScatterTrace;

/** Axes of a figure, each with its title and unit. */
final class Axes {
    private Axes() {}

    static Axis linear(String title) {
        return Axis.builder().title(title).build();
    }

    /** A second vertical axis, on the right, over the same times or epochs. */
    static Axis right(String title) {
        return Axis.builder()
                .title(title)
                .side(Axis.Side.right)
                .overlaying(ScatterTrace.YAxis.Y)
                .build();
    }

    static Axis logarithmic(String title) {
        return Axis.builder().title(title).type(Axis.Type.LOG).build();
    }

    /** An axis of names; Plotly would otherwise take names such as 1e5 for numbers. */
    static Axis categories(String title) {
        return Axis.builder().title(title).type(Axis.Type.CATEGORY).build();
    }
}
