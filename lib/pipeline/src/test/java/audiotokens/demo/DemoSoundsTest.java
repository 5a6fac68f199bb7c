package audiotokens.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.Waveform;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoSoundsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("audiotokens.demo.DemoSounds#names")
    void eachSoundHasTheRequestedDurationAndDependsOnlyOnTheSeed(String name) {
        Waveform sound = DemoSounds.make(name, 16_000, 2, 1);
        assertEquals(32_000, sound.samples().length);
        double peak = 0;
        for (float sample : sound.samples()) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertEquals(0.7, peak, 0.003);
        assertArrayEquals(sound.samples(), DemoSounds.make(name, 16_000, 2, 1).samples());
        assertFalse(Arrays.equals(
                sound.samples(), DemoSounds.make(name, 16_000, 2, 2).samples()));
    }

    @Test
    void aFileRoundTripHas16BitPrecision() throws Exception {
        Waveform sound = DemoSounds.make("bell", 44_100, 1, 7);
        Path file = folder.resolve("bell.flac");
        sound.write(file);
        Waveform loaded = Waveform.read(file);
        assertEquals(44_100, loaded.sampleRate());
        assertArrayEquals(sound.samples(), loaded.samples(), 1.5f / 32_768);
    }

    @Test
    void anUnknownNameIsRejectedWithTheKnownNames() {
        String message = assertThrows(IllegalArgumentException.class, () -> DemoSounds.make("harp", 16_000, 1, 1))
                .getMessage();
        assertTrue(message.contains("'harp'") && message.contains("tick tock"), message);
    }
}
