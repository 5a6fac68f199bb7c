package audiotokens.pipeline.inference;

import audiotokens.ExceptionMessage;
import audiotokens.audio.AudioException;
import audiotokens.audio.AudioStream;
import audiotokens.audio.AudioWindows;
import audiotokens.audio.Waveform;
import audiotokens.label.Label;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.timeline.EventDetector;
import audiotokens.timeline.SoundEvent;
import audiotokens.timeline.TimelineOptions;
import audiotokens.timeline.WindowScores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The analysis of one recording by a model, for plotting.
 *
 * @param file file of the recording
 * @param sound mono samples, limited to the first {@link #MAX_SECONDS}
 * @param isComplete whether {@code sound} is the whole recording
 * @param spectrogram spectrogram of {@code sound}, as the model computes it
 * @param windows scores of each window, in order
 * @param events detected events, sorted by start time
 */
public record SoundAnalysis(
        Path file,
        Waveform sound,
        boolean isComplete,
        Spectrogram spectrogram,
        List<WindowScores> windows,
        List<SoundEvent> events) {
    /** Maximum length in seconds: longer recordings make pages too large for browsers and plots too dense to read. */
    public static final int MAX_SECONDS = 600;

    private static final int BATCH_SIZE = 16;

    public SoundAnalysis {
        windows = List.copyOf(windows);
        events = List.copyOf(events);
    }

    /** Analyzes a recording with the model's own thresholds and 50% overlapping windows. */
    public static SoundAnalysis of(SoundModel model, Path file) throws AudioException {
        return of(model, file, new TimelineOptions(model.description().thresholds(), 0.5), 0.5);
    }

    /**
     * Analyzes a recording.
     *
     * @param options thresholds of the labels, and the maximum gap between events that are merged
     * @param overlap overlap of consecutive windows as a fraction of the window, from 0 to below 1
     * @throws AudioException if the file cannot be decoded
     */
    public static SoundAnalysis of(SoundModel model, Path file, TimelineOptions options, double overlap)
            throws AudioException {
        try (AudioStream stream = AudioStream.open(file)) {
            return read(model, file, stream, options, overlap);
        } catch (AudioException e) {
            throw e;
        } catch (IOException e) {
            throw new AudioException(file.toString(), ExceptionMessage.of(e), e);
        }
    }

    private static SoundAnalysis read(
            SoundModel model, Path file, AudioStream stream, TimelineOptions options, double overlap)
            throws IOException {
        int sampleRate = model.sampleRate(stream.sampleRate());
        float[] samples = new float[0];
        boolean isComplete = true;
        List<AudioWindows.Window> windows = new ArrayList<>();
        try (AudioWindows audioWindows = model.windows(stream, overlap)) {
            for (Optional<AudioWindows.Window> next = audioWindows.next();
                    next.isPresent();
                    next = audioWindows.next()) {
                AudioWindows.Window window = next.get();
                int end = Math.toIntExact(window.start() + window.samples().length);
                if (!windows.isEmpty() && end > (long) MAX_SECONDS * sampleRate) {
                    isComplete = false;
                    break;
                }
                if (end > samples.length) {
                    samples = Arrays.copyOf(samples, Math.max(end, 2 * samples.length));
                }
                System.arraycopy(window.samples(), 0, samples, (int) window.start(), window.samples().length);
                windows.add(window);
            }
        }
        if (windows.isEmpty()) {
            throw new AudioException(file.toString(), "contains no audio samples");
        }
        AudioWindows.Window lastWindow = windows.getLast();
        Waveform sound = new Waveform(
                Arrays.copyOf(samples, (int) lastWindow.start() + lastWindow.samples().length), sampleRate);
        List<WindowScores> scores = scores(model, windows, sampleRate);
        return new SoundAnalysis(
                file, sound, isComplete, model.spectrogram(sound), scores, events(model, scores, options, overlap));
    }

    private static List<WindowScores> scores(SoundModel model, List<AudioWindows.Window> windows, int sampleRate)
            throws IOException {
        List<WindowScores> windowScores = new ArrayList<>();
        for (int batchStart = 0; batchStart < windows.size(); batchStart += BATCH_SIZE) {
            List<AudioWindows.Window> batch =
                    windows.subList(batchStart, Math.min(batchStart + BATCH_SIZE, windows.size()));
            float[][] scores = model.scores(batch.stream()
                    .map(window -> new Waveform(window.samples(), sampleRate))
                    .toList());
            for (int i = 0; i < scores.length; i++) {
                double start = (double) batch.get(i).start() / sampleRate;
                double length = (double) batch.get(i).samples().length / sampleRate;
                windowScores.add(new WindowScores(start, start + length, scores[i]));
            }
        }
        return windowScores;
    }

    private static List<SoundEvent> events(
            SoundModel model, List<WindowScores> windows, TimelineOptions options, double overlap) {
        List<SoundEvent> events = new ArrayList<>();
        double hopSeconds = model.description().windowSeconds() * (1 - overlap);
        EventDetector detector = new EventDetector(model.labels(), options, hopSeconds, events::add);
        windows.forEach(detector::add);
        detector.finish();
        events.sort(Comparator.comparingDouble(SoundEvent::start)
                .thenComparingInt(event -> event.label().index()));
        return events;
    }

    /** Returns the window with the highest score of a label. */
    public WindowScores bestWindow(Label label) {
        return windows.stream()
                .max(Comparator.comparingDouble(window -> window.scores()[label.index()]))
                .orElseThrow();
    }

    /** Returns the samples of a window. */
    public Waveform samplesOf(WindowScores window) {
        int start = (int) Math.round(window.start() * sound.sampleRate());
        int end = Math.min((int) Math.round(window.end() * sound.sampleRate()), sound.samples().length);
        return new Waveform(Arrays.copyOfRange(sound.samples(), start, end), sound.sampleRate());
    }

    /** Returns the highest score of each label over the windows, (labels,). */
    public float[] highestScores() {
        float[] highestScores = new float[windows.getFirst().scores().length];
        for (WindowScores window : windows) {
            for (int label = 0; label < highestScores.length; label++) {
                highestScores[label] = Math.max(highestScores[label], window.scores()[label]);
            }
        }
        return highestScores;
    }
}
