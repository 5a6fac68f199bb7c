package audiotokens.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * The device that a model computes on.
 *
 * @param device the engine's name for it
 * @param threads threads that share one operation, on a CPU
 * @param memoryBytes all of its memory
 */
public record ComputeDevice(Device device, int threads, long memoryBytes) {

    /** The first GPU where the engine finds CUDA, else the CPU. */
    public static ComputeDevice find(int threads) {
        Device device = Engine.getEngine("PyTorch").defaultDevice();
        return new ComputeDevice(device, threads, memory(device));
    }

    /** {@code device}, with as many threads as the machine has cores. */
    public static ComputeDevice of(Device device) {
        return new ComputeDevice(device, Runtime.getRuntime().availableProcessors(), memory(device));
    }

    private static long memory(Device device) {
        if (device.isGpu()) {
            return CudaUtils.getGpuMemory(device).getMax();
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    /** For people, as {@code CPU, 2 threads, 23.5 GiB}. */
    @Override
    public String toString() {
        String name = device.isGpu() ? "GPU " + device.getDeviceId() : "CPU, " + threads + " threads";
        return name + String.format(Locale.ROOT, ", %.1f GiB", memoryBytes / (double) (1L << 30));
    }
}
