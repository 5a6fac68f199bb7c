package audiotokens.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import audiotokens.AudioTokensException;
import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.random.TorchRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.Function;

/** A model's parameters and buffers by name. Owns their memory. */
public final class Parameters implements AutoCloseable {
    /** A counter that PyTorch's BatchNorm saves but reads only if its momentum is None. */
    private static final String BATCH_COUNT = ".num_batches_tracked";

    private final NDManager manager;
    private final List<ParameterSpec> specs;
    private final ParameterLayout layout;
    private final SequencedMap<String, NDArray> arrays = new LinkedHashMap<>();
    private final List<ParameterBlock> blocks = new ArrayList<>();

    private Parameters(List<ParameterSpec> specs, Map<String, Tensor> values, Device device, ParameterLayout layout) {
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        this.specs = specs;
        this.layout = layout;
        Function<String, float[]> initialArray =
                name -> Objects.requireNonNull(values.get(name), name).values();
        Map<String, NDArray> trained = new HashMap<>();
        for (List<ParameterSpec> blockSpecs :
                layout.blocks(specs.stream().filter(ParameterSpec::trained).toList())) {
            ParameterBlock block = ParameterBlock.create(manager, blockSpecs, initialArray);
            blocks.add(block);
            trained.putAll(block.views(block.values()));
        }
        for (ParameterSpec spec : specs) {
            NDArray array = trained.get(spec.name());
            if (array == null) {
                array = manager.create(initialArray.apply(spec.name()), spec.shape());
            }
            array.setName(spec.name());
            arrays.put(spec.name(), array);
        }
    }

    /**
     * Initializes parameters in order, drawing the same random numbers as a PyTorch model whose layers are created in
     * this order. (Hugging Face initializes BERT in a different order.)
     */
    public static Parameters initialize(List<ParameterSpec> specs, TorchRandom random, Device device) {
        return initialize(specs, random, device, ParameterLayout.of(device));
    }

    /**
     * Initializes parameters like {@link #initialize(List, TorchRandom, Device)}, but in {@code layout}, such as {@link
     * ParameterLayout#of(ComputeDevice)} for training.
     */
    public static Parameters initialize(
            List<ParameterSpec> specs, TorchRandom random, Device device, ParameterLayout layout) {
        return new Parameters(specs, initialValues(specs, random), device, layout);
    }

    /** Returns the values that {@link #initialize(List, TorchRandom, Device)} gives the parameters, by name. */
    public static SequencedMap<String, Tensor> initialValues(List<ParameterSpec> specs, TorchRandom random) {
        SequencedMap<String, Tensor> values = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            float[] floats = new float[Math.toIntExact(spec.shape().size())];
            spec.initializer().fill(floats, random);
            values.put(spec.name(), new Tensor(spec.shape().getShape(), floats));
        }
        return values;
    }

    /**
     * Creates parameters with given values, like PyTorch's {@code load_state_dict(strict=True)}.
     *
     * @throws AudioTokensException if a name is missing or unknown, or a shape differs; the message names the parameter
     */
    public static Parameters of(List<ParameterSpec> specs, Map<String, Tensor> values, Device device) {
        return of(specs, values, device, ParameterLayout.of(device));
    }

    /**
     * Creates parameters like {@link #of(List, Map, Device)}, but in {@code layout}, such as {@link
     * ParameterLayout#of(ComputeDevice)} for training.
     */
    public static Parameters of(
            List<ParameterSpec> specs, Map<String, Tensor> values, Device device, ParameterLayout layout) {
        check(specs, values);
        return new Parameters(specs, values, device, layout);
    }

    /**
     * Checks that the values match these parameters exactly.
     *
     * @throws AudioTokensException if a name is missing or unknown, or a shape differs; the message names the parameter
     */
    public static void check(List<ParameterSpec> specs, Map<String, Tensor> values) {
        TreeSet<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeIf(name -> name.endsWith(BATCH_COUNT));
        for (ParameterSpec spec : specs) {
            Tensor tensor = values.get(spec.name());
            if (tensor == null) {
                throw new AudioTokensException("the weights have no " + spec.name() + "; they belong to another model");
            }
            if (!Arrays.equals(tensor.shape(), spec.shape().getShape())) {
                throw new AudioTokensException("the weights' " + spec.name() + " has the shape "
                        + Arrays.toString(tensor.shape()) + ", but the model's has " + spec.shape()
                        + "; they belong to another configuration");
            }
            unknown.remove(spec.name());
        }
        if (!unknown.isEmpty()) {
            throw new AudioTokensException(
                    "the weights have " + unknown + ", which the model does not have; they belong to another model");
        }
    }

    /**
     * Returns the parameter of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the existing names
     */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException(
                    "there is no parameter " + name + "; the parameters are " + arrays.keySet());
        }
        return array;
    }

    /** Returns the trained parameters, by name. */
    public SequencedMap<String, NDArray> trained() {
        SequencedMap<String, NDArray> trained = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            if (spec.trained()) {
                trained.put(spec.name(), arrays.get(spec.name()));
            }
        }
        return trained;
    }

    /** Returns the arrays that hold the trained parameters. */
    public List<ParameterBlock> blocks() {
        return List.copyOf(blocks);
    }

    /** Returns the memory layout of the trained parameters. */
    public ParameterLayout layout() {
        return layout;
    }

    /** Returns the total number of values. */
    public long count() {
        return specs.stream().mapToLong(spec -> spec.shape().size()).sum();
    }

    /** Copies all values by name, as {@link SafetensorsFile} writes them. */
    public SequencedMap<String, Tensor> values() {
        SequencedMap<String, Tensor> values = new LinkedHashMap<>();
        arrays.forEach(
                (name, array) -> values.put(name, new Tensor(array.getShape().getShape(), array.toFloatArray())));
        return values;
    }

    /** Returns the device of the parameters. */
    public Device device() {
        return manager.getDevice();
    }

    /**
     * Returns a manager for one step. Closing it frees everything computed from the parameters and returns the
     * parameters to their owner.
     */
    public NDManager newStepManager() {
        NDManager step = manager.newSubManager();
        step.tempAttachAll(arrays.values().toArray(NDArray[]::new));
        blocks.stream().filter(block -> block.specs().size() > 1).forEach(block -> step.tempAttachAll(block.values()));
        return step;
    }

    /** Returns a manager for arrays that live as long as the parameters, such as optimizer moments. */
    public NDManager newCompanionManager() {
        return manager.newSubManager();
    }

    @Override
    public void close() {
        manager.close();
    }
}
