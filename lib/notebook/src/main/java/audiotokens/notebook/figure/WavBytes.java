package audiotokens.notebook.figure;

import audiotokens.audio.Waveform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Encodes samples as a 16-bit WAV file, which every browser plays. */
final class WavBytes {
    private WavBytes() {}

    /** @param waveform mono samples; values outside -1 to 1 are clipped */
    static byte[] of(Waveform waveform) {
        byte[] pcm = new byte[waveform.samples().length * 2];
        for (int i = 0; i < waveform.samples().length; i++) {
            int value = Math.round(Math.clamp(waveform.samples()[i], -1, 1) * Short.MAX_VALUE);
            pcm[2 * i] = (byte) value;
            pcm[2 * i + 1] = (byte) (value >> 8);
        }
        AudioFormat format = new AudioFormat(waveform.sampleRate(), 16, 1, true, false);
        ByteArrayOutputStream wav = new ByteArrayOutputStream();
        try (AudioInputStream stream =
                new AudioInputStream(new ByteArrayInputStream(pcm), format, waveform.samples().length)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, wav);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wav.toByteArray();
    }
}
