package audiotokens.device;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The GPU prerequisites found in the file system; no library is loaded.
 *
 * @param devices device files of the GPUs
 * @param nvidiaSmi {@code nvidia-smi}, if it is on PATH
 * @param driver the driver's library, if found
 * @param cudaRuntime {@code libcudart.so}, with which DJL counts GPUs
 * @param libtorch the libtorch build that DJL loads
 * @param jniVersion libtorch version that DJL's JNI library was built for
 * @param flavor the JNI flavor set in the environment, such as {@code cu128}; empty if DJL selects it
 * @param flavorExists whether the class path has that flavor
 */
public record GpuSetup(
        List<Path> devices,
        Optional<Path> nvidiaSmi,
        Optional<Path> driver,
        Optional<Path> cudaRuntime,
        Libtorch libtorch,
        String jniVersion,
        Optional<String> flavor,
        boolean flavorExists) {

    /** Inspects {@code machine}. */
    public static GpuSetup find(Machine machine) {
        Optional<String> flavor = machine.setting("PYTORCH_FLAVOR");
        String version = Libtorch.properties("jnilib/pytorch.properties").getProperty("jni_version", "unknown");
        return new GpuSetup(
                machine.gpuDevices(),
                machine.program("nvidia-smi"),
                machine.driver(),
                machine.cudaRuntime(),
                Libtorch.find(machine),
                Libtorch.release(version),
                flavor,
                flavor.isPresent() && jniExists(flavor.get()));
    }

    private static boolean jniExists(String flavor) {
        String name = "jnilib/linux-x86_64/" + flavor + "/libdjl_torch.so";
        return GpuSetup.class.getClassLoader().getResource(name) != null;
    }

    /** Returns whether the machine appears to have a GPU, usable or not. */
    public boolean gpuPresent() {
        return !devices.isEmpty() || nvidiaSmi.isPresent();
    }

    /** Returns why no GPU can be used and what to do, in one sentence; empty if one can be used. */
    public Optional<String> obstacle() {
        if (!gpuPresent()) {
            return Optional.of("the machine has no NVIDIA GPU (no /dev/nvidia0, no nvidia-smi)");
        }
        if (devices.isEmpty()) {
            return Optional.of("nvidia-smi exists, but not /dev/nvidia0: load the driver's kernel module, or start the"
                    + " container with the GPU (docker run --gpus all)");
        }
        if (driver.isEmpty()) {
            return Optional.of("no NVIDIA driver was found (libcuda.so.1): install it, or start the container with the"
                    + " GPU (docker run --gpus all)");
        }
        return libraryObstacle();
    }

    private Optional<String> libraryObstacle() {
        if (!libtorch.supportsCuda()) {
            return Optional.of("libtorch is the CPU build: ./run gpu-setup installs the one with CUDA");
        }
        if (mismatch().isPresent()) {
            return mismatch();
        }
        if (libtorch.folder().isPresent() && !(flavorExists && flavor.get().startsWith("cu"))) {
            return Optional.of("PYTORCH_FLAVOR is " + flavor.orElse("not set")
                    + ", which is not a CUDA flavor of DJL's JNI library: ./run gpu-setup sets it");
        }
        if (cudaRuntime.isEmpty()) {
            return Optional.of(
                    "no libcudart.so was found, which DJL needs to count the GPUs: ./run gpu-setup links it, or give"
                            + " the folder of libcudart.so.12 with -Djna.library.path");
        }
        return Optional.empty();
    }

    /** Returns what to do if libtorch and DJL's JNI library have different versions and cannot be loaded together. */
    Optional<String> mismatch() {
        return libtorch.release()
                .filter(release -> !release.equals(jniVersion))
                .map(release -> "libtorch is " + release + " and DJL's JNI library is for " + jniVersion
                        + ": ./run gpu-setup installs " + jniVersion
                        + ", and without PYTORCH_LIBRARY_PATH the CPU build is used");
    }
}
