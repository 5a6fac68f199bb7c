package audiotokens.pipeline.evaluation;

import audiotokens.ExceptionMessage;
import audiotokens.audio.AudioDecoder;
import audiotokens.audio.AudioException;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.model.ClipInput;
import audiotokens.model.ModelFactory;
import audiotokens.model.TrainedModel;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetType;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.ClipDecoder;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.evaluation.TestedClip.Prediction;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.pipeline.source.AudioSources;
import audiotokens.pipeline.spectrograms.RunTransform;
import audiotokens.pipeline.training.ConfiguredModel;
import audiotokens.pipeline.training.RunBagClassifier;
import audiotokens.pipeline.training.RunModel;
import audiotokens.pipeline.training.TrainingFolder;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.ClipSignal;
import audiotokens.token.ClipTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Predicts the labels of single clips, from the dataset or from any audio file, with the best model of a run. */
public final class ClipTester implements AutoCloseable {
    private final Configuration configuration;
    private final ClipCatalog catalog;
    private final Function<ClipInput, float[]> predictor;
    private final Runnable onClose;

    /**
     * Loads the best weights of the configuration's run.
     *
     * @throws StageException if the training has not run
     */
    public ClipTester(Configuration configuration) {
        this(configuration, Optional.empty());
    }

    /**
     * Loads the best weights of a run that was trained with a custom model.
     *
     * @throws StageException if the training has not run
     */
    public ClipTester(Configuration configuration, ModelFactory factory) {
        this(configuration, Optional.of(factory));
    }

    private ClipTester(Configuration configuration, Optional<ModelFactory> customModel) {
        this.configuration = configuration;
        this.catalog = Metadata.read(configuration);
        Path weights = TrainingFolder.of(RunFolder.of(configuration)).bestWeights();
        if (customModel.isEmpty() && configuration.model().isBag()) {
            this.predictor = RunBagClassifier.read(weights, configuration)::predict;
            this.onClose = () -> {};
        } else {
            TrainedModel model = RunModel.read(
                    weights,
                    configuration,
                    customModel.orElseGet(() -> ConfiguredModel.factory(configuration)),
                    catalog.labels().size(),
                    configuration.run().deviceChoice().device());
            this.predictor = model::predict;
            this.onClose = model::close;
        }
    }

    /**
     * Decodes, transforms and tokenizes a clip and predicts its labels; returns the {@code maxLabels} most probable
     * labels.
     *
     * @param clip id of a clip in the dataset, or path of an audio file
     * @throws StageException if it is neither or cannot be decoded; the message says why
     */
    public TestedClip test(String clip, int maxLabels) {
        Optional<Clip> listed = catalog.find(clip);
        try {
            Waveform waveform = listed.isPresent() ? decode(listed.get()) : decode(file(clip));
            Spectrogram spectrogram = RunTransform.of(configuration).of(waveform);
            boolean readsTokens = configuration.model().datasetType() == DatasetType.TOKENIZED;
            ClipTokens tokens = readsTokens ? tokens(spectrogram, waveform) : ClipTokens.of();
            ClipInput input = readsTokens
                    ? ClipInput.of(tokens)
                    : ClipInput.Frames.fromSpectrogram(spectrogram.values(), spectrogram.nMels());
            return new TestedClip(
                    listed.map(Clip::caption).orElse(clip),
                    waveform,
                    spectrogram,
                    tokens.firstStream(),
                    predictions(input, catalog.targets(clip), maxLabels));
        } catch (AudioException e) {
            throw new StageException(ExceptionMessage.of(e), e);
        } catch (IOException e) {
            throw new StageException(clip + " " + e.getMessage(), e);
        }
    }

    private Waveform decode(Clip clip) throws IOException {
        try (AudioSource source = AudioSources.open(configuration);
                ClipDecoder decoder = new ClipDecoder(configuration, source)) {
            return decoder.decode(clip);
        }
    }

    private Waveform decode(Path file) throws IOException {
        try (AudioDecoder decoder = new AudioDecoder(configuration.spectrogram().maxSeconds())) {
            return decoder.decode(new EncodedAudio.InFile(file));
        }
    }

    private ClipTokens tokens(Spectrogram spectrogram, Waveform waveform) throws IOException {
        return RunTokenizer.read(configuration).tokenize(ClipSignal.of(spectrogram, waveform));
    }

    private static Path file(String clip) {
        Path file = Path.of(clip);
        if (!Files.isRegularFile(file)) {
            throw new StageException("'" + clip + "' is neither a clip of the dataset nor a file; it must be an id of"
                    + " the run's split.json, or the path of an audio file");
        }
        return file;
    }

    private List<Prediction> predictions(ClipInput input, float[] targets, int maxLabels) {
        float[] scores = predictor.apply(input);
        return catalog.labels().all().stream()
                .map(label -> new Prediction(label, scores[label.index()], targets[label.index()] == 1))
                .sorted(Comparator.comparingDouble(Prediction::score).reversed())
                .limit(maxLabels)
                .toList();
    }

    @Override
    public void close() {
        onClose.run();
    }
}
