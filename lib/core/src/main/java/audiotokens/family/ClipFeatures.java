package audiotokens.family;

import java.util.List;

/**
 * A clip's vectors in several families.
 *
 * @param vectors one entry a family
 * @param soundSeconds length of the part of the clip that holds sound, in seconds
 */
public record ClipFeatures(List<FeatureVectors> vectors, double soundSeconds) {
    public ClipFeatures {
        vectors = List.copyOf(vectors);
    }
}
