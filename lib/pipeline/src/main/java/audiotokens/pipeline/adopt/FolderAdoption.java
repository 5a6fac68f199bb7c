package audiotokens.pipeline.adopt;

import audiotokens.file.AtomicFile;
import audiotokens.file.FileErrors;
import audiotokens.file.NpyFile;
import audiotokens.file.PthFile;
import audiotokens.file.SafetensorsFile;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports the files in the folder of the original Python implementation into a run's folder, where the stages adopt
 * them: use them unchanged instead of computing their own (see {@link audiotokens.pipeline.run.StageRun}). The
 * original's folder is not changed, existing files of the run are not overwritten, and an interrupted import can be
 * resumed.
 *
 * @param original the original's folder
 * @param run the run's folder
 * @param messages one line per imported or skipped item, in stage order
 */
record FolderAdoption(OriginalFolder original, RunFolder run, List<String> messages) {

    FolderAdoption(OriginalFolder original, RunFolder run) {
        this(original, run, new ArrayList<>());
    }

    /**
     * Imports everything available.
     *
     * @throws StageException if there is nothing to import, or the run's folder already contains the record of a stage
     */
    void importAll() throws IOException {
        for (RunStage stage : RunStage.values()) {
            if (StageRecord.read(run, stage).isPresent()) {
                throw new StageException(run.path() + " contains the " + stage.id()
                        + " of a run; choose another outputPath for the import");
            }
        }
        boolean imported = importSplit();
        imported |= importArrays("spectrograms", original.spectrograms(), 2);
        imported |= importCentroids();
        imported |= importArrays("tokenized_audio", original.tokens(), 4);
        imported |= importWeights();
        if (!imported) {
            throw new StageException(original.path()
                    + " contains none of the original's files: output/*split*.json, output/centroids.npy,"
                    + " spectrograms/{train,validation}, tokenized_audio/{train,validation}, output/*.pth");
        }
    }

    private boolean importSplit() throws IOException {
        List<Path> splits = original.splits();
        if (splits.isEmpty()) {
            messages.add("no split            stage 1 will split the clips with the seed, as in the original");
            return false;
        }
        SplitFile split = SplitFile.read(splits.getFirst());
        copy(splits.getFirst(), run.split());
        messages.add("split.json          from %s: %,d train, %,d validation clips"
                .formatted(
                        splits.getFirst(),
                        split.train().size(),
                        split.validation().size()));
        reportOlderFiles(splits);
        return true;
    }

    private boolean importCentroids() throws IOException {
        Optional<Path> centroids = original.centroids();
        if (centroids.isEmpty()) {
            messages.add("no centroids.npy    stage 3 will cluster the frames");
            return false;
        }
        int[] shape = NpyFile.readShape(centroids.get(), 2);
        copy(centroids.get(), run.centroids());
        messages.add("centroids.npy       from %s: %,d centroids of %,d values"
                .formatted(centroids.get(), shape[0], shape[1]));
        return true;
    }

    /**
     * Imports one array file per clip. The files, of which there may be two million, are hard-linked if the file system
     * supports it, and otherwise copied.
     */
    private boolean importArrays(String name, Optional<Path> folder, int stage) throws IOException {
        long linked = 0;
        long copied = 0;
        long existing = 0;
        for (Split split : Split.values()) {
            Path source = folder.map(path -> path.resolve(split.folder()))
                    .orElse(run.path().resolve("nowhere"));
            Path targetFolder = run.path().resolve(name).resolve(split.folder());
            if (!Files.isDirectory(source)) {
                continue;
            }
            Files.createDirectories(targetFolder);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(source, "*.npy")) {
                for (Path file : files) {
                    Path target = targetFolder.resolve(file.getFileName());
                    if (Files.exists(target)) {
                        existing++;
                    } else if (tryLink(file, target)) {
                        linked++;
                    } else {
                        copy(file, target);
                        copied++;
                    }
                }
            }
        }
        if (linked + copied + existing == 0) {
            messages.add("no %-16s stage %d will compute them".formatted(name, stage));
            return false;
        }
        messages.add("%-19s from %s: %,d files (%,d linked, %,d copied, %,d already present)"
                .formatted(name, folder.orElseThrow(), linked + copied + existing, linked, copied, existing));
        return true;
    }

    private static boolean tryLink(Path source, Path target) {
        try {
            Files.createLink(target, source.toRealPath());
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // a different file system, or one without hard links
        }
    }

    private boolean importWeights() throws IOException {
        List<Path> weights = original.weights();
        if (weights.isEmpty()) {
            messages.add("no weights          stage 5 will train");
            return false;
        }
        Path newest = weights.getFirst();
        Path target = run.training().resolve("best.safetensors");
        if (newest.toString().endsWith(".pth")) {
            SafetensorsFile converted;
            try {
                converted = new SafetensorsFile(PthFile.read(newest), Map.of());
            } catch (IOException e) {
                messages.add(
                        "no weights          " + FileErrors.describe(e) + "; save the converted file as " + target);
                return false;
            }
            if (!Files.exists(target)) {
                converted.write(target);
            }
        } else {
            copy(newest, target);
        }
        messages.add("best.safetensors    from " + newest + ", the newest; stage 5 evaluates it");
        reportOlderFiles(weights);
        return true;
    }

    private void reportOlderFiles(List<Path> files) {
        files.stream().skip(1).forEach(file -> messages.add("not imported        " + file));
    }

    /** Copies a file atomically, unless the target already exists with the same content. */
    private static void copy(Path source, Path target) throws IOException {
        if (!Files.exists(target)) {
            AtomicFile.write(target, out -> Files.copy(source, out));
        } else if (Files.mismatch(source, target) >= 0) {
            throw new StageException(
                    target + " already exists and differs from " + source + "; remove it or choose another outputPath");
        }
    }
}
