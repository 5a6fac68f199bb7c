package audiotokens;

import java.nio.charset.StandardCharsets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The Python of the environment variable PEERS_PYTHON, with torch, safetensors and transformers; {@code ./run test}
 * sets it if {@code ./run bench} has created one.
 */
public final class PeerPython {
    private PeerPython() {}

    /** Skips the calling test with a message if there is no such Python. */
    public static void assumeThere() throws IOException, InterruptedException {
        assumeTrue(System.getenv("PEERS_PYTHON") != null, "no PEERS_PYTHON with torch, safetensors and transformers");
        int status = new ProcessBuilder(System.getenv("PEERS_PYTHON"), "-c", "import torch, safetensors, transformers")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assumeTrue(status == 0, "PEERS_PYTHON lacks torch, safetensors or transformers");
    }

    /** Runs {@code script} of lib/testing/python. */
    public static void run(String script, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getenv("PEERS_PYTHON"), "../testing/python/" + script));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
