package audiotokens.family;

import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import audiotokens.spectrogram.Decibels;
import audiotokens.spectrogram.MelPower;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Computes a front end's log-mel frames from a waveform of any sample rate. Reusable across clips; not thread-safe. */
public final class LogMelTransform {
    private final FrontEnd frontEnd;
    private final MelPower melPower;
    private final Map<Integer, Resampler> resamplers = new HashMap<>();

    public LogMelTransform(FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
        this.melPower = frontEnd.melPower();
    }

    /**
     * Returns the frames of a clip. A clip shorter than one frame, even an empty one, is zero-padded to one frame.
     *
     * @throws IllegalArgumentException if a sample is NaN or infinite
     */
    public LogMel apply(Waveform waveform) {
        for (float sample : waveform.samples()) {
            if (!Float.isFinite(sample)) {
                throw new IllegalArgumentException("the waveform has samples that are NaN or infinite");
            }
        }
        float[] samples = resamplers
                .computeIfAbsent(waveform.sampleRate(), rate -> new Resampler(rate, frontEnd.sampleRate()))
                .apply(waveform)
                .samples();
        if (samples.length < melPower.minSamples()) {
            samples = Arrays.copyOf(samples, melPower.minSamples());
        }
        float[] frames = Decibels.fromPower(melPower.power(samples)).frames();
        return LogMel.of(frontEnd.nMels(), frames, frontEnd.secondsPerFrame());
    }
}
