package audiotokens.notebook.experiment;

import audiotokens.file.AtomicFile;
import audiotokens.file.FileTree;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ReplacedFiles;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reuses the stages that two runs have in common, so that they are computed once. Files are hard-linked if the file
 * system supports it, otherwise copied; this is safe because stages replace files and never modify them in place. Each
 * stage still verifies by its fingerprint that the files it finds are valid.
 */
final class SharedStages {
    private final Configuration earlierRun;
    private final Configuration newRun;
    private final RunFolder sourceFolder;
    private final RunFolder targetFolder;

    private SharedStages(Configuration earlierRun, Configuration newRun) {
        this.earlierRun = earlierRun;
        this.newRun = newRun;
        this.sourceFolder = RunFolder.of(earlierRun);
        this.targetFolder = RunFolder.of(newRun);
    }

    /**
     * Links the stages that {@code newRun} has not started and one of {@code earlierRuns} has finished; the latest run
     * is tried first.
     *
     * @throws StageException if files cannot be linked
     */
    static void share(List<Configuration> earlierRuns, Configuration newRun) {
        try {
            for (Configuration earlierRun : earlierRuns.reversed()) {
                new SharedStages(earlierRun, newRun).share();
            }
        } catch (IOException e) {
            throw new StageException("the files of an earlier run cannot be shared: " + e.getMessage(), e);
        }
    }

    private void share() throws IOException {
        if (earlierRun.run().seed() != newRun.run().seed()
                || !earlierRun.dataset().equals(newRun.dataset())
                || !earlierRun.spectrogram().equals(newRun.spectrogram())
                || !earlierRun.spectrogramStorage().equals(newRun.spectrogramStorage())) {
            return;
        }
        if (Files.exists(sourceFolder.problems()) && !Files.exists(targetFolder.problems())) {
            AtomicFile.write(targetFolder.problems(), Files.readString(sourceFolder.problems()));
        }
        share(RunStage.DATASET);
        share(RunStage.SPECTROGRAMS);
        if (earlierRun.cluster().equals(newRun.cluster())
                && earlierRun.tokenizer().equals(newRun.tokenizer())) {
            share(RunStage.CLUSTERS);
            if (earlierRun.tokenStorage().equals(newRun.tokenStorage())) {
                share(RunStage.TOKENS);
            }
        }
    }

    private void share(RunStage stage) throws IOException {
        boolean finished = StageRecord.read(sourceFolder, stage)
                .filter(StageRecord::finished)
                .isPresent();
        if (!finished || StageRecord.read(targetFolder, stage).isPresent()) {
            return;
        }
        // Files without a record may be left over from interrupted linking for other key values, or be the user's own.
        new ReplacedFiles(targetFolder, stage.id()).moveAdoptedFiles(stage.outputs(targetFolder));
        for (Path output : stage.outputs(sourceFolder)) {
            link(output);
        }
        // The record is linked last, so that it exists only if all files do.
        link(sourceFolder.stageRecords().resolve(stage.id() + ".json"));
    }

    private void link(Path output) throws IOException {
        if (!Files.exists(output)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> tree = Files.walk(output)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            FileTree.link(file, targetFolder.path().resolve(sourceFolder.path().relativize(file)));
        }
    }
}
