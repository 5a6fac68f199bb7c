package audiotokens.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Redirects all logging of this process to a file instead of the notebook. */
final class LogFile {
    private LogFile() {}

    /** Appends the log to {@code file} from now on; creates missing folders. */
    static void open(Path file) {
        silence();
        try {
            Files.createDirectories(file.getParent());
            FileHandler handler = new FileHandler(file.toString().replace("%", "%%"), true);
            handler.setFormatter(new SimpleFormatter());
            handler.setEncoding("UTF-8");
            handler.setLevel(Level.INFO);
            root().addHandler(handler);
        } catch (IOException e) {
            throw new UncheckedIOException("the log " + file + " cannot be written", e);
        }
    }

    /** Discards all log messages from now on. */
    static void silence() {
        for (Handler handler : root().getHandlers()) {
            handler.close();
            root().removeHandler(handler);
        }
    }

    private static Logger root() {
        return LogManager.getLogManager().getLogger("");
    }
}
