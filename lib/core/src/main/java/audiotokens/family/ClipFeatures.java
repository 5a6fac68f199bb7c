package audiotokens.family;

import java.util.List;

/**
 * A clip's feature vectors of several families.
 *
 * @param vectors one entry per family
 * @param soundSeconds duration of the non-silent part of the clip, in seconds
 */
public record ClipFeatures(List<FeatureVectors> vectors, double soundSeconds) {
    public ClipFeatures {
        vectors = List.copyOf(vectors);
    }
}
