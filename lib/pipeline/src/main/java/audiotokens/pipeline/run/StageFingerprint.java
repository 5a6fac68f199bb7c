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
 * <p>It covers the options that differ from their defaults, as {@code key=value} in the order of their oldest names,
 * including the seed; other values the stage depends on; the content of its input files; and the fingerprints of the
 * upstream stages. A changed key therefore recomputes exactly what depends on it. A key that is added with its default,
 * renamed with its old name declared, or moved to another record leaves finished stages finished.
 *
 * @param current fingerprint as this version computes it
 * @param earlier fingerprint as the version without {@code fingerprintVersion} computed it, from the text of whole
 *     option records; empty if that version could not express this configuration, or if there is no such record to
 *     compare with
 */
record StageFingerprint(String current, Optional<String> earlier) {
    /** Version of the computation of {@code current}. */
    static final int VERSION = 2;

    /**
     * The components of the option records in the previous version, in its order. A caret marks enums, which were
     * written by constant name. Do not change: new options do not belong here.
     */
    private static final Map<String, String> EARLIER_COMPONENTS = Map.of(
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

    /** Whether {@code record} has this fingerprint. */
    boolean matches(StageRecord record) {
        return record.fingerprintVersion() == 0
                ? earlier.map(record.fingerprint()::equals).orElse(false)
                : record.fingerprint().equals(current);
    }

    /**
     * Computes the fingerprint of {@code stage}.
     *
     * @param last the stage's record, if it exists
     * @throws StageException if an upstream stage is unfinished or has different options, or an input is missing
     */
    static StageFingerprint of(
            Configuration configuration, Stage<?> stage, RunFolder folder, Optional<StageRecord> last)
            throws IOException {
        SortedMap<String, String> keys = Options.changed(configuration.run());
        keys.keySet().retainAll(List.of(StageKeys.SEED));
        Fingerprint current = new Fingerprint();
        current.add(stage.name());
        addUpstream(current, configuration, stage, folder);
        for (Object option : stage.options()) {
            if (option instanceof Record record && isOptions(record)) {
                keys.putAll(Options.changed(record));
            } else {
                current.add(option.toString());
            }
        }
        keys.forEach((key, value) -> current.add(key + "=" + value));
        addInputs(current, stage);
        boolean isEarlier =
                last.filter(record -> record.fingerprintVersion() == 0).isPresent();
        return new StageFingerprint(
                current.hex(), isEarlier ? earlier(configuration, stage, folder) : Optional.empty());
    }

    private static boolean isOptions(Record record) {
        return !Options.written(record).isEmpty();
    }

    private static Optional<String> earlier(Configuration configuration, Stage<?> stage, RunFolder folder)
            throws IOException {
        Fingerprint earlier = new Fingerprint();
        earlier.add(stage.name());
        earlier.add("seed " + configuration.run().seed());
        addUpstream(earlier, configuration, stage, folder);
        for (Object option : stage.options()) {
            if (!(option instanceof Record record) || !isOptions(record)) {
                earlier.add(option.toString());
                continue;
            }
            Optional<String> text = earlierText(record);
            if (text.isPresent()) {
                earlier.add(text.get());
            } else if (!Options.changed(record).isEmpty()) {
                return Optional.empty();
            }
        }
        addInputs(earlier, stage);
        return Optional.of(earlier.hex());
    }

    /**
     * The text of an option record as the previous version wrote it; empty if that version could not hold these values.
     */
    private static Optional<String> earlierText(Record record) {
        String components = EARLIER_COMPONENTS.get(record.getClass().getSimpleName());
        if (components == null) {
            return Optional.empty();
        }
        Map<String, String> values = Options.written(record);
        SortedMap<String, String> unknown = Options.changed(record);
        StringBuilder text = new StringBuilder(record.getClass().getSimpleName()).append('[');
        String separator = "";
        for (String component : components.split(" ", 0)) {
            boolean constant = component.endsWith("^");
            String name = constant ? component.substring(0, component.length() - 1) : component;
            String value = values.get(name);
            unknown.remove(name);
            text.append(separator)
                    .append(name)
                    .append('=')
                    .append(constant && value != null ? value.toUpperCase(Locale.ROOT) : value);
            separator = ", ";
        }
        return unknown.isEmpty() ? Optional.of(text.append(']').toString()) : Optional.empty();
    }

    private static void addUpstream(Fingerprint digest, Configuration configuration, Stage<?> stage, RunFolder folder)
            throws IOException {
        for (RunStage before : stage.upstream()) {
            Optional<StageRecord> record = StageRecord.read(folder, before);
            if (record.isEmpty() && before.exchanged(folder).stream().anyMatch(StageFingerprint::holdsFiles)) {
                digest.addFiles(before.exchanged(folder));
                continue;
            }
            StageRecord finished = record.filter(StageRecord::finished)
                    .orElseThrow(() -> new StageException("the stage '" + before.id() + "' has not finished in "
                            + folder.path() + "; run the notebook '" + before.id() + "' first"));
            StageKeys.check(configuration, finished, folder);
            digest.add(finished.fingerprint());
        }
    }

    private static void addInputs(Fingerprint digest, Stage<?> stage) throws IOException {
        for (Path input : stage.inputs()) {
            if (!Files.isRegularFile(input)) {
                throw new StageException(input + " is missing; it is an input of the stage '" + stage.name()
                        + "'; run the notebook that writes it again");
            }
            digest.addContent(input);
        }
    }

    private static boolean holdsFiles(Path output) {
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
