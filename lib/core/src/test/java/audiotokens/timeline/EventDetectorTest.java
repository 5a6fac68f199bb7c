package audiotokens.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.label.LabelIndex;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventDetectorTest {
    private static final LabelIndex LABELS = LabelIndex.fromNames(List.of("dog", "rain"));

    /** Detects events in windows of 4 s every 2 s with the given scores for the first label and 0 for the second. */
    private static List<SoundEvent> detect(double gap, double... scores) {
        List<SoundEvent> events = new ArrayList<>();
        EventDetector detector =
                new EventDetector(LABELS, new TimelineOptions(new double[] {0.5, 0.5}, gap), 2, events::add);
        for (int i = 0; i < scores.length; i++) {
            detector.add(new WindowScores(2 * i, 2 * i + 4, new float[] {(float) scores[i], 0}));
        }
        detector.finish();
        return events;
    }

    @Test
    void anEventInTwoOverlappingWindowsIsDetectedOnce() {
        List<SoundEvent> events = detect(0, 0, 0, 1, 1, 0, 0);
        assertEquals(1, events.size());
        SoundEvent event = events.getFirst();
        // the windows that contain the event have their centers at 6 s and 8 s; the score crosses 0.5 one second
        // before the first center and after the last
        assertEquals(5, event.start(), 0.25);
        assertEquals(9, event.end(), 0.25);
        assertTrue(event.score() > 0.9);
        assertEquals("dog", event.label().name());
    }

    @Test
    void eventsWithinTheGapAreMerged() {
        double[] scores = {0, 1, 0, 0, 1, 0};
        List<SoundEvent> separate = detect(0, scores);
        assertEquals(2, separate.size());
        double gap = separate.getLast().start() - separate.getFirst().end();
        assertEquals(2, detect(gap - 0.3, scores).size());
        assertEquals(1, detect(gap + 0.3, scores).size());
    }

    @Test
    void anEventCanStartAtTheStartOrEndAtTheEndOfTheRecording() {
        assertEquals(0, detect(0, 1, 0, 0).getFirst().start());
        assertEquals(8, detect(0, 0, 0, 1).getFirst().end());
    }

    @Test
    void anEventInARecordingShorterThanAWindowCoversTheRecording() {
        List<SoundEvent> events = new ArrayList<>();
        EventDetector detector =
                new EventDetector(LABELS, new TimelineOptions(new double[] {0.5, 0.5}, 0), 2, events::add);
        detector.add(new WindowScores(0, 0.7, new float[] {0.1f, 0.8f}));
        detector.finish();
        assertEquals(List.of(new SoundEvent(LABELS.get(1), 0, 0.7, 0.8f)), events);
    }

    @Test
    void anEventIsEmittedAsSoonAsAWindowEndsIt() {
        List<SoundEvent> events = new ArrayList<>();
        EventDetector detector =
                new EventDetector(LABELS, new TimelineOptions(new double[] {0.5, 0.5}, 0), 2, events::add);
        detector.add(new WindowScores(0, 4, new float[] {1, 0}));
        assertTrue(events.isEmpty());
        detector.add(new WindowScores(2, 6, new float[] {0, 0}));
        assertEquals(1, events.size());
    }

    @Test
    void windowsOutOfOrderAreRejected() {
        EventDetector detector = new EventDetector(LABELS, new TimelineOptions(new double[2], 0), 2, event -> {});
        detector.add(new WindowScores(2, 6, new float[2]));
        assertThrows(IllegalArgumentException.class, () -> detector.add(new WindowScores(0, 4, new float[2])));
    }

    @Test
    void everyOutputFormatContainsTheEvent() throws IOException {
        SoundEvent event = new SoundEvent(LABELS.get(0), 1.5, 3.25, 0.875f);
        StringWriter csv = new StringWriter();
        StringWriter json = new StringWriter();
        StringWriter audacity = new StringWriter();
        StringWriter raven = new StringWriter();
        try (EventWriter first = new CsvEvents(csv);
                EventWriter second = new JsonEvents(json);
                EventWriter third = new AudacityLabels(audacity);
                EventWriter fourth = new RavenSelections(raven, 11025)) {
            for (EventWriter writer : List.of(first, second, third, fourth)) {
                writer.write("a,b.wav", event);
            }
        }
        assertEquals(
                "file,start,end,label,name,score,reason\n\"a,b.wav\",1.500,3.250,dog,dog,0.8750,\n", csv.toString());
        assertEquals(
                "[\n{\"file\":\"a,b.wav\",\"start\":1.5,\"end\":3.25,\"label\":\"dog\",\"name\":\"dog\",\"score\":0.875}\n]\n",
                json.toString());
        assertEquals("1.500000\t3.250000\tdog (0.88)\n", audacity.toString());
        assertEquals(
                "1\tSpectrogram 1\t1\t1.500000\t3.250000\t0.0\t11025.0\ta,b.wav\tdog\t0.8750",
                raven.toString().lines().toList().getLast());
    }
}
