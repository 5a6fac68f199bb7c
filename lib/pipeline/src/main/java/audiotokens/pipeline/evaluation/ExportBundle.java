package audiotokens.pipeline.evaluation;

import audiotokens.AudioTokensException;
import audiotokens.file.AtomicFile;
import audiotokens.file.FileErrors;
import audiotokens.file.FileTree;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.inference.BundleFolder;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * {@code ./run export RUN [FILE.zip]}: exports the model of a run as a self-contained folder and optionally as a zip
 * file. Prints the path of the folder or the zip file.
 */
public final class ExportBundle {
    private ExportBundle() {}

    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: ./run export RUN [FILE.zip]; RUN is the run's folder, such as output/demo");
            System.exit(2);
        }
        try {
            BundleFolder bundle = export(Path.of(arguments[0]));
            if (arguments.length == 2) {
                Path zip = Path.of(arguments[1]);
                writeZip(bundle, zip);
                System.out.println(zip);
            } else {
                System.out.println(bundle.path());
            }
        } catch (AudioTokensException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("the model cannot be exported: " + FileErrors.describe(e));
            System.exit(2);
        }
        System.exit(0);
    }

    /**
     * Returns the bundle of a run; creates it if it does not exist.
     *
     * @throws AudioTokensException if the run has no model; the message says what is missing
     */
    static BundleFolder export(Path run) throws IOException {
        RunFolder folder = new RunFolder(run);
        BundleFolder bundle = new BundleFolder(folder.model());
        if (Files.exists(bundle.description())) {
            bundle.readDescription();
            return bundle;
        }
        if (!Files.isRegularFile(folder.configuration())) {
            throw new AudioTokensException(run + " is not a run's folder: it has no configuration.yaml");
        }
        Configuration configuration = Configuration.read(folder.configuration(), List.of("outputPath=" + run));
        new ModelEvaluator(configuration).exportModel(Progress.silent());
        return bundle;
    }

    /** Writes a zip file that contains the bundle in a folder with the zip file's name. */
    static void writeZip(BundleFolder bundle, Path zip) throws IOException {
        String name = zip.getFileName().toString().replaceFirst("\\.zip$", "");
        List<Path> files = FileTree.filesBelow(bundle.path()).stream().sorted().toList();
        AtomicFile.write(zip, out -> {
            ZipOutputStream zipped = new ZipOutputStream(out);
            for (Path file : files) {
                zipped.putNextEntry(new ZipEntry(
                        name + "/" + bundle.path().relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zipped);
                zipped.closeEntry();
            }
            zipped.finish();
        });
    }
}
