package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import audiotokens.file.SafetensorsFile.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Trained parameters in one contiguous array. Gradients and optimizer moments use the same layout, so that one
 * operation updates all of them.
 *
 * @param shapes the parameters, in their order in the array
 * @param values all values: in the parameter's shape if there is only one, otherwise flat, (count,)
 */
public record ParameterBlock(List<ParameterShape> shapes, NDArray values) {
    public ParameterBlock {
        shapes = List.copyOf(shapes);
    }

    /** Creates a block whose values {@code initialValues} returns by parameter name. */
    static ParameterBlock create(
            NDManager manager, List<ParameterShape> shapes, Function<String, float[]> initialValues) {
        return new ParameterBlock(shapes, array(manager, shapes, initialValues));
    }

    /** Creates an array in this block's layout, whose values {@code initialValues} returns by parameter name. */
    public NDArray arrayLike(NDManager manager, Function<String, float[]> initialValues) {
        return array(manager, shapes, initialValues);
    }

    private static NDArray array(
            NDManager manager, List<ParameterShape> shapes, Function<String, float[]> initialValues) {
        if (shapes.size() == 1) {
            ParameterShape shape = shapes.getFirst();
            return manager.create(initialValues.apply(shape.name()), shape.shape());
        }
        int count = Math.toIntExact(
                shapes.stream().mapToLong(shape -> shape.shape().size()).sum());
        float[] values = new float[count];
        int offset = 0;
        for (ParameterShape shape : shapes) {
            float[] parameterValues = initialValues.apply(shape.name());
            System.arraycopy(parameterValues, 0, values, offset, parameterValues.length);
            offset += parameterValues.length;
        }
        return manager.create(values, new Shape(count));
    }

    /** Copies an array in this block's layout, by parameter name. */
    public SequencedMap<String, Tensor> tensors(NDArray array) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        float[] values = array.toFloatArray();
        int offset = 0;
        for (ParameterShape shape : shapes) {
            int end = offset + Math.toIntExact(shape.shape().size());
            float[] parameterValues = shapes.size() == 1 ? values : Arrays.copyOfRange(values, offset, end);
            tensors.put(shape.name(), new Tensor(shape.shape().getShape(), parameterValues));
            offset = end;
        }
        return tensors;
    }

    /** Returns whether the block contains the parameter of this name. */
    boolean contains(String name) {
        return shapes.stream().anyMatch(shape -> shape.name().equals(name));
    }

    /** Returns the view of the parameter of this name in {@code array}, which has this block's layout. */
    NDArray view(String name, NDArray array) {
        return Objects.requireNonNull(views(array).get(name), name);
    }

    /**
     * Returns the views of an array in this block's layout, by parameter name and in the parameters' shapes. Gradients
     * flow through them into one gradient of the whole array.
     */
    public SequencedMap<String, NDArray> views(NDArray array) {
        SequencedMap<String, NDArray> views = new LinkedHashMap<>();
        if (shapes.size() == 1) {
            views.put(shapes.getFirst().name(), array);
            return views;
        }
        long[] splitIndices = new long[shapes.size() - 1];
        long offset = 0;
        for (int i = 0; i < splitIndices.length; i++) {
            offset += shapes.get(i).shape().size();
            splitIndices[i] = offset;
        }
        NDList flat = array.split(splitIndices, 0);
        for (int i = 0; i < shapes.size(); i++) {
            views.put(shapes.get(i).name(), flat.get(i).reshape(shapes.get(i).shape()));
        }
        return views;
    }
}
