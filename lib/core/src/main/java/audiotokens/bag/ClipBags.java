package audiotokens.bag;

import audiotokens.family.FeatureFamily;
import audiotokens.family.SoftTokens;
import java.util.ArrayList;
import java.util.List;

/**
 * The bags of tokens of a clip: one or two per family.
 *
 * @param squareRoots square roots of the token frequencies, so that Euclidean distances are Hellinger distances: for
 *     each family, the bag of the whole clip, followed by the bag of its loudest 25% if the family has one
 * @param soundSeconds duration of the non-silent part of the clip, in seconds
 */
public record ClipBags(List<float[]> squareRoots, double soundSeconds) {
    public ClipBags {
        squareRoots = List.copyOf(squareRoots);
    }

    /**
     * Returns the bags of a clip.
     *
     * @param streams the clip's tokens, one stream per family
     */
    public static ClipBags of(List<FeatureFamily> families, List<SoftTokens> streams, double soundSeconds) {
        List<float[]> bags = new ArrayList<>();
        for (int i = 0; i < families.size(); i++) {
            bags.add(toSquareRoots(BagOfTokens.of(streams.get(i))));
            if (families.get(i).loudBag()) {
                bags.add(toSquareRoots(BagOfTokens.ofLoudest(streams.get(i))));
            }
        }
        return new ClipBags(bags, soundSeconds);
    }

    private static float[] toSquareRoots(float[] frequencies) {
        for (int token = 0; token < frequencies.length; token++) {
            frequencies[token] = (float) Math.sqrt(frequencies[token]);
        }
        return frequencies;
    }
}
