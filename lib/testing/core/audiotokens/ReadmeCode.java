package audiotokens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Compiles code of the README. */
public final class ReadmeCode {
    private ReadmeCode() {}

    /**
     * Compiles a class and returns a loader for it.
     *
     * @param folder folder for the source and the class
     * @param className name of the class, in the unnamed package
     */
    public static URLClassLoader compile(Path folder, String className, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(className + ".java"), source);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        System.out,
                        System.err,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        file.toString());
        assertEquals(0, status, "the README's lines do not compile");
        return new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }
}
