package audiotokens.family;

import audiotokens.audio.Waveform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Computes the vectors of all families from a waveform; each front end is computed once. Reusable across clips; not
 * thread-safe.
 */
public final class ClipFeatureExtractor {
    private final List<FeatureFamily> families;
    private final Map<FrontEnd, LogMelTransform> transforms = new HashMap<>();

    public ClipFeatureExtractor(List<FeatureFamily> families) {
        this.families = List.copyOf(families);
        for (FeatureFamily family : families) {
            transforms.computeIfAbsent(family.frontEnd(), LogMelTransform::new);
        }
    }

    /**
     * Returns the vectors of a clip, in the order of the families.
     *
     * @param waveform samples at any sample rate; content above half that rate is missing in front ends with a higher
     *     rate
     * @throws IllegalArgumentException if a sample is NaN or infinite
     */
    public ClipFeatures apply(Waveform waveform) {
        Map<FrontEnd, LogMel> logMels = new HashMap<>();
        transforms.forEach((frontEnd, transform) -> logMels.put(frontEnd, transform.apply(waveform)));
        List<FeatureVectors> vectors = new ArrayList<>();
        double soundSeconds = 0;
        for (FeatureFamily family : families) {
            LogMel mel = Objects.requireNonNull(logMels.get(family.frontEnd()));
            vectors.add(family.extractor().extract(mel));
            soundSeconds = Math.max(soundSeconds, mel.nFrames() * mel.secondsPerFrame());
        }
        return new ClipFeatures(vectors, soundSeconds);
    }
}
