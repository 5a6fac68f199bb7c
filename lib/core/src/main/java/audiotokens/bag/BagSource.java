package audiotokens.bag;

import audiotokens.family.FeatureFamily;
import java.util.List;

/**
 * A vocabulary from which bags of tokens are made: one bag per clip, and optionally a second one of the loudest 25% of
 * the clip's windows.
 *
 * @param name unique among the sources of a classifier
 * @param bags number of bags per clip, 1 or 2
 * @param weight default weight of each of these bags
 * @param windowSeconds duration that a token covers, in seconds; the source is used only if at least half of the
 *     clips fill at least half of it
 */
public record BagSource(String name, int bags, double weight, double windowSeconds) {
    public BagSource {
        if (bags < 1 || bags > 2 || !(weight >= 0) || !(windowSeconds >= 0)) {
            throw new IllegalArgumentException(name + ": invalid bags: " + bags + " per clip, weight " + weight
                    + ", windows of " + windowSeconds + " s");
        }
    }

    /** Returns the source of a family. */
    public static BagSource of(FeatureFamily family) {
        return new BagSource(family.name(), family.nBags(), family.weight(), family.windowSeconds());
    }

    /** Returns the sources of several families, in their order. */
    public static List<BagSource> of(List<FeatureFamily> families) {
        return families.stream().map(BagSource::of).toList();
    }
}
