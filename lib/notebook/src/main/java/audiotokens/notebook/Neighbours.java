package audiotokens.notebook;

import audiotokens.AudioTokensException;
import audiotokens.file.FileFault;
import audiotokens.file.WholeFile;
import audiotokens.notebook.figure.SoundMapPage;
import audiotokens.pipeline.listening.SoundFiles;
import audiotokens.pipeline.listening.SoundMap;
import audiotokens.pipeline.listening.SoundModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code ./run neighbours MODEL FOLDER [PAGE.html]}: a map of the sounds in a folder, which need no labels. Exits with
 * status 0, with 1 where a sound could not be read, and with 2 where there is no map.
 */
public final class Neighbours {
    /** Held here, since a logger that nobody holds forgets its level. */
    private static final Logger ENGINE_LOG = Logger.getLogger("ai.djl");

    private static final long SEED = 42;

    private Neighbours() {}

    public static void main(String[] arguments) {
        ENGINE_LOG.setLevel(Level.WARNING);
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println(
                    "./run neighbours MODEL FOLDER [PAGE.html]; MODEL is a model's folder, as output/demo/model");
            System.exit(2);
        }
        Path page = Path.of(arguments.length == 3 ? arguments[2] : "neighbours.html");
        int status = 2;
        try {
            status = write(Path.of(arguments[0]), arguments[1], page);
        } catch (AudioTokensException e) {
            System.err.println(e.getMessage());
        } catch (IOException e) {
            System.err.println(page + " cannot be written: " + FileFault.describe(e));
        }
        System.exit(status);
    }

    /** Writes the page; returns the exit status. */
    static int write(Path bundle, String folder, Path page) throws IOException {
        List<Path> files = SoundFiles.of(List.of(folder));
        Map<Path, String> unreadable = new LinkedHashMap<>();
        try (SoundModel model = SoundModel.load(bundle)) {
            SoundMap map = SoundMap.of(model, files, SEED, unreadable::put);
            byte[] html = new SoundMapPage(map, unreadable).html().getBytes(StandardCharsets.UTF_8);
            WholeFile.write(page, out -> out.write(html));
            System.out.println(map.places().size() + " sounds in " + map.clusters() + " clusters: " + page);
        }
        unreadable.forEach((file, reason) -> System.out.println(file + "  " + reason));
        return unreadable.isEmpty() ? 0 : 1;
    }
}
