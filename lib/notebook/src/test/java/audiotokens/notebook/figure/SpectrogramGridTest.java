package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.Waveform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;

class SpectrogramGridTest {

    @Test
    void lowFrequenciesAreAtTheBottomAndHighLevelsAreLight() {
        SpectrogramImage image = SpectrogramImage.of(new float[] {-80, -80, -80, -80, 0, 0}, 2, 3);

        assertEquals(-80, image.lowest());
        assertEquals(0, image.highest());
        assertEquals(0xff440154, image.image().getRGB(0, 1), "a quiet low band");
        assertEquals(0xfffde725, image.image().getRGB(2, 0), "a loud high band");
    }

    @Test
    void paintsConstantValues() {
        assertEquals(0xff440154, SpectrogramImage.of(new float[4], 2, 2).image().getRGB(1, 1));
    }

    @Test
    void limitsTheWidthOfTheImage() {
        assertEquals(
                600, SpectrogramImage.of(new float[2 * 5000], 2, 5000).image().getWidth());
    }

    @Test
    void spacesFrequenciesOnTheMelScale() {
        MelAxis axis = new MelAxis(0, 11025);

        assertEquals(0, axis.position(0));
        assertEquals(1, axis.position(11025));
        assertTrue(axis.position(1000) > 0.3, "a third of the mel scale is below 1 kHz");
        assertEquals(List.of(250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0), axis.ticks());
    }

    @Test
    void hasAxisTitlesWithUnitsAndAPlayer() {
        String html = grid().html();

        for (String part : List.of("time (s)", "frequency (Hz)", ">dB<", "<audio controls", "Bell &amp; siren")) {
            assertTrue(html.contains(part), part);
        }
    }

    @Test
    void embedsACompleteWavFile() throws UnsupportedAudioFileException, IOException {
        byte[] wav = WavBytes.of(new Waveform(new float[] {0, 1, -1, 2}, 8000));

        AudioInputStream stream = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav));
        assertEquals(4, stream.getFrameLength());
        assertEquals(
                new AudioFormat(8000, 16, 1, true, false).toString(),
                stream.getFormat().toString());
        byte[] samples = stream.readAllBytes();
        assertEquals(Short.MAX_VALUE, (short) ((samples[6] & 0xff) | samples[7] << 8), "beyond 1 is clipped");
    }

    @Test
    void tickLabelsHaveNoTrailingZeros() {
        assertEquals("0.3", NumberText.tick(0.1 + 0.2));
        assertEquals("10", NumberText.tick(10));
    }

    @Test
    void reusesTheColorScaleOfAnotherSpectrogram() {
        SpectrogramImage one = SpectrogramImage.of(new float[] {-80, 0}, 2, 1);
        SpectrogramImage other = SpectrogramImage.withScaleOf(one, new float[] {-40, -40}, 2, 1);

        assertEquals(-80, other.lowest());
        assertEquals(0xff21918c, other.image().getRGB(0, 0), "halfway between the minimum and the maximum");
    }

    private static SpectrogramGrid grid() {
        return new SpectrogramGrid(List.of(new SpectrogramGrid.Panel(
                new PlayerList.PlayableClip("Bell & siren", new Waveform(new float[8000], 8000)),
                SpectrogramImage.of(new float[] {-80, 0, -40, -20}, 2, 2),
                new MelAxis(0, 4000),
                1.0,
                "dB")));
    }
}
