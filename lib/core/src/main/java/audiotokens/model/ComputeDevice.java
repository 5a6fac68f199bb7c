package audiotokens.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * The device on which a model computes.
 *
 * @param device the engine's device
 * @param threads intra-op threads, on a CPU
 * @param memoryBytes total memory, in bytes
 */
public record ComputeDevice(Device device, int threads, long memoryBytes) {

    /** Returns the first GPU if the engine supports CUDA, otherwise the CPU. */
    public static ComputeDevice find(int threads) {
        Device device = Engine.getEngine("PyTorch").defaultDevice();
        return new ComputeDevice(device, threads, memory(device));
    }

    /** Returns {@code device}, with one intra-op thread per core. */
    public static ComputeDevice of(Device device) {
        return of(device, Runtime.getRuntime().availableProcessors());
    }

    /** Returns {@code device}, with {@code threads} intra-op threads on a CPU. */
    public static ComputeDevice of(Device device, int threads) {
        return new ComputeDevice(device, threads, memory(device));
    }

    /**
     * Returns whether training steps run as on a GPU: parameters in blocks, dropout masks drawn by the engine, one host
     * thread. With the system property {@code audiotokens.deviceStep=true} they do so on the CPU too, for tests without
     * a GPU.
     */
    public boolean usesGpuSteps() {
        return device.isGpu() || Boolean.getBoolean("audiotokens.deviceStep");
    }

    private static long memory(Device device) {
        if (device.isGpu()) {
            return CudaUtils.getGpuMemory(device).getMax();
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    /** Returns a readable description such as {@code CPU, 2 threads, 23.5 GiB}. */
    @Override
    public String toString() {
        String name = device.isGpu() ? "GPU " + device.getDeviceId() : "CPU, " + threads + " threads";
        return name + String.format(Locale.ROOT, ", %.1f GiB", memoryBytes / (double) (1L << 30));
    }
}
