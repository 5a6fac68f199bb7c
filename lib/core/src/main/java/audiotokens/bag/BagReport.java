package audiotokens.bag;

import java.util.List;

/**
 * Report of a bag classifier's training.
 *
 * @param sources the bag sources, one per codebook
 * @param choice the sources' weights and the trials of the search
 * @param ablations validation scores with all sources, then with each used source left out in turn; empty without
 *     validation clips
 */
public record BagReport(List<BagSource> sources, FamilyChoice choice, List<BagTraining.Ablation> ablations) {
    public BagReport {
        sources = List.copyOf(sources);
        ablations = List.copyOf(ablations);
    }
}
