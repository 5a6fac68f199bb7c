package audiotokens.pipeline.inference;

import audiotokens.audio.AudioDecoder;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.FlacEncoder;
import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import audiotokens.label.Label;
import audiotokens.timeline.SoundEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Concatenates labeled clips into one long file and compares the event F1 of its timeline with that of the separately
 * predicted clips.
 *
 * <p>A reference event of a label spans consecutive clips with that label. A predicted event is a true positive if its
 * intersection over union with an unmatched reference event of its label reaches a minimum: 0.3 as in DCASE's few-shot
 * bioacoustic event detection, or 0.5. Higher minimums would also measure the accuracy of the labels, since a sound may
 * fill only six of its clip's ten seconds.
 *
 * @param expected events of the clips' labels
 * @param clipWise events from the scores of the separate clips
 * @param timeline events of the timeline
 */
record TimelineEvaluation(List<SoundEvent> expected, List<SoundEvent> clipWise, List<SoundEvent> timeline) {
    private static final int SAMPLE_RATE = 22050;

    /** Event F1 of the separately predicted clips. */
    double clipWiseF1(double minIou) {
        return f1(expected, clipWise, minIou);
    }

    /** Event F1 of the timeline. */
    double timelineF1(double minIou) {
        return f1(expected, timeline, minIou);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "event F1 of separate clips %.3f (IoU 0.3); of the timeline %.3f (IoU 0.3), %.3f (IoU 0.5)",
                clipWiseF1(0.3),
                timelineF1(0.3),
                timelineF1(0.5));
    }

    /** @param clips files of equal duration, with the ids of their labels */
    static TimelineEvaluation of(Path model, Map<Path, Set<String>> clips, Path folder)
            throws IOException, InterruptedException {
        List<Path> files = List.copyOf(clips.keySet());
        float[] concatenated = new float[0];
        List<SoundEvent> expected = new ArrayList<>();
        List<SoundEvent> clipWise = new ArrayList<>();
        double start = 0;
        try (SoundModel loaded = SoundModel.load(model);
                AudioDecoder decoder = new AudioDecoder(60)) {
            for (Path file : files) {
                Waveform waveform = decoder.decode(new EncodedAudio.InFile(file));
                float[] samples = new Resampler(waveform.sampleRate(), SAMPLE_RATE)
                        .apply(waveform)
                        .samples();
                float[] longer = Arrays.copyOf(concatenated, concatenated.length + samples.length);
                System.arraycopy(samples, 0, longer, concatenated.length, samples.length);
                concatenated = longer;
                double end = (double) concatenated.length / SAMPLE_RATE;
                for (Label label : loaded.labels().all()) {
                    if (clips.get(file).contains(label.id())) {
                        append(expected, new SoundEvent(label, start, end, 1));
                    }
                }
                for (ScoredLabel scored : loaded.predict(file)) {
                    if (scored.predicted()) {
                        append(clipWise, new SoundEvent(scored.label(), start, end, scored.score()));
                    }
                }
                start = end;
            }
            Path file = Files.write(
                    folder.resolve("long.flac"), FlacEncoder.encode(new float[][] {concatenated}, SAMPLE_RATE));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            List<String> arguments = List.of(model.toString(), "--timeline", "--format", "csv", file.toString());
            new Predict(PredictOptions.parse(arguments), new PrintStream(out, true, StandardCharsets.UTF_8)).run();
            List<SoundEvent> timelineEvents = out.toString(StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .map(row -> new SoundEvent(
                            loaded.labels().find(row[3]).orElseThrow(),
                            Double.parseDouble(row[1]),
                            Double.parseDouble(row[2]),
                            1))
                    .toList();
            return new TimelineEvaluation(expected, clipWise, timelineEvents);
        }
    }

    private static void append(List<SoundEvent> events, SoundEvent event) {
        for (SoundEvent earlier : events) {
            if (earlier.label().equals(event.label()) && earlier.end() == event.start()) {
                events.remove(earlier);
                events.add(new SoundEvent(earlier.label(), earlier.start(), event.end(), 1));
                return;
            }
        }
        events.add(event);
    }

    private static double f1(List<SoundEvent> expected, List<SoundEvent> predicted, double minIou) {
        List<SoundEvent> unmatched = expected.stream()
                .sorted(Comparator.comparingDouble(SoundEvent::start))
                .collect(Collectors.toCollection(ArrayList::new));
        int truePositives = 0;
        for (SoundEvent event : predicted) {
            for (SoundEvent candidate : unmatched) {
                double intersection =
                        Math.min(event.end(), candidate.end()) - Math.max(event.start(), candidate.start());
                double union = Math.max(event.end(), candidate.end()) - Math.min(event.start(), candidate.start());
                if (candidate.label().equals(event.label()) && intersection >= minIou * union) {
                    unmatched.remove(candidate);
                    truePositives++;
                    break;
                }
            }
        }
        return 2.0 * truePositives / (expected.size() + predicted.size());
    }
}
