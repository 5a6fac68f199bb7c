package audiotokens.device;

import audiotokens.option.OptionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of the option {@code device}.
 *
 * @param kind automatic, CPU or GPU
 * @param index index of the GPU, from 0; 0 for the other kinds
 */
public record DeviceRequest(Kind kind, int index) {
    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

    /** Kind of device. */
    public enum Kind {
        /** A GPU if one can be used, otherwise the CPU. */
        AUTO,
        CPU,
        /** The GPU with the given index, without falling back to the CPU. */
        GPU
    }

    /**
     * Parses {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:1}.
     *
     * @throws OptionException for any other text
     */
    public static DeviceRequest of(String text) {
        Matcher gpu = GPU.matcher(text);
        if (gpu.matches()) {
            return new DeviceRequest(Kind.GPU, gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
        }
        return switch (text) {
            case "auto" -> new DeviceRequest(Kind.AUTO, 0);
            case "cpu" -> new DeviceRequest(Kind.CPU, 0);
            default -> throw new OptionException("device", "'" + text + "' is not auto, cpu, gpu or gpu:NUMBER");
        };
    }

    /** Returns the option's text. */
    @Override
    public String toString() {
        return switch (kind) {
            case AUTO -> "auto";
            case CPU -> "cpu";
            case GPU -> index == 0 ? "gpu" : "gpu:" + index;
        };
    }
}
