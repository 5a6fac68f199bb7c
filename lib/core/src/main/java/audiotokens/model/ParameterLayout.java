package audiotokens.model;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory layout of the trained parameters. */
public enum ParameterLayout {
    /** One array per parameter, so that CPU threads can update them in parallel. */
    SEPARATE {
        @Override
        List<List<ParameterSpec>> blocks(List<ParameterSpec> trained) {
            return trained.stream().map(List::of).toList();
        }
    },
    /**
     * Few contiguous blocks, so that an update needs few kernels. Each direction of each recurrent layer is a block in
     * cuDNN's order (input weights, hidden weights, input biases, hidden biases); otherwise cuDNN would copy the
     * weights in every step. ({@link Layers#bidirectionalLstm} copies them anyway, to join the two directions.) All
     * other parameters form one block. cuDNN requires a layer's weights at the start of an allocation, so recurrent
     * layers cannot share a block.
     */
    BLOCKS {
        @Override
        List<List<ParameterSpec>> blocks(List<ParameterSpec> trained) {
            Map<String, List<ParameterSpec>> blocks = new LinkedHashMap<>();
            for (ParameterSpec spec : trained) {
                Matcher recurrent = RECURRENT.matcher(spec.name());
                String block = recurrent.matches() ? recurrent.group(1) + "." + recurrent.group(2) : "";
                blocks.computeIfAbsent(block, name -> new ArrayList<>()).add(spec);
            }
            return List.copyOf(blocks.values());
        }
    };

    /**
     * PyTorch's names of a recurrent layer's parameters, which {@link ParameterSpec#lstm} declares in cuDNN's order.
     */
    private static final Pattern RECURRENT = Pattern.compile("(.*)\\.(?:weight|bias)_(?:ih|hh)_(l\\d+(?:_reverse)?)");

    /** Returns the layout for training on {@code device}. */
    public static ParameterLayout of(ComputeDevice device) {
        return device.usesGpuSteps() ? BLOCKS : SEPARATE;
    }

    /** Returns the layout for inference on {@code device}: blocks on a GPU, since cuDNN needs them there too. */
    static ParameterLayout of(Device device) {
        return device.isGpu() ? BLOCKS : SEPARATE;
    }

    /** Groups the parameters by the array that holds them; each group is in its array's order. */
    abstract List<List<ParameterSpec>> blocks(List<ParameterSpec> trained);
}
