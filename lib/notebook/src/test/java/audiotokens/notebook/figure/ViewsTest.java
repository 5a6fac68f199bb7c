package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final MelAxis MEL = new MelAxis(0, 4000);

    @Test
    void aWaveformIsACurveWithItsPlayer() {
        Timeline view = Views.waveform(new float[] {0, 0.5f, -0.25f, 0}, 8000);

        assertTrue(view.html().contains("<path ") && view.html().contains("<audio controls"));
        assertTrue(view.html().contains(">0.5000<"), "the level of its peak");
        assertEquals(4 / 8000.0, view.seconds());
    }

    @Test
    void anEnvelopeKeepsTheExtremesOfEachColumn() {
        double[][] envelope = Envelope.of(new float[] {1, -1, 0, 0.5f, Float.NaN, -0.5f}, 3);

        assertArrayEquals(new double[] {-1, 0, -0.5}, envelope[0]);
        assertArrayEquals(new double[] {1, 0.5, 0}, envelope[1]);
    }

    @Test
    void anEmptyWaveformIsDrawnToo() {
        assertTrue(Views.waveform(new float[0], 8000).html().contains("<svg"));
    }

    @Test
    void eachRunOfEqualTokensTellsItsTokenAndItsFrames() {
        String html = Views.tokens(new long[] {7, 7, 3}, new float[6], 2, 3, 0.01, MEL, "dB")
                .html();

        List<String> titles = Pattern.compile("<title>([^<]*)</title>")
                .matcher(html)
                .results()
                .map(found -> found.group(1))
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
    void aSpectrogramHasItsAxesAndAStillForm() throws IOException {
        Timeline view = Views.spectrogram(new float[] {-80, 0, -40, -20}, 2, 2, 0.5, MEL, "dB");

        for (String part : List.of("time (s)", "frequency (Hz)", ">dB<")) {
            assertTrue(view.html().contains(part), part);
        }
        assertFalse(view.html().contains("<audio"));
        assertEquals(
                260,
                ImageIO.read(new ByteArrayInputStream(view.png().orElseThrow())).getHeight());
    }

    @Test
    void refusesValuesThatAreNoSpectrogramOfThisShape() {
        assertThrows(IllegalArgumentException.class, () -> Views.spectrogram(new float[5], 2, 3, 0.01, MEL, "dB"));
    }

    @Test
    void aCodebookIsAMapOfItsCentroids() {
        Chart map = Views.codebook(new double[][] {{1, 2}, {3, 4}}, new int[] {100, 25});

        Series.Points points = (Series.Points) map.series().getFirst();
        assertEquals(List.of(2.0, 4.0), points.y());
        assertEquals(List.of(25.0, 15.0), points.sizes());
        assertEquals("token 1, 25 frames", points.texts().get(1));
        assertTrue(map.png().isPresent());
    }

    @Test
    void scoresShowTheLikeliestLabelsAndAllTrueOnes() {
        Chart chart = Views.scores(
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
        Chart chart = Views.scores("Scores", List.of("a", "b"), new float[] {0.25f, 0.75f}, new boolean[0], 5);

        assertEquals(List.of("b", "a"), chart.y().names());
        assertEquals(List.of(0.75, 0.25), ((Series.Bars) chart.series().getFirst()).lengths());
    }
}
