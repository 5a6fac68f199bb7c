package audiotokens.family;

import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import audiotokens.spectrogram.Decibels;
import audiotokens.spectrogram.MelPower;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** From a waveform of any rate to the log-mel frames of a front end. Reusable for clip after clip, by one thread. */
public final class LogMelTransform {
    private final FrontEnd frontEnd;
    private final MelPower melPower;
    private final Map<Integer, Resampler> resamplers = new HashMap<>();

    public LogMelTransform(FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
        this.melPower = frontEnd.melPower();
    }

    /**
     * The frames of a clip; one shorter than a frame, even an empty one, is filled up with zeros to one frame.
     *
     * @throws IllegalArgumentException where a sample is NaN or infinite
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
        float[] frames = Decibels.ofPower(melPower.power(samples)).frames();
        return LogMel.of(frontEnd.nMels(), frames, frontEnd.secondsPerFrame());
    }
}
