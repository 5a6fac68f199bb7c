package audiotokens.model;

/** How a model's outputs become the labels' probabilities. */
public enum LabelOutput {
    /** Sigmoid: a clip may have any number of labels. The training loss is binary cross-entropy. */
    SIGMOID,
    /** Softmax: a clip has exactly one label. The training loss is cross-entropy. */
    SOFTMAX
}
