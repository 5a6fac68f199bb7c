package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import java.nio.file.Path;

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

    /** A tokenizer other than the default one: its own files and a description of its streams. */
    public Path tokenizer() {
        return path.resolve("tokenizer");
    }

    /** Folder of int64 (n_frames,) arrays, one a clip; of (streams, frames) or folders a stream where there are several. */
    public Path tokenizedAudio(Split split) {
        return path.resolve("tokenized_audio").resolve(split.folder());
    }

    /** One clip's tokens, where its streams lie in one file. */
    public Path tokens(Split split, String id) {
        return tokenizedAudio(split).resolve(id + ".npy");
    }

    /** The trained model and what is needed to go on training it. */
    public Path training() {
        return path.resolve("training");
    }

    /** The trained model as a folder that stands alone, for listening. */
    public Path model() {
        return path.resolve("model");
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

    /** The training's report with its history, as JSON, brought up to date after each epoch. */
    public Path trainingReport() {
        return training().resolve("history.json");
    }

    /** The evaluation's report with all metrics, as JSON. */
    public Path evaluationReport() {
        return evaluation().resolve("evaluation.json");
    }

    /** The parameters of the features that the centroids are of. */
    public Path frameFeatures() {
        return path.resolve("frame_features");
    }

    /** What the segment lists say, in a form that is read at once. */
    public Path clipIndex() {
        return path.resolve("clips.index");
    }

    /** The files of stages that other keys have made anew, a folder {@code STAGE-DATE} each. */
    public Path replaced() {
        return path.resolve("replaced");
    }

    /** Records of what each stage finished. */
    public Path stageRecords() {
        return path.resolve("stages");
    }
}
