package audiotokens.device;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import audiotokens.AudioTokensException;
import audiotokens.model.ComputeDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Implements the command {@code device}: prints the engine, the native libraries and their locations, and the devices.
 */
public final class DeviceReport {
    /** Strong reference: a garbage-collected logger loses its level. */
    private static final Logger DJL_LOGGER = Logger.getLogger("ai.djl");

    private DeviceReport() {}

    public static void main(String[] arguments) {
        DJL_LOGGER.setLevel(Level.SEVERE);
        GpuSetup setup = GpuSetup.find(Machine.current());
        fileSystemLines(setup).forEach(System.out::println);
        try {
            engineLines(setup).forEach(System.out::println);
        } catch (AudioTokensException e) {
            System.out.println("engine            " + e.getMessage());
            System.exit(1);
        }
    }

    /** Returns the lines that need only the file system. */
    static List<String> fileSystemLines(GpuSetup setup) {
        String devices = setup.devices().stream().map(Path::toString).collect(Collectors.joining(", "));
        Libtorch libtorch = setup.libtorch();
        return List.of(
                "GPU device files  " + (devices.isEmpty() ? "none" : devices),
                "nvidia-smi        " + text(setup.nvidiaSmi()),
                "NVIDIA driver     " + text(setup.driver()),
                "CUDA runtime      " + text(setup.cudaRuntime()),
                "libtorch          " + libtorch.version().orElse("unknown version")
                        + (libtorch.supportsCuda() ? " with CUDA, " : " for the CPU, ")
                        + libtorch.folder().map(folder -> "in " + folder).orElse("from the class path"),
                "DJL's JNI         for libtorch " + setup.jniVersion() + ", flavor "
                        + setup.flavor().orElse("chosen by DJL"));
    }

    private static String text(Optional<Path> file) {
        return file.map(Path::toString).orElse("not found");
    }

    /** Returns the lines that need the engine. */
    static List<String> engineLines(GpuSetup setup) {
        int nGpus = DeviceChoice.countUsableGpus(setup);
        Engine engine = Engine.getEngine("PyTorch");
        List<String> lines = new ArrayList<>(List.of(
                "engine            " + engine.getEngineName() + " " + engine.getVersion() + " by DJL "
                        + Engine.getDjlVersion(),
                "loaded from       " + LibUtils.getLibtorchPath(),
                "memory            " + ComputeDevice.of(Device.cpu())));
        for (int gpu = 0; gpu < nGpus; gpu++) {
            lines.add("memory            " + ComputeDevice.of(Device.gpu(gpu)));
        }
        lines.add(DeviceChoice.of(DeviceRequest.of("auto"), Runtime.getRuntime().availableProcessors(), setup)
                .description());
        return lines;
    }
}
