package audiotokens.pipeline.run;

import audiotokens.file.Fingerprint;
import audiotokens.option.Options;
import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The fingerprint of everything that determines a stage's outputs.
 *
 * <p>It covers the options that differ from their defaults, the seed included, as {@code key=value} sorted by key (a
 * renamed option is still listed under its oldest name); other values that the stage depends on; the content of its
 * input files; and the fingerprints of the upstream stages. Changing an option's value therefore recomputes exactly the
 * stages that depend on it. Finished stages remain up to date when an option is added and left at its default, renamed
 * (if its former name is declared), or moved to another options record.
 *
 * @param current the fingerprint as this version computes it
 * @param legacy the fingerprint as library versions without {@link StageRecord#fingerprintVersion} computed it, from
 *     the {@code toString()} text of each options record; empty if those versions could not express this configuration,
 *     or if there is no record written by one of them
 */
record StageFingerprint(String current, Optional<String> legacy) {
    /** Version of the computation of {@code current}. */
    static final int VERSION = 2;

    /**
     * The components of each options record in legacy versions, in declaration order. A caret marks an enum, which was
     * written as the constant's name. Do not change this map or add new options to it.
     */
    private static final Map<String, String> LEGACY_COMPONENTS = Map.of(
            "DatasetOptions",
            "sourceType^ audioPath audioSets segments ontology datasetRatio validationRatio splitType^"
                    + " validationSegments clipTable validationFold demoClips demoSeed",
            "SpectrogramOptions",
            "sampleRate nFft hopLength nMels fMin fMax window^ normalize normalizeCorpus maxSeconds",
            "ClusterOptions",
            "vocabSize niter centroidStart^ restarts tolerance spherical framesPerCentroid useConvolution numKernels"
                    + " kernelSize normalizeFrames patchFrames whitenComponents whitenPower",
            "ModelOptions",
            "modelType^ datasetType usePrecomputedEmbeddings numLayers hiddenSize numHeads lstmEmbedDim lstmHiddenDim"
                    + " dropout pooling^ countPadding inputFrames",
            "TrainingOptions",
            "epochs batchSize learningRate weightDecay schedule^ warmUp gradientClip patience startFromLabelFrequency"
                    + " embeddingStart^ freezeEmbedding balancedSampling positiveWeight labelSmoothing"
                    + " tokenSubstitution trainCrop timeMasks timeMaskShare frequencyMasks frequencyMaskShare mixing",
            "EvaluationOptions",
            "predictionThreshold bootstrapSamples");

    /** Returns whether {@code record} has this fingerprint. */
    boolean matches(StageRecord record) {
        return record.fingerprintVersion() == 0
                ? legacy.map(record.fingerprint()::equals).orElse(false)
                : record.fingerprint().equals(current);
    }

    /**
     * Computes the fingerprint of {@code stage}.
     *
     * @param existing the stage's record, if there is one
     * @throws StageException if an upstream stage is unfinished or has different options, or an input is missing
     */
    static StageFingerprint of(
            Configuration configuration, Stage<?> stage, RunFolder folder, Optional<StageRecord> existing)
            throws IOException {
        SortedMap<String, String> keys = Options.changedAsText(configuration.run());
        keys.keySet().retainAll(List.of(StageKeys.SEED));
        Fingerprint current = new Fingerprint();
        current.add(stage.name());
        addUpstream(current, configuration, stage, folder);
        for (Object option : stage.options()) {
            if (option instanceof Record record && isOptionsRecord(record)) {
                keys.putAll(Options.changedAsText(record));
            } else {
                current.add(option.toString());
            }
        }
        keys.forEach((key, value) -> current.add(key + "=" + value));
        addInputs(current, stage);
        boolean isLegacy =
                existing.filter(record -> record.fingerprintVersion() == 0).isPresent();
        return new StageFingerprint(current.hex(), isLegacy ? legacy(configuration, stage, folder) : Optional.empty());
    }

    private static boolean isOptionsRecord(Record record) {
        return !Options.asText(record).isEmpty();
    }

    private static Optional<String> legacy(Configuration configuration, Stage<?> stage, RunFolder folder)
            throws IOException {
        Fingerprint legacy = new Fingerprint();
        legacy.add(stage.name());
        legacy.add("seed " + configuration.run().seed());
        addUpstream(legacy, configuration, stage, folder);
        for (Object option : stage.options()) {
            if (!(option instanceof Record record) || !isOptionsRecord(record)) {
                legacy.add(option.toString());
                continue;
            }
            Optional<String> text = legacyText(record);
            if (text.isPresent()) {
                legacy.add(text.get());
            } else if (!Options.changedAsText(record).isEmpty()) {
                return Optional.empty();
            }
        }
        addInputs(legacy, stage);
        return Optional.of(legacy.hex());
    }

    /**
     * Returns the text of an options record as legacy versions wrote it; empty if they could not express these values.
     */
    private static Optional<String> legacyText(Record record) {
        String components = LEGACY_COMPONENTS.get(record.getClass().getSimpleName());
        if (components == null) {
            return Optional.empty();
        }
        Map<String, String> values = Options.asText(record);
        SortedMap<String, String> newOptions = Options.changedAsText(record);
        StringBuilder text = new StringBuilder(record.getClass().getSimpleName()).append('[');
        String separator = "";
        for (String component : components.split(" ", 0)) {
            boolean isEnum = component.endsWith("^");
            String name = isEnum ? component.substring(0, component.length() - 1) : component;
            String value = values.get(name);
            newOptions.remove(name);
            text.append(separator)
                    .append(name)
                    .append('=')
                    .append(isEnum && value != null ? value.toUpperCase(Locale.ROOT) : value);
            separator = ", ";
        }
        return newOptions.isEmpty() ? Optional.of(text.append(']').toString()) : Optional.empty();
    }

    private static void addUpstream(Fingerprint digest, Configuration configuration, Stage<?> stage, RunFolder folder)
            throws IOException {
        for (RunStage dependency : stage.upstream()) {
            Optional<StageRecord> record = StageRecord.read(folder, dependency);
            if (record.isEmpty()
                    && dependency.importableOutputs(folder).stream().anyMatch(StageFingerprint::containsFiles)) {
                digest.addFiles(dependency.importableOutputs(folder));
                continue;
            }
            StageRecord finished = record.filter(StageRecord::finished)
                    .orElseThrow(() -> new StageException("the " + dependency.id() + " stage has not finished in "
                            + folder.path() + "; run the " + dependency.id() + " notebook first"));
            StageKeys.check(configuration, finished, folder);
            digest.add(finished.fingerprint());
        }
    }

    private static void addInputs(Fingerprint digest, Stage<?> stage) throws IOException {
        for (Path input : stage.inputs()) {
            if (!Files.isRegularFile(input)) {
                throw new StageException(input + " is missing; it is an input of the " + stage.name()
                        + " stage; rerun the notebook that writes it");
            }
            digest.addContent(input);
        }
    }

    private static boolean containsFiles(Path output) {
        if (!Files.isDirectory(output)) {
            return Files.exists(output);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(output)) {
            return entries.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }
}
