package audiotokens.device;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import audiotokens.AudioTokensException;
import audiotokens.model.ComputeDevice;

/**
 * The selected device and, if a GPU is present but unused, the reason.
 *
 * @param device the selected device
 * @param description one line that names the device and, if a GPU is present but unused, the reason
 */
public record DeviceChoice(ComputeDevice device, String description) {

    /**
     * Selects a device on this machine; starts DJL's PyTorch engine.
     *
     * @param threads threads per operation on a CPU
     * @throws AudioTokensException if the requested GPU cannot be used or the engine does not start; the message says
     *     why and what to do
     */
    public static DeviceChoice of(DeviceRequest request, int threads) {
        return of(request, threads, GpuSetup.find(Machine.current()));
    }

    /** Selects a device like {@link #of(DeviceRequest, int)}; {@code setup} explains why a GPU cannot be used. */
    static DeviceChoice of(DeviceRequest request, int threads, GpuSetup setup) {
        int nGpus = countUsableGpus(setup);
        if (request.kind() == DeviceRequest.Kind.GPU) {
            checkPresent(request, nGpus, setup);
        }
        boolean usesGpu =
                request.kind() == DeviceRequest.Kind.GPU || (request.kind() == DeviceRequest.Kind.AUTO && nGpus > 0);
        ComputeDevice device = ComputeDevice.of(usesGpu ? Device.gpu(request.index()) : Device.cpu(), threads);
        boolean isGpuUnused = request.kind() == DeviceRequest.Kind.AUTO && !usesGpu && setup.gpuPresent();
        return new DeviceChoice(
                device,
                "device=" + request + ": " + device + (isGpuUnused ? "; no GPU is used: " + reason(setup) : ""));
    }

    private static void checkPresent(DeviceRequest request, int nGpus, GpuSetup setup) {
        if (nGpus == 0) {
            throw new AudioTokensException("device=" + request + ": " + reason(setup));
        }
        if (request.index() >= nGpus) {
            throw new AudioTokensException("device=" + request + ": there "
                    + (nGpus == 1 ? "is 1 GPU, gpu:0" : "are " + nGpus + " GPUs, gpu:0 to gpu:" + (nGpus - 1)));
        }
    }

    private static String reason(GpuSetup setup) {
        return setup.obstacle()
                .orElse(
                        "all libraries were found, but CUDA reports no device; check nvidia-smi and CUDA_VISIBLE_DEVICES");
    }

    /** Returns the number of GPUs that the engine can compute on. */
    static int countUsableGpus(GpuSetup setup) {
        try {
            Engine engine = Engine.getEngine("PyTorch");
            return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
        } catch (EngineException | LinkageError e) {
            String cause = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new AudioTokensException(
                    "PyTorch's native library does not load: "
                            + setup.mismatch().or(setup::obstacle).orElse("see ./run device") + " (" + cause + ")",
                    e);
        }
    }
}
