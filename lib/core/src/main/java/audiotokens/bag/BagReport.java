package audiotokens.bag;

import java.util.List;

/**
 * Report of a bag classifier's training.
 *
 * @param sources the codebooks
 * @param choice their weights and the trials of the search
 * @param ablations validation scores with all codebooks and without each used one; empty without validation clips
 */
public record BagReport(List<BagSource> sources, FamilyChoice choice, List<BagTraining.Ablation> ablations) {
    public BagReport {
        sources = List.copyOf(sources);
        ablations = List.copyOf(ablations);
    }
}
