package audiotokens.figure;

import tech.tablesaw.plotly.components.Axis;

/** Axes of a figure, each with its title and unit. */
final class Axes {
    private Axes() {}

    static Axis linear(String title) {
        return Axis.builder().title(title).build();
    }

    static Axis logarithmic(String title) {
        return Axis.builder().title(title).type(Axis.Type.LOG).build();
    }

    /** An axis of names; Plotly would otherwise take names such as 1e5 for numbers. */
    static Axis categories(String title) {
        return Axis.builder().title(title).type(Axis.Type.CATEGORY).build();
    }
}
