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
 * @param specs the parameters, in their order in the array
 * @param values all values: in the parameter's shape if there is only one parameter, otherwise flat, (count,)
 */
public record ParameterBlock(List<ParameterSpec> specs, NDArray values) {
    public ParameterBlock {
        specs = List.copyOf(specs);
    }

    /** Creates a block with the values that {@code initialValues} returns for each parameter name. */
    static ParameterBlock create(
            NDManager manager, List<ParameterSpec> specs, Function<String, float[]> initialValues) {
        return new ParameterBlock(specs, array(manager, specs, initialValues));
    }

    /** Creates an array in this block's layout with the values that {@code initialValues} returns for each name. */
    public NDArray arrayLike(NDManager manager, Function<String, float[]> initialValues) {
        return array(manager, specs, initialValues);
    }

    private static NDArray array(
            NDManager manager, List<ParameterSpec> specs, Function<String, float[]> initialValues) {
        if (specs.size() == 1) {
            ParameterSpec spec = specs.getFirst();
            return manager.create(initialValues.apply(spec.name()), spec.shape());
        }
        int count = Math.toIntExact(
                specs.stream().mapToLong(spec -> spec.shape().size()).sum());
        float[] values = new float[count];
        int offset = 0;
        for (ParameterSpec spec : specs) {
            float[] parameterValues = initialValues.apply(spec.name());
            System.arraycopy(parameterValues, 0, values, offset, parameterValues.length);
            offset += parameterValues.length;
        }
        return manager.create(values, new Shape(count));
    }

    /** Copies an array in this block's layout into one tensor per parameter, by name. */
    public SequencedMap<String, Tensor> tensors(NDArray array) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        float[] values = array.toFloatArray();
        int offset = 0;
        for (ParameterSpec spec : specs) {
            int end = offset + Math.toIntExact(spec.shape().size());
            float[] parameterValues = specs.size() == 1 ? values : Arrays.copyOfRange(values, offset, end);
            tensors.put(spec.name(), new Tensor(spec.shape().getShape(), parameterValues));
            offset = end;
        }
        return tensors;
    }

    /** Returns whether the block contains the parameter of this name. */
    boolean contains(String name) {
        return specs.stream().anyMatch(spec -> spec.name().equals(name));
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
        if (specs.size() == 1) {
            views.put(specs.getFirst().name(), array);
            return views;
        }
        long[] splitIndices = new long[specs.size() - 1];
        long offset = 0;
        for (int i = 0; i < splitIndices.length; i++) {
            offset += specs.get(i).shape().size();
            splitIndices[i] = offset;
        }
        NDList flat = array.split(splitIndices, 0);
        for (int i = 0; i < specs.size(); i++) {
            views.put(specs.get(i).name(), flat.get(i).reshape(specs.get(i).shape()));
        }
        return views;
    }
}
