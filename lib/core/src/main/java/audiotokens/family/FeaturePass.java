package audiotokens.family;

import audiotokens.audio.Waveform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The vectors of all families from one waveform in one pass: each front end is computed once. Reusable for clip after
 * clip, by one thread at a time.
 */
public final class FeaturePass {
    private final List<Family> families;
    private final Map<FrontEnd, LogMelTransform> transforms = new HashMap<>();

    public FeaturePass(List<Family> families) {
        this.families = List.copyOf(families);
        for (Family family : families) {
            transforms.computeIfAbsent(family.frontEnd(), LogMelTransform::new);
        }
    }

    /**
     * The vectors of a clip, in the order of the families.
     *
     * @param waveform at its own rate; what lies above half the rate cannot be heard by a front end of a higher one
     * @throws IllegalArgumentException where a sample is NaN or infinite
     */
    public ClipFeatures apply(Waveform waveform) {
        Map<FrontEnd, LogMel> frames = new HashMap<>();
        transforms.forEach((frontEnd, transform) -> frames.put(frontEnd, transform.apply(waveform)));
        List<FeatureVectors> vectors = new ArrayList<>();
        double soundSeconds = 0;
        for (Family family : families) {
            LogMel mel = frames.get(family.frontEnd());
            vectors.add(family.extractor().extract(mel));
            soundSeconds = Math.max(soundSeconds, mel.frames() * mel.secondsPerFrame());
        }
        return new ClipFeatures(vectors, soundSeconds);
    }
}
