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
    private final Configuration from;
    private final Configuration to;
    private final RunFolder source;
    private final RunFolder target;

    private SharedStages(Configuration from, Configuration to) {
        this.from = from;
        this.to = to;
        this.source = RunFolder.of(from);
        this.target = RunFolder.of(to);
    }

    /**
     * Links the stages that one of {@code earlier} has finished and {@code to} has not started; those of the latest run
     * first.
     *
     * @throws StageException if files cannot be linked
     */
    static void share(List<Configuration> earlier, Configuration to) {
        try {
            for (Configuration from : earlier.reversed()) {
                new SharedStages(from, to).share();
            }
        } catch (IOException e) {
            throw new StageException("the files of an earlier run cannot be shared: " + e.getMessage(), e);
        }
    }

    private void share() throws IOException {
        if (from.run().seed() != to.run().seed()
                || !from.dataset().equals(to.dataset())
                || !from.spectrogram().equals(to.spectrogram())
                || !from.spectrogramStore().equals(to.spectrogramStore())) {
            return;
        }
        if (Files.exists(source.problems()) && !Files.exists(target.problems())) {
            AtomicFile.write(target.problems(), Files.readString(source.problems()));
        }
        share(RunStage.DATASET);
        share(RunStage.SPECTROGRAMS);
        if (from.cluster().equals(to.cluster()) && from.tokenizer().equals(to.tokenizer())) {
            share(RunStage.CLUSTERS);
            if (from.tokenStore().equals(to.tokenStore())) {
                share(RunStage.TOKENS);
            }
        }
    }

    private void share(RunStage stage) throws IOException {
        boolean finished =
                StageRecord.read(source, stage).filter(StageRecord::finished).isPresent();
        if (!finished || StageRecord.read(target, stage).isPresent()) {
            return;
        }
        // Files without a record may be left over from an interrupted transfer with other keys, or be the user's own.
        new ReplacedFiles(target, stage.id()).moveForeign(stage.outputs(target));
        for (Path output : stage.outputs(source)) {
            link(output);
        }
        // The record is linked last, so that it exists only if all files do.
        link(source.stageRecords().resolve(stage.id() + ".json"));
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
            FileTree.link(file, target.path().resolve(source.path().relativize(file)));
        }
    }
}
