package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.label.Label;
import audiotokens.pipeline.inference.TokenEvidence;
import audiotokens.timeline.SoundEvent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ArrayFiguresTest {
    private static final MelAxis MEL = new MelAxis(0, 4000);

    @Test
    void aWaveformIsDrawnAsACurveWithAPlayer() {
        Timeline view = ArrayFigures.waveform(new float[] {0, 0.5f, -0.25f, 0}, 8000);

        assertTrue(view.html().contains("<path ") && view.html().contains("<audio controls"));
        assertTrue(view.html().contains(">0.5000<"), "the peak amplitude");
        assertEquals(4 / 8000.0, view.seconds());
    }

    @Test
    void thePlayheadCoversTheWholeTimeAxis() {
        String html = ArrayFigures.waveform(new float[8000], 8000).html();

        assertTrue(html.contains("class=\"audio-tokens-playhead\""));
        assertTrue(html.contains("onplay=") && html.contains("ontimeupdate="));
        assertTrue(html.contains("'translate('+" + Envelope.COLUMNS + ".000000*this.currentTime"), "pixels per second");
        assertFalse(
                ArrayFigures.spectrogram(new float[6], 2, 3, 0.01, MEL, "dB")
                        .html()
                        .contains("playhead"),
                "no player");
    }

    @Test
    void eachLabelHasALaneForItsEvents() {
        Label dog = new Label(0, "/m/dog", "Dog");
        Label odd = new Label(1, "/m/odd", "<b>&");
        Timeline.EventRow events = new Timeline.EventRow(List.of(
                new SoundEvent(dog, 0, 1, 0.5f), new SoundEvent(odd, 1, 2, 0.9f), new SoundEvent(dog, 3, 4, 0.25f)));
        String html = new Timeline("", 4, List.of(events), Optional.empty()).html();

        assertEquals(List.of(dog, odd), events.lanes());
        assertTrue(html.contains("<title>Dog 0.50, 0.00 s to 1.00 s</title>"));
        assertTrue(html.contains("<title>Dog 0.25, 3.00 s to 4.00 s</title>"));
        assertTrue(html.contains("&lt;b&gt;&amp; 0.90") && !html.contains("<b>"));
    }

    @Test
    void aRecordingWithoutEventsHasAMessage() {
        assertTrue(new Timeline("", 4, List.of(new Timeline.EventRow(List.of())), Optional.empty())
                .html()
                .contains("no label reaches its threshold"));
    }

    @Test
    void tokensForALabelAndAgainstItHaveDifferentColors() {
        Label dog = new Label(0, "/m/dog", "Dog");
        TokenEvidence evidence = new TokenEvidence(dog, 1, 2, new long[] {5, 6}, new double[] {2, -1});
        String html = new Timeline("", 4, List.of(new Timeline.EvidenceRow(evidence)), Optional.empty()).html();

        assertTrue(html.contains("fill=\"#e69f00\" fill-opacity=\"1.00\"><title>token 5: +2.00 to the logit of Dog"));
        assertTrue(html.contains("fill=\"#0072b2\" fill-opacity=\"0.50\"><title>token 6: -1.00 to the logit of Dog"));
    }

    @Test
    void anEnvelopeContainsTheMinimumAndMaximumOfEachColumn() {
        double[][] envelope = Envelope.of(new float[] {1, -1, 0, 0.5f, Float.NaN, -0.5f}, 3);

        assertArrayEquals(new double[] {-1, 0, -0.5}, envelope[0]);
        assertArrayEquals(new double[] {1, 0.5, 0}, envelope[1]);
    }

    @Test
    void anEmptyWaveformIsAccepted() {
        assertTrue(ArrayFigures.waveform(new float[0], 8000).html().contains("<svg"));
    }

    @Test
    void hoverTextNamesTheTokenAndItsFrames() {
        String html = ArrayFigures.tokens(new long[] {7, 7, 3}, new float[6], 2, 3, 0.01, MEL, "dB")
                .html();

        List<String> titles = Pattern.compile("<title>([^<]*)</title>")
                .matcher(html)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertEquals(List.of("token 7, frames 0 to 1", "token 3, frames 2 to 2"), titles);
    }

    @Test
    void equalTokensHaveEqualColors() {
        BufferedImage strip = Timeline.image(new long[] {7, 3, 7});

        assertEquals(strip.getRGB(0, 0), strip.getRGB(2, 0));
        assertNotEquals(strip.getRGB(0, 0), strip.getRGB(1, 0));
    }

    @Test
    void aSpectrogramHasAxesAndAStaticImage() throws IOException {
        Timeline view = ArrayFigures.spectrogram(new float[] {-80, 0, -40, -20}, 2, 2, 0.5, MEL, "dB");

        for (String part : List.of("time (s)", "frequency (Hz)", ">dB<")) {
            assertTrue(view.html().contains(part), part);
        }
        assertFalse(view.html().contains("<audio"));
        assertEquals(
                260,
                ImageIO.read(new ByteArrayInputStream(view.png().orElseThrow())).getHeight());
    }

    @Test
    void rejectsValuesThatDoNotMatchTheShape() {
        assertThrows(
                IllegalArgumentException.class, () -> ArrayFigures.spectrogram(new float[5], 2, 3, 0.01, MEL, "dB"));
    }

    @Test
    void aCodebookIsAScatterPlotOfItsCentroids() {
        Chart map = ArrayFigures.codebook(new double[][] {{1, 2}, {3, 4}}, new int[] {100, 25});

        Series.Points points = (Series.Points) map.series().getFirst();
        assertEquals(List.of(2.0, 4.0), points.y());
        assertEquals(List.of(25.0, 15.0), points.sizes());
        assertEquals("token 1, 25 frames", points.texts().get(1));
        assertTrue(map.png().isPresent());
    }

    @Test
    void scoresShowTheTopLabelsAndAllTrueLabels() {
        Chart chart = ArrayFigures.scores(
                "Scores",
                List.of("a", "b", "c", "d"),
                new float[] {0.25f, 0.75f, 0.5f, 0},
                new boolean[] {false, false, true, true},
                1);

        assertEquals(List.of("b", "c", "d"), chart.y().names());
        assertEquals(List.of(0.75, 0.0, 0.0), ((Series.Bars) chart.series().get(0)).lengths());
        assertEquals(List.of(0.0, 0.5, 0.0), ((Series.Bars) chart.series().get(1)).lengths());
    }

    @Test
    void scoresOfAClipWithoutKnownLabelsAreOneSeries() {
        Chart chart = ArrayFigures.scores("Scores", List.of("a", "b"), new float[] {0.25f, 0.75f}, new boolean[0], 5);

        assertEquals(List.of("b", "a"), chart.y().names());
        assertEquals(List.of(0.75, 0.25), ((Series.Bars) chart.series().getFirst()).lengths());
    }
}
