package audiotokens.bag;

import audiotokens.family.Family;
import java.util.List;

/**
 * A vocabulary that bags of tokens are made of: one bag a clip, or a second one of its loudest quarter.
 *
 * @param name unique among the sources of a classifier
 * @param bags that a clip gives, 1 or 2
 * @param weight of each of these bags where nothing better is known
 * @param windowSeconds of sound that a token stands for; the source takes part only where clips are long enough for it
 */
public record BagSource(String name, int bags, double weight, double windowSeconds) {
    public BagSource {
        if (bags < 1 || bags > 2 || !(weight >= 0) || !(windowSeconds >= 0)) {
            throw new IllegalArgumentException(
                    name + ": " + bags + " bags, weight " + weight + ", windows of " + windowSeconds + " s");
        }
    }

    /** A family's bags. */
    public static BagSource of(Family family) {
        return new BagSource(family.name(), family.bags(), family.weight(), family.windowSeconds());
    }

    /** The bags of several families, in their order. */
    public static List<BagSource> of(List<Family> families) {
        return families.stream().map(BagSource::of).toList();
    }
}
