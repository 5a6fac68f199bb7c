package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.ReadmeCode;
import audiotokens.pipeline.config.Configuration;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the code of the README's section "Write your own". */
@SuppressWarnings("InlineFormatString") // the source reads better as a constant
class WriteYourOwnTest {
    private static final int MAX_LINES = 40;
    private static final String SOURCE =
            """
            import ai.djl.ndarray.NDArray;
            import audiotokens.audio.*;
            import audiotokens.model.*;
            import audiotokens.notebook.experiment.*;
            import audiotokens.pipeline.config.Configuration;
            import audiotokens.pipeline.source.*;
            import audiotokens.spectrogram.*;
            import audiotokens.token.*;
            import audiotokens.work.Progress;
            import java.io.IOException;
            import java.util.*;
            import java.util.stream.IntStream;

            public class Own {
                static Progress progress() {
                    return Progress.silent();
                }

                public static SweepResult run(Configuration configuration) {
            %s
                    return outcome;
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void theTokenizerAndModelOfTheReadmeDistinguishRisingFromFallingSweeps() throws Exception {
        Configuration configuration = Configuration.of(Map.of(
                "sourceType", "Sweeps",
                "ontology", folder.resolve("none.json").toString(),
                "outputPath", folder.resolve("run").toString(),
                "splitType", "stratified",
                "validationRatio", "0.25",
                "sampleRate", "8000",
                "nMels", "9",
                "threads", "1",
                "learningRate", "0.01",
                "epochs", "6"));
        SweepResult outcome = run(configuration);
        assertEquals("own", outcome.name());
        assertTrue(outcome.nDistinctTokens() > 2 && outcome.nDistinctTokens() <= 256, outcome.toString());
        assertTrue(outcome.meanAveragePrecision() > 0.9, outcome.toString());
        String tokenizer = Files.readString(folder.resolve("run/tokenizer/tokenizer.json"));
        assertTrue(tokenizer.contains("\"signs\""), tokenizer);
    }

    private SweepResult run(Configuration configuration) throws Exception {
        try (URLClassLoader loader = ReadmeCode.compile(folder, "Own", SOURCE.formatted(codeFromReadme()))) {
            return (SweepResult) loader.loadClass("Own")
                    .getMethod("run", Configuration.class)
                    .invoke(null, configuration);
        }
    }

    private static String codeFromReadme() throws Exception {
        String readme = Files.readString(Path.of("../../README.md"));
        Matcher section = Pattern.compile("## Write your own\n.*?(?=\n## )", Pattern.DOTALL)
                .matcher(readme);
        assertTrue(section.find(), "README.md has no such section");
        assertTrue(section.group().lines().count() <= MAX_LINES, "the section has more than " + MAX_LINES + " lines");
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(section.group());
        assertTrue(block.find(), "the section has no Java block");
        return block.group(1);
    }
}
