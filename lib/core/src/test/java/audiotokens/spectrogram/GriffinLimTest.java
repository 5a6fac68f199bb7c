package audiotokens.spectrogram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.Waveform;
import org.junit.jupiter.api.Test;

class GriffinLimTest {
    private final SpectrogramOptions options = SpectrogramOptions.of();

    @Test
    void reconstructedAudioHasTheGivenSpectrogram() {
        float[] samples = new float[11_025];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.3 * Math.sin(0.05 * i + 2e-6 * i * i) + 0.2 * Math.sin(0.4 * i));
        }
        Spectrogram decibels = decibels(samples);
        Waveform reconstructed = new GriffinLim(options).resynthesize(decibels, 32);
        assertEquals(22_050, reconstructed.sampleRate());
        assertEquals((decibels.nFrames() - 1) * 128, reconstructed.samples().length);
        Spectrogram resynthesized = decibels(reconstructed.samples());
        double error = 0;
        int count = 0;
        for (int mel = 0; mel < 64; mel++) {
            for (int frame = 5; frame < decibels.nFrames() - 5; frame++) {
                if (decibels.at(mel, frame) > 0) {
                    error += Math.abs(resynthesized.at(mel, frame) - decibels.at(mel, frame));
                    count++;
                }
            }
        }
        assertTrue(count > 100, "only " + count + " loud bins");
        assertTrue(error / count < 3, "mean difference " + error / count + " dB in loud bins");
    }

    @Test
    void silenceStaysSilent() {
        float[] silent = new GriffinLim(options)
                .resynthesize(decibels(new float[4000]), 4)
                .samples();
        for (float sample : silent) {
            assertEquals(0, sample, 1e-4);
        }
    }

    private Spectrogram decibels(float[] samples) {
        return Decibels.fromPower(new MelPower(options).power(samples));
    }
}
