package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of one run and the places of its files, which are contracts with other programs.
 *
 * @param path the run's {@code outputPath}
 */
public record RunFolder(Path path) {

    /** The folder that {@code configuration} writes to. */
    public static RunFolder of(Configuration configuration) {
        return new RunFolder(configuration.run().outputPath());
    }

    /** {@code {"train": [id, ...], "validation": [id, ...]}}. */
    public Path split() {
        return path.resolve("split.json");
    }

    /** Folder of float32 (n_mels, n_frames) arrays, one a clip. */
    public Path spectrograms(Split split) {
        return path.resolve("spectrograms").resolve(split.folder());
    }

    /** One clip's spectrogram. */
    public Path spectrogram(Split split, String id) {
        return spectrograms(split).resolve(id + ".npy");
    }

    /** Where each clip lies in tar shards. */
    public Path audioIndex() {
        return path.resolve("audio_index.csv");
    }

    /** Float32 (vocab_size, n_features), rows of unit L2 norm. */
    public Path centroids() {
        return path.resolve("centroids.npy");
    }

    /** Folder of int64 (n_frames,) arrays, one a clip. */
    public Path tokenizedAudio(Split split) {
        return path.resolve("tokenized_audio").resolve(split.folder());
    }

    /** One clip's tokens. */
    public Path tokens(Split split, String id) {
        return tokenizedAudio(split).resolve(id + ".npy");
    }

    /** The trained model and what is needed to go on training it. */
    public Path training() {
        return path.resolve("training");
    }

    /** Metrics and predictions. */
    public Path evaluation() {
        return path.resolve("evaluation");
    }

    /** The resolved configuration of the run. */
    public Path configuration() {
        return path.resolve("configuration.yaml");
    }

    /** Clips that were lost, and why. */
    public Path problems() {
        return path.resolve("problems.csv");
    }

    /** mAP, seconds of each stage, clip counts and configuration. */
    public Path summary() {
        return path.resolve("summary.json");
    }

    /** HTML reports of the executed notebooks. */
    public Path reports() {
        return path.resolve("reports");
    }

    /** What a stage leaves for the stages after it. */
    List<Path> outputs(String stage) {
        return switch (stage) {
            case "dataset" -> List.of(split());
            case "spectrograms" -> List.of(spectrograms(Split.TRAIN), spectrograms(Split.VALIDATION));
            case "clusters" -> List.of(centroids());
            case "tokens" -> List.of(tokenizedAudio(Split.TRAIN), tokenizedAudio(Split.VALIDATION));
            case "training" -> List.of(training());
            case "evaluation" -> List.of(evaluation());
            default -> throw new IllegalArgumentException("there is no stage " + stage);
        };
    }

    /** Records of what each stage finished. */
    public Path stageRecords() {
        return path.resolve("stages");
    }
}
