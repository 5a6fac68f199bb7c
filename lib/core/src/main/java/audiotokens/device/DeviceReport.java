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

/** Prints the engine, the native libraries, where each was found, and the devices: the command {@code device}. */
public final class DeviceReport {
    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger DJL = Logger.getLogger("ai.djl");

    private DeviceReport() {}

    public static void main(String[] arguments) {
        DJL.setLevel(Level.SEVERE);
        GpuSetup setup = GpuSetup.find(Machine.current());
        found(setup).forEach(System.out::println);
        try {
            loaded(setup).forEach(System.out::println);
        } catch (AudioTokensException e) {
            System.out.println("engine            " + e.getMessage());
            System.exit(1);
        }
    }

    /** What the file system shows. */
    static List<String> found(GpuSetup setup) {
        String devices = setup.devices().stream().map(Path::toString).collect(Collectors.joining(", "));
        Libtorch libtorch = setup.libtorch();
        return List.of(
                "GPU device files  " + (devices.isEmpty() ? "none" : devices),
                "nvidia-smi        " + text(setup.systemTool()),
                "NVIDIA driver     " + text(setup.driver()),
                "CUDA runtime      " + text(setup.cudaRuntime()),
                "libtorch          " + libtorch.version().orElse("unknown version")
                        + (libtorch.cuda() ? " with CUDA, " : " for the CPU, ")
                        + libtorch.folder().map(folder -> "in " + folder).orElse("from the class path"),
                "DJL's JNI         for libtorch " + setup.jniVersion() + ", flavor "
                        + setup.flavor().orElse("chosen by DJL"));
    }

    private static String text(Optional<Path> file) {
        return file.map(Path::toString).orElse("not found");
    }

    /** What the engine says once it has started. */
    static List<String> loaded(GpuSetup setup) {
        int gpus = DeviceChoice.usableGpus(setup);
        Engine engine = Engine.getEngine("PyTorch");
        List<String> lines = new ArrayList<>(List.of(
                "engine            " + engine.getEngineName() + " " + engine.getVersion() + " by DJL "
                        + Engine.getDjlVersion(),
                "loaded from       " + LibUtils.getLibtorchPath(),
                "memory            " + ComputeDevice.of(Device.cpu())));
        for (int gpu = 0; gpu < gpus; gpu++) {
            lines.add("memory            " + ComputeDevice.of(Device.gpu(gpu)));
        }
        lines.add(DeviceChoice.of(DeviceRequest.of("auto"), Runtime.getRuntime().availableProcessors(), setup)
                .sentence());
        return lines;
    }
}
