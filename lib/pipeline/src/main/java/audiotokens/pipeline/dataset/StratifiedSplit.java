package audiotokens.pipeline.dataset;

import audiotokens.label.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits clips so that the label distribution of both subsets is as similar as possible.
 *
 * <p>Source: K. Sechidis, G. Tsoumakas and I. Vlahavas, "On the stratification of multi-label data", 2011: starting
 * with the rarest label, each clip goes to the subset that needs the label most.
 */
final class StratifiedSplit {
    /** Index of the validation subset; the training subset has index 0. */
    private static final int VALIDATION = 1;

    private static final int NO_LABEL = -1;

    private final ClipCatalog catalog;
    private final double[] shares;

    /** @param validationRatio fraction of validation clips, 0 to 1 */
    StratifiedSplit(ClipCatalog catalog, double validationRatio) {
        this.catalog = catalog;
        this.shares = new double[] {1 - validationRatio, validationRatio};
    }

    /** Splits {@code ids}; both subsets keep their order. */
    SplitFile split(List<String> ids) {
        List<List<String>> clipsByLabel = new ArrayList<>();
        catalog.labels().all().forEach(label -> clipsByLabel.add(new ArrayList<>()));
        List<String> unlabeledIds = new ArrayList<>();
        for (String id : ids) {
            List<Label> labels = catalog.find(id).orElseThrow().labels();
            labels.forEach(label -> clipsByLabel.get(label.index()).add(id));
            if (labels.isEmpty()) {
                unlabeledIds.add(id);
            }
        }
        int[] remainingCounts = clipsByLabel.stream().mapToInt(List::size).toArray();
        double[][] neededLabelCounts = new double[shares.length][];
        double[] neededCounts = new double[shares.length];
        for (int subset = 0; subset < shares.length; subset++) {
            double share = shares[subset];
            neededLabelCounts[subset] = Arrays.stream(remainingCounts)
                    .mapToDouble(count -> count * share)
                    .toArray();
            neededCounts[subset] = ids.size() * share;
        }
        Set<String> validationIds = new HashSet<>();
        Set<String> assignedIds = new HashSet<>();
        for (int label = rarest(remainingCounts); label != NO_LABEL; label = rarest(remainingCounts)) {
            for (String id : clipsByLabel.get(label)) {
                if (assignedIds.add(id)) {
                    int subset = neediest(neededLabelCounts, label, neededCounts);
                    for (Label clipLabel : catalog.find(id).orElseThrow().labels()) {
                        neededLabelCounts[subset][clipLabel.index()]--;
                        remainingCounts[clipLabel.index()]--;
                    }
                    neededCounts[subset]--;
                    if (subset == VALIDATION) {
                        validationIds.add(id);
                    }
                }
            }
        }
        for (String id : unlabeledIds) {
            int subset = neededCounts[0] >= neededCounts[1] ? 0 : 1;
            neededCounts[subset]--;
            if (subset == VALIDATION) {
                validationIds.add(id);
            }
        }
        return new SplitFile(
                ids.stream().filter(id -> !validationIds.contains(id)).toList(),
                ids.stream().filter(validationIds::contains).toList());
    }

    private static int rarest(int[] remainingCounts) {
        int rarest = NO_LABEL;
        for (int label = 0; label < remainingCounts.length; label++) {
            if (remainingCounts[label] > 0
                    && (rarest == NO_LABEL || remainingCounts[label] < remainingCounts[rarest])) {
                rarest = label;
            }
        }
        return rarest;
    }

    private static int neediest(double[][] neededLabelCounts, int label, double[] neededCounts) {
        int labelOrder = Double.compare(neededLabelCounts[0][label], neededLabelCounts[1][label]);
        int order = labelOrder != 0 ? labelOrder : Double.compare(neededCounts[0], neededCounts[1]);
        return order >= 0 ? 0 : 1;
    }
}
