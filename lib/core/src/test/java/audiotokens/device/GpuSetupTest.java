package audiotokens.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks which obstacle is reported for a GPU setup, on file trees that imitate increasingly complete setups.
 */
class GpuSetupTest {
    private static final String TORCH_FOLDER = "/venv/torch";

    @TempDir
    Path root;

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin"));

    @Test
    void withoutAGpuTheCpuIsUsedWithoutAWarning() {
        assertFalse(setup().gpuPresent());
        assertObstacle("the machine has no NVIDIA GPU");
        DeviceChoice choice = DeviceChoice.of(DeviceRequest.of("auto"), 2, setup());
        assertFalse(choice.device().device().isGpu());
        assertTrue(choice.description().matches("device=auto: CPU, 2 threads, [0-9.]+ GiB"), choice.description());
    }

    @Test
    void nvidiaSmiWithoutADeviceFileIsReported() throws IOException {
        assertTrue(createFile("/usr/bin/nvidia-smi").toFile().setExecutable(true));
        assertTrue(setup().gpuPresent());
        assertObstacle("not /dev/nvidia0");
    }

    @Test
    void aGpuWithoutADriverIsReported() throws IOException {
        createFile("/dev/nvidia0");
        createFile("/dev/nvidiactl");
        assertEquals(1, setup().devices().size());
        assertObstacle("no NVIDIA driver was found (libcuda.so.1)");
    }

    @Test
    void theCpuBuildOfLibtorchIsReported() throws IOException {
        installGpuAndDriver();
        assertObstacle("libtorch is the CPU build: ./run gpu-setup");
        String message = DeviceChoice.of(DeviceRequest.of("auto"), 2, setup()).description();
        assertTrue(message.contains("; no GPU is used: libtorch is the CPU build"), message);
    }

    @Test
    void aVersionMismatchOfLibtorchAndJniIsReported() throws IOException {
        installGpuAndDriver();
        installTorch("2.11.0+cu130");
        environment.put("PYTORCH_FLAVOR", "cu130");
        assertObstacle("libtorch is 2.11.0 and DJL's JNI library is for " + setup().jniVersion());
    }

    @Test
    void anUnknownJniFlavorIsReported() throws IOException {
        installGpuAndDriver();
        installTorch(setup().jniVersion() + "+cu126");
        assertObstacle("PYTORCH_FLAVOR is not set");
        environment.put("PYTORCH_FLAVOR", "cu126");
        assertObstacle("PYTORCH_FLAVOR is cu126, which is not a CUDA flavor");
        environment.put("PYTORCH_FLAVOR", "cpu");
        assertObstacle("PYTORCH_FLAVOR is cpu, which is not a CUDA flavor");
    }

    @Test
    void versionedCudaRuntimeFromPipIsFoundOnlyThroughASymlink() throws IOException {
        installGpuAndDriver();
        installTorch(setup().jniVersion() + "+cu126");
        environment.put("PYTORCH_FLAVOR", "cu128");
        environment.put("LD_LIBRARY_PATH", "/venv/nvidia/cuda_runtime/lib:/venv/cuda-runtime");
        createFile("/venv/nvidia/cuda_runtime/lib/libcudart.so.12");
        assertObstacle("no libcudart.so was found");

        Path link = createFile("/venv/cuda-runtime/libcudart.so");
        assertEquals(link, setup().cudaRuntime().orElseThrow());
        assertTrue(setup().obstacle().isEmpty(), setup().toString());
    }

    @Test
    void aSystemCudaToolkitIsFoundOnTheLibrarySearchPath() throws IOException {
        Path runtime = createFile("/usr/local/cuda/lib64/libcudart.so.12");
        Files.writeString(createFile("/etc/ld.so.conf.d/cuda.conf"), "# toolkit\n/usr/local/cuda/lib64\n");
        assertEquals(runtime, setup().cudaRuntime().orElseThrow());
    }

    @Test
    void requestingAnUnavailableGpuFailsWithTheReason() throws IOException {
        installGpuAndDriver();
        AudioTokensException error =
                assertThrows(AudioTokensException.class, () -> DeviceChoice.of(DeviceRequest.of("gpu:1"), 2, setup()));
        assertTrue(error.getMessage().startsWith("device=gpu:1: libtorch is the CPU build"), error.getMessage());
    }

    @Test
    void theReportListsEachPartOfTheSetup() throws IOException {
        installGpuAndDriver();
        installTorch("2.11.0+cu130");
        String report = String.join("\n", DeviceReport.fileSystemLines(setup()));
        assertTrue(report.contains("GPU device files  " + root.resolve("dev/nvidia0")), report);
        assertTrue(report.contains("2.11.0+cu130 with CUDA, in " + root.resolve("venv/torch/lib")), report);
        assertTrue(report.contains("CUDA runtime      not found"), report);
        assertTrue(String.join("\n", DeviceReport.engineLines(setup())).contains("engine            PyTorch"));
    }

    private void installGpuAndDriver() throws IOException {
        createFile("/dev/nvidia0");
        createFile("/usr/lib/x86_64-linux-gnu/libcuda.so.1");
    }

    private void installTorch(String version) throws IOException {
        Files.writeString(createFile(TORCH_FOLDER + "/version.py"), "__version__ = '" + version + "'\ndebug = False\n");
        createFile(TORCH_FOLDER + "/lib/libtorch_cuda.so");
        environment.put("PYTORCH_LIBRARY_PATH", TORCH_FOLDER + "/lib");
    }

    private Path createFile(String path) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private GpuSetup setup() {
        return GpuSetup.find(new Machine(root, environment, Map.of()));
    }

    private void assertObstacle(String expected) {
        String obstacle = setup().obstacle().orElseThrow();
        assertTrue(obstacle.contains(expected), obstacle);
    }
}
