package audiotokens.notebook.experiment;

import audiotokens.file.AtomicFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.SplitType;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.random.RandomStreams;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random folds for a dataset without folds, drawn with the run's seed. */
public final class RandomFolds {
    private RandomFolds() {}

    /**
     * Returns the configuration unchanged if it splits by fold; otherwise one that splits by {@code nFolds} random
     * folds, which are written to {@code folds.csv} in the run's folder. Clips of the same recording may be in
     * different folds.
     *
     * @throws StageException if there are fewer clips than folds, or a clip table is set but the split is not by fold
     */
    public static Configuration of(Configuration configuration, int nFolds, Progress progress) {
        if (configuration.dataset().splitType() == SplitType.FOLD) {
            return configuration;
        }
        if (!configuration.dataset().clipTable().isEmpty()) {
            throw new StageException("splitType: a clip table is set, so the folds must come from it; give it a"
                    + " column 'fold' and set splitType=fold");
        }
        new DatasetSplitter(configuration).run(progress);
        SplitFile split = SplitFile.read(RunFolder.of(configuration).split());
        List<String> ids = new ArrayList<>(split.train());
        ids.addAll(split.validation());
        if (ids.size() < nFolds) {
            throw new StageException(
                    "datasetRatio: " + ids.size() + " clips cannot be divided into " + nFolds + " folds");
        }
        Collections.sort(ids);
        Collections.shuffle(
                ids, Random.from(new RandomStreams(configuration.run().seed()).stream("folds")));
        StringBuilder table = new StringBuilder("id,fold\n");
        for (int clip = 0; clip < ids.size(); clip++) {
            String id = '"' + ids.get(clip).replace("\"", "\"\"") + '"';
            table.append(id).append(',').append(1 + clip % nFolds).append('\n');
        }
        Path file = RunFolder.of(configuration).path().resolve("folds.csv");
        try {
            AtomicFile.write(file, table.toString());
        } catch (IOException e) {
            throw new StageException(file + " cannot be written: " + e.getMessage(), e);
        }
        return configuration.with(Map.of("splitType", "fold", "clipTable", file.toString()));
    }
}
