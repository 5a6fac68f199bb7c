package audiotokens.pipeline.inference;

import audiotokens.AudioTokensException;
import audiotokens.ExceptionMessage;
import audiotokens.audio.AudioException;
import audiotokens.audio.AudioStream;
import audiotokens.audio.AudioWindows;
import audiotokens.audio.ResampledStream;
import audiotokens.audio.Waveform;
import audiotokens.bag.StreamBags;
import audiotokens.file.FileErrors;
import audiotokens.label.LabelIndex;
import audiotokens.metrics.Calibrator;
import audiotokens.model.ClipInput;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetType;
import audiotokens.pipeline.spectrograms.RunTransform;
import audiotokens.pipeline.training.RunBagClassifier;
import audiotokens.spectrogram.MelSpectrogram;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.token.ClipSignal;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import audiotokens.token.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A trained model that labels audio, loaded from the folder written by stage 6 or packed by {@code ./run export}. The
 * folder is self-contained.
 *
 * <pre>{@code
 * try (SoundModel model = SoundModel.load(Path.of("output/demo/model"))) {
 *     model.predict(Path.of("recording.wav")).forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Not thread-safe, except for the methods that say so; uses several threads itself. Holds native memory until
 * closed.
 */
public final class SoundModel implements AutoCloseable {
    private static final double OVERLAP = 0.5;

    private final Configuration configuration;
    private final boolean readsWaveform;
    private final LabelIndex labels;
    private final BundleDescription description;
    private final Calibrator calibrator;
    private final Optional<Tokenizer> tokenizer;
    private final WindowClassifier classifier;
    private final ExecutorService workers;
    private final Queue<MelSpectrogram> transforms = new ConcurrentLinkedQueue<>();

    private SoundModel(
            Configuration configuration,
            BundleDescription description,
            Optional<Tokenizer> tokenizer,
            WindowClassifier classifier,
            int threads) {
        this.configuration = configuration;
        this.readsWaveform =
                tokenizer.isPresent() && RunTokenizer.factory(configuration).readsWaveform();
        this.description = description;
        this.labels = new LabelIndex(description.labels());
        this.calibrator = description.calibration().calibrator();
        this.tokenizer = tokenizer;
        this.classifier = classifier;
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("windows-", 0).factory());
    }

    /** Loads a bundle; computes on all CPU cores, or on a GPU if one is available. */
    public static SoundModel load(Path folder) {
        return load(folder, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Loads a bundle.
     *
     * @param threads number of compute threads
     * @throws AudioTokensException if it is not a bundle, has a different format version, or is truncated; the message
     *     says which
     */
    public static SoundModel load(Path folder, int threads) {
        BundleFolder bundle = new BundleFolder(folder);
        BundleDescription description = bundle.readDescription();
        Configuration configuration = bundle.readConfiguration();
        if (!Files.isRegularFile(bundle.weights())) {
            throw new AudioTokensException(folder + " is incomplete: "
                    + bundle.weights().getFileName() + " is missing; export the model again");
        }
        try {
            RunTransform.of(configuration);
            Optional<Tokenizer> tokenizer = configuration.model().datasetType() == DatasetType.TOKENIZED
                    ? Optional.of(RunTokenizer.read(configuration))
                    : Optional.empty();
            WindowClassifier classifier = WindowClassifier.read(
                    bundle.weights(), configuration, description.labels().size(), threads);
            return new SoundModel(configuration, description, tokenizer, classifier, threads);
        } catch (AudioTokensException e) {
            // the stage's message says which notebook to run, which does not apply to a bundle
            String reason = e.getCause() instanceof IOException cause
                    ? FileErrors.describe(cause)
                    : (e.getCause() == null ? e : e.getCause()).getMessage();
            throw new AudioTokensException(folder + " is incomplete: " + reason + "; export the model again", e);
        }
    }

    /** Returns the labels that the model predicts. */
    public LabelIndex labels() {
        return labels;
    }

    /** Returns the model's metadata. */
    public BundleDescription description() {
        return description;
    }

    /**
     * Returns the sample rate that windows should have, in Hz. It is the spectrograms' rate, so that overlapping
     * windows are resampled only once, or {@code soundRate}, the recording's own rate, if the tokenizer reads
     * waveforms.
     */
    public int sampleRate(int soundRate) {
        return readsWaveform ? soundRate : configuration.spectrogram().sampleRate();
    }

    /** Returns the number of samples of a window at this rate. */
    public int windowLength(int sampleRate) {
        return Math.toIntExact(Math.round(description.windowSeconds() * sampleRate));
    }

    /**
     * Cuts a recording into windows of this model's length and sample rate.
     *
     * @param sound the recording; closed with the windows
     * @param overlap overlap of consecutive windows as a fraction of the window, from 0 to below 1
     */
    public AudioWindows windows(AudioStream sound, double overlap) {
        int sampleRate = sampleRate(sound.sampleRate());
        int length = windowLength(sampleRate);
        int hopLength = Math.max(1, (int) Math.round(length * (1 - overlap)));
        return new AudioWindows(new ResampledStream(sound, sampleRate), length, hopLength);
    }

    /**
     * Predicts the labels of a file, most likely first. For files longer than a window, a label's score is its maximum
     * over the windows, which overlap by 50%.
     *
     * @throws AudioException if the file cannot be decoded
     */
    public List<ScoredLabel> predict(Path file) throws AudioException {
        float[] highestScores = new float[labels.size()];
        try (AudioStream sound = AudioStream.open(file);
                AudioWindows windows = windows(sound, OVERLAP)) {
            int sampleRate = sampleRate(sound.sampleRate());
            for (Optional<AudioWindows.Window> next = windows.next(); next.isPresent(); next = windows.next()) {
                float[] scores = scores(List.of(new Waveform(next.get().samples(), sampleRate)))[0];
                for (int label = 0; label < highestScores.length; label++) {
                    highestScores[label] = Math.max(highestScores[label], scores[label]);
                }
            }
        } catch (AudioException e) {
            throw e;
        } catch (IOException e) {
            throw new AudioException(file.toString(), ExceptionMessage.of(e), e);
        }
        return ranked(highestScores);
    }

    /** Returns all labels and their scores, most likely first. */
    public List<ScoredLabel> ranked(float[] scores) {
        return labels.all().stream()
                .map(label -> new ScoredLabel(
                        label,
                        scores[label.index()],
                        scores[label.index()] >= description.thresholds()[label.index()]))
                .sorted(Comparator.comparingDouble(ScoredLabel::score)
                        .reversed()
                        .thenComparingInt(scored -> scored.label().index()))
                .toList();
    }

    /**
     * Predicts the calibrated probabilities of windows, (windows, labels), 0 to 1. All probabilities of a silent
     * window, whose samples are all 0, are 0.
     *
     * @param windows mono samples at any rate, -1 to 1
     * @throws IOException if a window is too short for a spectrogram, or not finite; the message says which
     */
    public float[][] scores(List<Waveform> windows) throws IOException {
        List<Integer> audibleWindows = new ArrayList<>();
        List<ClipInput> inputs = new ArrayList<>();
        List<Future<ClipInput>> futures = new ArrayList<>();
        for (int window = 0; window < windows.size(); window++) {
            Waveform waveform = windows.get(window);
            if (!isSilent(waveform.samples())) {
                audibleWindows.add(window);
                futures.add(workers.submit(() -> input(waveform)));
            }
        }
        for (Future<ClipInput> future : futures) {
            inputs.add(get(future));
        }
        float[][] scores = new float[windows.size()][labels.size()];
        if (!inputs.isEmpty()) {
            float[][] calibrated = calibrateInPlace(classifier.probabilities(inputs));
            for (int i = 0; i < calibrated.length; i++) {
                scores[audibleWindows.get(i)] = calibrated[i];
            }
        }
        return scores;
    }

    /** Calibrates the values in place. */
    private float[][] calibrateInPlace(float[][] probabilities) {
        for (float[] row : probabilities) {
            for (int label = 0; label < row.length; label++) {
                row[label] = calibrator.apply(row[label]);
            }
        }
        return probabilities;
    }

    private static ClipInput get(Future<ClipInput> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the computation was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static boolean isSilent(float[] samples) {
        for (float sample : samples) {
            if (sample != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the options of this model's spectrograms. */
    public SpectrogramOptions spectrogramOptions() {
        return configuration.spectrogram();
    }

    /**
     * Computes the spectrogram that the model or its tokenizer reads.
     *
     * @throws IOException if the audio is too short or not finite; the message says which
     */
    public Spectrogram spectrogram(Waveform sound) throws IOException {
        MelSpectrogram pooled = transforms.poll();
        MelSpectrogram transform = pooled == null ? RunTransform.of(configuration) : pooled;
        Spectrogram spectrogram = transform.of(sound);
        transforms.add(transform);
        return spectrogram;
    }

    /** Returns the model's token streams; empty if it reads spectrograms. */
    public List<TokenStream> tokenStreams() {
        return tokenizer.map(Tokenizer::streams).orElse(List.of());
    }

    /**
     * Tokenizes audio; empty if the model reads spectrograms. Thread-safe.
     *
     * @throws IOException if the tokenizer cannot process the audio; the message says why
     */
    public Optional<ClipTokens> tokens(Waveform sound) throws IOException {
        return tokenizer.isEmpty()
                ? Optional.empty()
                : Optional.of(tokenizer.get().tokenize(new Signal(sound)));
    }

    /** Returns the object that computes bag-of-tokens vectors of the model's token streams. */
    public StreamBags tokenBags() {
        return RunBagClassifier.streams(configuration);
    }

    /** Predicts the calibrated probabilities of tokenized clips, (clips, labels), 0 to 1. Thread-safe. */
    public float[][] scoresOfTokens(List<ClipTokens> clips) {
        return calibrateInPlace(probabilities(clips));
    }

    /** Predicts the uncalibrated probabilities of tokenized clips, (clips, labels), 0 to 1. */
    float[][] probabilities(List<ClipTokens> clips) {
        List<ClipInput> inputs = clips.stream().map(ClipInput::of).toList();
        return classifier.probabilities(inputs);
    }

    private ClipInput input(Waveform window) throws IOException {
        Optional<ClipTokens> tokens = tokens(window);
        if (tokens.isPresent()) {
            return ClipInput.of(tokens.get());
        }
        Spectrogram spectrogram = spectrogram(window);
        return ClipInput.Frames.fromSpectrogram(spectrogram.values(), spectrogram.nMels());
    }

    /** A waveform whose spectrogram is computed on access. */
    private final class Signal implements ClipSignal {
        private final Waveform sound;

        Signal(Waveform sound) {
            this.sound = sound;
        }

        @Override
        public Spectrogram spectrogram() throws IOException {
            return SoundModel.this.spectrogram(sound);
        }

        @Override
        public Waveform waveform() {
            return sound;
        }
    }

    @Override
    public void close() {
        workers.shutdown();
        classifier.close();
    }
}
