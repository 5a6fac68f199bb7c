package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import java.nio.file.Path;

/**
 * The folder of one run and the paths of its files. Other programs rely on these paths.
 *
 * @param path the run's {@code outputPath}
 */
public record RunFolder(Path path) {

    /** Returns the output folder of {@code configuration}. */
    public static RunFolder of(Configuration configuration) {
        return new RunFolder(configuration.run().outputPath());
    }

    /** Returns the split file: {@code {"train": [id, ...], "validation": [id, ...]}}. */
    public Path split() {
        return path.resolve("split.json");
    }

    /** Returns the folder of float32 arrays of shape (n_mels, n_frames), one per clip. */
    public Path spectrograms(Split split) {
        return path.resolve("spectrograms").resolve(split.folder());
    }

    /** Returns the spectrogram file of one clip. */
    public Path spectrogram(Split split, String id) {
        return spectrograms(split).resolve(id + ".npy");
    }

    /** Returns the file of the index of the clips in tar shards. */
    public Path audioIndex() {
        return path.resolve("audio_index.csv");
    }

    /** Returns the centroid file: a float32 array of shape (vocab_size, n_features); rows have unit L2 norm. */
    public Path centroids() {
        return path.resolve("centroids.npy");
    }

    /** Returns the folder of a tokenizer other than the default, with its files and a description of its streams. */
    public Path tokenizer() {
        return path.resolve("tokenizer");
    }

    /**
     * Returns the folder of int64 arrays, one per clip. Their shape is (n_frames,); several streams are stored as
     * (streams, frames), or in one folder per stream.
     */
    public Path tokenizedAudio(Split split) {
        return path.resolve("tokenized_audio").resolve(split.folder());
    }

    /** Returns the token file of one clip, if all its streams are in one file. */
    public Path tokens(Split split, String id) {
        return tokenizedAudio(split).resolve(id + ".npy");
    }

    /** Returns the folder of the trained model and the state needed to resume training. */
    public Path training() {
        return path.resolve("training");
    }

    /** Returns the folder of the trained model as a self-contained bundle for inference. */
    public Path model() {
        return path.resolve("model");
    }

    /** Returns the folder of metrics and predictions. */
    public Path evaluation() {
        return path.resolve("evaluation");
    }

    /** Returns the file of the resolved configuration. */
    public Path configuration() {
        return path.resolve("configuration.yaml");
    }

    /** Returns the file that lists the skipped clips, and why. */
    public Path problems() {
        return path.resolve("problems.csv");
    }

    /** Returns the summary file: mAP, time per stage in seconds, clip counts and configuration. */
    public Path summary() {
        return path.resolve("summary.json");
    }

    /** Returns the folder of the HTML reports of the executed notebooks. */
    public Path reports() {
        return path.resolve("reports");
    }

    /** Returns the file of the training report with its history, as JSON; updated after each epoch. */
    public Path trainingReport() {
        return training().resolve("history.json");
    }

    /** Returns the file of the evaluation report with all metrics, as JSON. */
    public Path evaluationReport() {
        return evaluation().resolve("evaluation.json");
    }

    /** Returns the folder with the parameters of the frame features that the centroids were fitted on. */
    public Path frameFeatures() {
        return path.resolve("frame_features");
    }

    /** Returns the cache of the parsed segment lists, a binary file that loads quickly. */
    public Path clipCatalogCache() {
        return path.resolve("clips.index");
    }

    /** Returns the folder of files replaced because values changed, in one subfolder {@code STAGE-DATE} each. */
    public Path replaced() {
        return path.resolve("replaced");
    }

    /** Returns the folder of the stage records. */
    public Path stageRecords() {
        return path.resolve("stages");
    }
}
