package audiotokens.notebook.experiment;

import audiotokens.file.FileTree;
import audiotokens.file.WholeFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ReplacedFiles;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.StageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hands the stages that two runs have in common from one to the other, so that they are computed once. Files are linked,
 * not copied, where the disk can; a stage writes a file anew, never into it, so a link is as good as a copy. The stages
 * themselves still check by their fingerprints that what they find is theirs.
 */
final class SharedStages {
    private final Configuration from;
    private final Configuration to;
    private final RunFolder source;
    private final RunFolder target;

    SharedStages(Configuration from, Configuration to) {
        this.from = from;
        this.to = to;
        this.source = RunFolder.of(from);
        this.target = RunFolder.of(to);
    }

    /** Hands over what the other run has finished and this one has not begun. */
    void hand() throws IOException {
        if (from.run().seed() != to.run().seed()
                || !from.dataset().equals(to.dataset())
                || !from.spectrogram().equals(to.spectrogram())
                || !from.spectrogramStore().equals(to.spectrogramStore())) {
            return;
        }
        if (Files.exists(source.problems()) && !Files.exists(target.problems())) {
            WholeFile.write(target.problems(), Files.readString(source.problems()));
        }
        hand(RunStage.DATASET);
        hand(RunStage.SPECTROGRAMS);
        if (from.cluster().equals(to.cluster()) && from.tokenizer().equals(to.tokenizer())) {
            hand(RunStage.CLUSTERS);
            if (from.tokenStore().equals(to.tokenStore())) {
                hand(RunStage.TOKENS);
            }
        }
    }

    private void hand(RunStage stage) throws IOException {
        boolean finished =
                StageRecord.read(source, stage).filter(StageRecord::finished).isPresent();
        if (!finished || StageRecord.read(target, stage).isPresent()) {
            return;
        }
        // Files without a record may be of a hand-over of other keys that was cut off, or somebody's own.
        new ReplacedFiles(target, stage.id()).moveForeign(stage.outputs(target));
        for (Path output : stage.outputs(source)) {
            link(output);
        }
        // Last, so that a stage is only told of when its files are whole.
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
