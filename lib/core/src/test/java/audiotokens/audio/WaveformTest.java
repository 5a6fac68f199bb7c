package audiotokens.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaveformTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReadAtItsOwnRateWithItsChannelsAveraged() throws IOException {
        Path file = folder.resolve("stereo.wav");
        Files.write(file, WavFile.encode(WavFile.Type.FLOAT32, 16000, 2, 0.5, 0.25, -1, 0, 0.125, 0.125));
        Waveform waveform = Waveform.read(file);
        assertEquals(16000, waveform.sampleRate());
        assertArrayEquals(new float[] {0.375f, -0.5f, 0.125f}, waveform.samples());
    }

    @Test
    void missingAndNonAudioFilesAreNamedInTheError() throws IOException {
        Path text = folder.resolve("text.wav");
        Files.writeString(text, "no audio");
        for (Path file : new Path[] {text, folder.resolve("missing.wav")}) {
            AudioException exception = assertThrows(AudioException.class, () -> Waveform.read(file));
            assertTrue(exception.getMessage().startsWith(file.toString()), exception.getMessage());
        }
    }
}
