package audiotokens.bag;

import java.util.List;

/**
 * How a bag classifier came to be, and which of its codebooks matter.
 *
 * @param sources the codebooks
 * @param choice their weights, and what was tried
 * @param ablations the classifier with all of them, then without each that takes part, on the validation clips; empty
 *     where there are no validation clips
 */
public record BagReport(List<BagSource> sources, FamilyChoice choice, List<BagTraining.Ablation> ablations) {
    public BagReport {
        sources = List.copyOf(sources);
        ablations = List.copyOf(ablations);
    }
}
