package audiotokens.pipeline.config;

import audiotokens.file.Location;
import audiotokens.option.Option;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Options of stage 1, dataset: audio source, labels and split. */
public record DatasetOptions(
        @Option(
                        value =
                                "Audio source: demo (generated on first use), tree, tar, parquet, folds, folders, or the"
                                        + " name of a class that implements AudioSource",
                        defaultValue = "tree")
                String sourceType,
        @Option(
                        value =
                                "Location of the audio: one or more folders or shard files; for tar shards also URIs, such as"
                                        + " hdfs://HOST/FOLDER or s3a://BUCKET/FOLDER",
                        defaultValue = "audioset",
                        original = "audio_source_path")
                List<Location> audioPath,
        @Option(
                        value = "Sets of an AudioSet tree, searched in this order",
                        defaultValue = "unbal_train,bal_train",
                        original = "audio_source_sets")
                List<String> audioSets,
        @Option(
                        value = "Segment lists (CSV) of clips and labels",
                        defaultValue = "metadata/balanced_train_segments.csv,metadata/unbalanced_train_segments.csv",
                        original = "csv_index_files")
                List<Path> segments,
        @Option(
                        value = "Ontology (JSON) with the label names",
                        defaultValue = "metadata/ontology.json",
                        original = "ontology_json_file")
                Path ontology,
        @Option(value = "Fraction of all clips to use", defaultValue = "1.0", min = 0, max = 1) double datasetRatio,
        @Option(value = "Fraction of the used clips for validation", defaultValue = "0.1", min = 0, max = 1)
                double validationRatio,
        @Option(value = "How clips are split: random, lists, fold, group or stratified", defaultValue = "random")
                SplitType splitType,
        @Option(value = "Segment lists of the validation clips, for splitType lists", defaultValue = "")
                List<Path> validationSegments,
        @Option(
                        value = "CSV with one row per clip (id or filename, fold, group, label), for folds, groups and"
                                + " folder sources",
                        defaultValue = "")
                List<Path> clipTable,
        @Option(value = "Validation fold, for splitType fold", defaultValue = "1", min = 0) int validationFold,
        @Option(
                        value = "A fold used for neither training nor validation, such as the outer fold of a nested"
                                + " cross-validation, for splitType fold; -1 for none",
                        defaultValue = "-1",
                        min = -1)
                int excludedFold,
        @Option(
                        value = "Number of clips of the demo dataset, for sourceType demo",
                        defaultValue = "360",
                        min = 1,
                        max = 100000)
                int demoClips,
        @Option(value = "Seed of the demo dataset", defaultValue = "4242", min = 0) long demoSeed) {

    public DatasetOptions {
        sourceType = ClassName.canonicalName("sourceType", sourceType, SourceType.configNames());
        audioPath = List.copyOf(audioPath);
        audioSets = List.copyOf(audioSets);
        segments = List.copyOf(segments);
        validationSegments = List.copyOf(validationSegments);
        clipTable = List.copyOf(clipTable);
        boolean isDividedByRatio =
                splitType == SplitType.RANDOM || splitType == SplitType.GROUP || splitType == SplitType.STRATIFIED;
        if (isDividedByRatio && (validationRatio <= 0 || validationRatio >= 1)) {
            throw new ConfigurationException(
                    "validationRatio",
                    validationRatio + " leaves the training or validation set empty; it must be above 0 and below 1");
        }
        if (datasetRatio == 0) {
            throw new ConfigurationException("datasetRatio", "0 uses no clip; it must be above 0 and at most 1");
        }
    }

    /**
     * Returns {@code audioPath} for sources that read only this machine's file system.
     *
     * @throws ConfigurationException if it contains a URI
     */
    public List<Path> audioFolders() {
        return audioPath.stream()
                .map(location -> location.path()
                        .orElseThrow(() -> new ConfigurationException(
                                "audioPath",
                                "'" + location + "' is a URI, which only sourceType=tar reads; sourceType=" + sourceType
                                        + " needs a mounted folder")))
                .toList();
    }

    /** Returns the layout of {@code sourceType}; {@link SourceType#CUSTOM} for a class. */
    public SourceType layout() {
        return Arrays.asList(SourceType.configNames()).contains(sourceType)
                ? SourceType.valueOf(sourceType.toUpperCase(Locale.ROOT))
                : SourceType.CUSTOM;
    }
}
