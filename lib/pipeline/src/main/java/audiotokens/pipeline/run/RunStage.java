package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The stages of a run in order, with their names, inputs and outputs. */
public enum RunStage {
    DATASET,
    SPECTROGRAMS,
    CLUSTERS,
    TOKENS,
    TRAINING,
    EVALUATION;

    /** Returns the name that the stage, its notebook and its record share. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the stage with this name; empty for stages of experiments. */
    public static Optional<RunStage> of(String id) {
        return Arrays.stream(values()).filter(stage -> stage.id().equals(id)).findFirst();
    }

    /** Returns the stages after this one, in order. */
    public List<RunStage> laterStages() {
        List<RunStage> all = List.of(values());
        return all.subList(all.indexOf(this) + 1, all.size());
    }

    /** Returns the stages whose outputs this one reads. */
    public List<RunStage> upstream(Configuration configuration) {
        return switch (this) {
            case DATASET -> List.of();
            case SPECTROGRAMS -> List.of(DATASET);
            case CLUSTERS -> List.of(SPECTROGRAMS);
            case TOKENS -> List.of(SPECTROGRAMS, CLUSTERS);
            case TRAINING -> List.of(DATASET, modelInput(configuration));
            case EVALUATION -> List.of(TRAINING);
        };
    }

    /** Returns the stage whose output the configured model reads. */
    public static RunStage modelInput(Configuration configuration) {
        return configuration.model().datasetType() == DatasetType.TOKENIZED ? TOKENS : SPECTROGRAMS;
    }

    /** Returns the files and folders that this stage writes. */
    public List<Path> outputs(RunFolder folder) {
        return switch (this) {
            case DATASET -> List.of(folder.split());
            case SPECTROGRAMS -> List.of(folder.spectrograms(Split.TRAIN).getParent());
            case CLUSTERS -> List.of(folder.centroids(), folder.frameFeatures(), folder.tokenizer());
            case TOKENS -> List.of(folder.tokenizedAudio(Split.TRAIN).getParent());
            case TRAINING -> List.of(folder.training());
            case EVALUATION -> List.of(folder.evaluation(), folder.model());
        };
    }

    /** Returns the files and folders that another program can write instead of this stage. */
    List<Path> importableOutputs(RunFolder folder) {
        return switch (this) {
            case SPECTROGRAMS -> List.of(folder.spectrograms(Split.TRAIN), folder.spectrograms(Split.VALIDATION));
            case CLUSTERS -> List.of(folder.centroids());
            case TOKENS -> List.of(folder.tokenizedAudio(Split.TRAIN), folder.tokenizedAudio(Split.VALIDATION));
            default -> outputs(folder);
        };
    }
}
