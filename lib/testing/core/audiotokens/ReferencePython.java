package audiotokens;

import java.nio.charset.StandardCharsets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs scripts in a Python with torch, safetensors and transformers, given by the environment variable REFERENCE_PYTHON.
 * {@code ./run test} sets the variable if {@code ./run bench} has created such a Python.
 */
public final class ReferencePython {
    private ReferencePython() {}

    /** Skips the calling test with a message if there is no such Python. */
    public static void assumeAvailable() throws IOException, InterruptedException {
        assumeTrue(
                System.getenv("REFERENCE_PYTHON") != null,
                "REFERENCE_PYTHON is not set to a Python with torch, safetensors and transformers");
        int status = new ProcessBuilder(System.getenv("REFERENCE_PYTHON"), "-c", "import torch, safetensors, transformers")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assumeTrue(status == 0, "REFERENCE_PYTHON lacks torch, safetensors or transformers");
    }

    /** Runs a script in lib/testing/python; fails with its output if its exit status is not 0. */
    public static void run(String script, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getenv("REFERENCE_PYTHON"), "../testing/python/" + script));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
