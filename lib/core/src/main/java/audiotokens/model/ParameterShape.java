package audiotokens.model;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * One parameter of a classifier.
 *
 * @param name its name in PyTorch's state_dict
 * @param shape its axes
 * @param start its values before training
 * @param trained whether it takes part in the logits; the original carries some that do not
 */
public record ParameterShape(String name, Shape shape, Start start, boolean trained) {

    /** The same parameter with other values before training. */
    public ParameterShape startingFrom(Start other) {
        return new ParameterShape(name, shape, other, trained);
    }

    /** The same parameter, left alone by training. */
    public ParameterShape frozen() {
        return new ParameterShape(name, shape, start, false);
    }

    /** Weight and bias of a linear layer under {@code name}, started as PyTorch starts {@code nn.Linear}. */
    static List<ParameterShape> linear(String name, int inputs, int outputs) {
        Start start = new Start.Uniform(1 / Math.sqrt(inputs));
        return List.of(
                new ParameterShape(name + ".weight", new Shape(outputs, inputs), start, true),
                new ParameterShape(name + ".bias", new Shape(outputs), start, true));
    }
}
