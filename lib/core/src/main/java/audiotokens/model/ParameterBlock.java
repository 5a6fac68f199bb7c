package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import audiotokens.file.SafetensorsFile.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Trained parameters that lie one after the other in one array. Their gradients and an optimizer's moments are laid out
 * alike, so that an update goes over all of them at once.
 *
 * @param shapes of the parameters, in their order in the array
 * @param values all of them: of the parameter's shape where there is one, else (count,)
 */
public record ParameterBlock(List<ParameterShape> shapes, NDArray values) {
    public ParameterBlock {
        shapes = List.copyOf(shapes);
    }

    /** A block with the values that {@code initial} gives for each parameter's name. */
    static ParameterBlock create(NDManager manager, List<ParameterShape> shapes, Function<String, float[]> initial) {
        return new ParameterBlock(shapes, array(manager, shapes, initial));
    }

    /** An array that is laid out as the block, with the values that {@code initial} gives for each parameter's name. */
    public NDArray alike(NDManager manager, Function<String, float[]> initial) {
        return array(manager, shapes, initial);
    }

    private static NDArray array(NDManager manager, List<ParameterShape> shapes, Function<String, float[]> initial) {
        if (shapes.size() == 1) {
            ParameterShape only = shapes.getFirst();
            return manager.create(initial.apply(only.name()), only.shape());
        }
        int count = Math.toIntExact(
                shapes.stream().mapToLong(shape -> shape.shape().size()).sum());
        float[] values = new float[count];
        int at = 0;
        for (ParameterShape shape : shapes) {
            float[] own = initial.apply(shape.name());
            System.arraycopy(own, 0, values, at, own.length);
            at += own.length;
        }
        return manager.create(values, new Shape(count));
    }

    /** A copy of an array that is laid out as the block, by parameter name. */
    public SequencedMap<String, Tensor> tensors(NDArray array) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        float[] values = array.toFloatArray();
        int at = 0;
        for (ParameterShape shape : shapes) {
            int end = at + Math.toIntExact(shape.shape().size());
            float[] own = shapes.size() == 1 ? values : Arrays.copyOfRange(values, at, end);
            tensors.put(shape.name(), new Tensor(shape.shape().getShape(), own));
            at = end;
        }
        return tensors;
    }

    /** Whether the parameter of this name lies in it. */
    boolean has(String name) {
        return shapes.stream().anyMatch(shape -> shape.name().equals(name));
    }

    /** The part of {@code array}, laid out as the block, that belongs to the parameter of this name. */
    NDArray part(String name, NDArray array) {
        return parts(array).get(name);
    }

    /**
     * The parts of an array that is laid out as the block, by parameter name and in the parameters' shapes. They share
     * its memory, and gradients flow through them into one gradient of the whole.
     */
    public SequencedMap<String, NDArray> parts(NDArray array) {
        SequencedMap<String, NDArray> parts = new LinkedHashMap<>();
        if (shapes.size() == 1) {
            parts.put(shapes.getFirst().name(), array);
            return parts;
        }
        long[] cuts = new long[shapes.size() - 1];
        long at = 0;
        for (int i = 0; i < cuts.length; i++) {
            at += shapes.get(i).shape().size();
            cuts[i] = at;
        }
        NDList flat = array.split(cuts, 0);
        for (int i = 0; i < shapes.size(); i++) {
            parts.put(shapes.get(i).name(), flat.get(i).reshape(shapes.get(i).shape()));
        }
        return parts;
    }
}
