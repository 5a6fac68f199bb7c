package audiotokens.bag;

import audiotokens.family.FeatureFamily;
import java.util.List;

/**
 * A vocabulary over which clips are represented as bags of tokens: one bag per clip, and optionally a second one of the
 * loudest 25% of the clip's windows.
 *
 * @param name unique among the sources of a classifier
 * @param bags number of bags per clip, 1 or 2
 * @param weight default weight of each of these bags
 * @param windowSeconds duration that a token covers, in seconds; the source is skipped unless at least half of the
 *     clips have non-silent sound for at least half this duration; all are kept if none qualifies
 */
public record BagSource(String name, int bags, double weight, double windowSeconds) {
    public BagSource {
        if (bags < 1 || bags > 2 || !(weight >= 0) || !(windowSeconds >= 0)) {
            throw new IllegalArgumentException(name + ": invalid bag source: " + bags + " bags per clip, weight "
                    + weight + ", windowSeconds " + windowSeconds);
        }
    }

    /** Returns the source for a feature family. */
    public static BagSource of(FeatureFamily family) {
        return new BagSource(family.name(), family.nBags(), family.weight(), family.windowSeconds());
    }

    /** Returns the sources for several families, in the same order. */
    public static List<BagSource> of(List<FeatureFamily> families) {
        return families.stream().map(BagSource::of).toList();
    }
}
