package audiotokens.pipeline.inference;

import audiotokens.ExceptionMessage;
import audiotokens.audio.AudioException;
import audiotokens.audio.AudioStream;
import audiotokens.audio.AudioWindows;
import audiotokens.audio.Waveform;
import audiotokens.timeline.EventDetector;
import audiotokens.timeline.EventWriter;
import audiotokens.timeline.SoundEvent;
import audiotokens.timeline.TimelineOptions;
import audiotokens.timeline.WindowScores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Labels recordings with a model one by one, and writes results while a recording is still being read. */
final class SoundLabeler {
    private static final int BATCH_SIZE = 16;

    private final SoundModel model;
    private final PredictOptions options;
    private final double[] thresholds;
    private final PredictionRows rows;
    private final Optional<SegmentExtractor> extractor;
    private final BooleanSupplier stopped;

    /** @param stopped polled regularly; true ends early with the results so far */
    SoundLabeler(SoundModel model, PredictOptions options, PredictionRows rows, BooleanSupplier stopped) {
        this.model = model;
        this.options = options;
        this.thresholds = model.description().thresholds().clone();
        options.threshold().ifPresent(threshold -> Arrays.fill(thresholds, threshold));
        this.rows = rows;
        this.extractor = options.extract().map(folder -> new SegmentExtractor(folder, options.extractTop()));
        this.stopped = stopped;
    }

    /** Returns the thresholds and gap of the command line. */
    TimelineOptions timelineOptions() {
        return new TimelineOptions(thresholds, options.gapSeconds());
    }

    /** The results of one recording so far. */
    private final class Recording {
        private final String source;
        private final List<EventWriter> tracks;
        private final float[] highestScores = new float[model.labels().size()];
        private final EventDetector detector;
        private final int sampleRate;
        private double seconds;
        private boolean hasSound;

        Recording(String source, List<EventWriter> tracks, int sampleRate, double hopSeconds) {
            this.source = source;
            this.sampleRate = sampleRate;
            this.tracks = tracks;
            this.detector = new EventDetector(model.labels(), timelineOptions(), hopSeconds, this::write);
        }

        private void write(SoundEvent event) {
            try {
                rows.writeEvent(source, event);
                for (EventWriter track : tracks) {
                    track.write(source, event);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void add(AudioWindows.Window window, float[] scores) throws IOException {
            double start = (double) window.start() / sampleRate;
            seconds = start + (double) window.samples().length / sampleRate;
            for (int label = 0; label < scores.length; label++) {
                highestScores[label] = Math.max(highestScores[label], scores[label]);
                hasSound |= scores[label] > 0;
                if (extractor.isPresent() && scores[label] > 0 && scores[label] >= thresholds[label]) {
                    extractor
                            .get()
                            .offer(
                                    model.labels().get(label),
                                    scores[label],
                                    source,
                                    start,
                                    new Waveform(window.samples(), sampleRate));
                }
            }
            if (options.timeline()) {
                detector.add(new WindowScores(start, seconds, scores));
            }
        }

        void finish() throws IOException {
            if (options.timeline()) {
                detector.finish();
            } else if (hasSound) {
                List<SoundEvent> labels = model.ranked(highestScores).stream()
                        .filter(scored ->
                                scored.score() >= thresholds[scored.label().index()])
                        .limit(options.top())
                        .map(scored -> new SoundEvent(scored.label(), 0, seconds, scored.score()))
                        .toList();
                if (labels.isEmpty()) {
                    ScoredLabel best = model.ranked(highestScores).getFirst();
                    rows.writeProblem(
                            source,
                            String.format(
                                    "no label reaches its threshold; the most likely is %s %.2f",
                                    best.label().name(), best.score()));
                } else {
                    rows.writeLabels(source, labels);
                }
            }
            if (seconds > 0 && !hasSound) {
                rows.writeProblem(source, "is silent throughout");
            }
        }
    }

    /**
     * Labels one recording.
     *
     * @param live whether to process each window immediately instead of waiting for a batch
     * @param tracks additional outputs of the events
     * @throws AudioException if the recording cannot be read completely, after the readable part is processed
     * @throws IOException if the results cannot be written
     */
    void label(String source, AudioStream sound, boolean live, List<EventWriter> tracks)
            throws IOException, InterruptedException {
        int sampleRate = model.sampleRate(sound.sampleRate());
        double hopSeconds = model.description().windowSeconds() * (1 - options.overlap());
        Recording recording = new Recording(source, tracks, sampleRate, hopSeconds);
        AudioWindows windows = model.windows(sound, options.overlap());
        try (WindowReader reader = new WindowReader(windows, stopped)) {
            AudioException problem = null;
            for (List<AudioWindows.Window> batch = List.of(); problem == null; ) {
                try {
                    batch = reader.next(BATCH_SIZE, !live);
                } catch (AudioException e) {
                    problem = e;
                    break;
                }
                if (batch.isEmpty()) {
                    break;
                }
                float[][] scores;
                try {
                    scores = model.scores(batch.stream()
                            .map(window -> new Waveform(window.samples(), sampleRate))
                            .toList());
                } catch (IOException e) {
                    throw new AudioException(source, ExceptionMessage.of(e), e);
                }
                for (int i = 0; i < scores.length; i++) {
                    recording.add(batch.get(i), scores[i]);
                }
            }
            recording.finish();
            if (problem != null) {
                throw problem;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
