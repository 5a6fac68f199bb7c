package audiotokens.bag;

import audiotokens.family.Family;
import audiotokens.family.SoftTokens;
import java.util.ArrayList;
import java.util.List;

/**
 * A clip as bags of tokens: one or two a family.
 *
 * @param roots of the words' shares, so that squared distances are Hellinger's: for each family that of the whole clip,
 *     then that of its loudest quarter where the family has one
 * @param soundSeconds length of the part of the clip that holds sound, in seconds
 */
public record ClipBags(List<float[]> roots, double soundSeconds) {
    public ClipBags {
        roots = List.copyOf(roots);
    }

    /**
     * The bags of a clip.
     *
     * @param streams the clip's tokens, one stream a family
     */
    public static ClipBags of(List<Family> families, List<SoftTokens> streams, double soundSeconds) {
        List<float[]> bags = new ArrayList<>();
        for (int i = 0; i < families.size(); i++) {
            bags.add(root(BagOfTokens.of(streams.get(i))));
            if (families.get(i).loudBag()) {
                bags.add(root(BagOfTokens.ofLoudest(streams.get(i))));
            }
        }
        return new ClipBags(bags, soundSeconds);
    }

    private static float[] root(float[] shares) {
        for (int word = 0; word < shares.length; word++) {
            shares[word] = (float) Math.sqrt(shares[word]);
        }
        return shares;
    }
}
