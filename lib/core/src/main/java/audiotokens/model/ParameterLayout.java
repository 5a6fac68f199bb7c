package audiotokens.model;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How trained parameters lie in memory. */
public enum ParameterLayout {
    /** Each in memory of its own, which can be updated by several threads of the CPU at once. */
    SEPARATE {
        @Override
        List<List<ParameterShape>> blocks(List<ParameterShape> trained) {
            return trained.stream().map(List::of).toList();
        }
    },
    /**
     * In few blocks, so that an update is few kernels: one for each direction of each layer of a recurrent network, in
     * the order of cuDNN (input weights, state weights, input biases, state biases), which otherwise copies the weights
     * in each step; and one for everything else. cuDNN wants its weights at the start of their memory, so that they
     * cannot share a block with others.
     */
    BLOCKS {
        @Override
        List<List<ParameterShape>> blocks(List<ParameterShape> trained) {
            Map<String, List<ParameterShape>> blocks = new LinkedHashMap<>();
            for (ParameterShape shape : trained) {
                Matcher recurrent = RECURRENT.matcher(shape.name());
                String block = recurrent.matches() ? recurrent.group(1) + "." + recurrent.group(2) : "";
                blocks.computeIfAbsent(block, name -> new ArrayList<>()).add(shape);
            }
            return List.copyOf(blocks.values());
        }
    };

    /** PyTorch's names of a recurrent layer's parameters, declared in cuDNN's order by {@link ParameterShape#lstm}. */
    private static final Pattern RECURRENT = Pattern.compile("(.*)\\.(?:weight|bias)_(?:ih|hh)_(l\\d+(?:_reverse)?)");

    /** The layout for a training on {@code device}. */
    public static ParameterLayout of(ComputeDevice device) {
        return device.stepsAsDevice() ? BLOCKS : SEPARATE;
    }

    /** The layout for predictions on {@code device}: in blocks on a GPU, where cuDNN reads them as well. */
    static ParameterLayout of(Device device) {
        return device.isGpu() ? BLOCKS : SEPARATE;
    }

    /** The parameters that lie in one piece of memory, in their order in it. */
    abstract List<List<ParameterShape>> blocks(List<ParameterShape> trained);
}
