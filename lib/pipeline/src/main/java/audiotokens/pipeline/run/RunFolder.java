package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import java.nio.file.Path;

/**
 * The folder of one run and the paths of its files. These paths are contracts with other programs.
 *
 * @param path the run's {@code outputPath}
 */
public record RunFolder(Path path) {

    /** The output folder of {@code configuration}. */
    public static RunFolder of(Configuration configuration) {
        return new RunFolder(configuration.run().outputPath());
    }

    /** {@code {"train": [id, ...], "validation": [id, ...]}}. */
    public Path split() {
        return path.resolve("split.json");
    }

    /** Folder of float32 arrays of shape (n_mels, n_frames), one per clip. */
    public Path spectrograms(Split split) {
        return path.resolve("spectrograms").resolve(split.folder());
    }

    /** Spectrogram file of one clip. */
    public Path spectrogram(Split split, String id) {
        return spectrograms(split).resolve(id + ".npy");
    }

    /** Index of the clips in tar shards. */
    public Path audioIndex() {
        return path.resolve("audio_index.csv");
    }

    /** Float32 array of shape (vocab_size, n_features); rows have unit L2 norm. */
    public Path centroids() {
        return path.resolve("centroids.npy");
    }

    /** Folder of a tokenizer other than the default: its files and a description of its streams. */
    public Path tokenizer() {
        return path.resolve("tokenizer");
    }

    /**
     * Folder of int64 arrays of shape (n_frames,), one per clip; (streams, frames), or one folder per stream, for
     * several streams.
     */
    public Path tokenizedAudio(Split split) {
        return path.resolve("tokenized_audio").resolve(split.folder());
    }

    /** Token file of one clip, if all its streams are in one file. */
    public Path tokens(Split split, String id) {
        return tokenizedAudio(split).resolve(id + ".npy");
    }

    /** The trained model and the state needed to resume training. */
    public Path training() {
        return path.resolve("training");
    }

    /** The trained model as a self-contained bundle for inference. */
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

    /** The skipped clips, and why. */
    public Path problems() {
        return path.resolve("problems.csv");
    }

    /** mAP, time per stage in seconds, clip counts and configuration. */
    public Path summary() {
        return path.resolve("summary.json");
    }

    /** HTML reports of the executed notebooks. */
    public Path reports() {
        return path.resolve("reports");
    }

    /** Training report with its history, as JSON; updated after each epoch. */
    public Path trainingReport() {
        return training().resolve("history.json");
    }

    /** Evaluation report with all metrics, as JSON. */
    public Path evaluationReport() {
        return evaluation().resolve("evaluation.json");
    }

    /** Parameters of the frame features that the centroids were fitted on. */
    public Path frameFeatures() {
        return path.resolve("frame_features");
    }

    /** Index of the segment lists, in a format that loads quickly. */
    public Path clipIndex() {
        return path.resolve("clips.index");
    }

    /** Files replaced because of changed keys, in one folder {@code STAGE-DATE} each. */
    public Path replaced() {
        return path.resolve("replaced");
    }

    /** Records of the finished stages. */
    public Path stageRecords() {
        return path.resolve("stages");
    }
}
