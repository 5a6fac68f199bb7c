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

    private static final int WITHOUT_LABEL = -1;

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
        List<String> withoutLabel = new ArrayList<>();
        for (String id : ids) {
            List<Label> labels = catalog.find(id).orElseThrow().labels();
            labels.forEach(label -> clipsByLabel.get(label.index()).add(id));
            if (labels.isEmpty()) {
                withoutLabel.add(id);
            }
        }
        int[] remaining = clipsByLabel.stream().mapToInt(List::size).toArray();
        double[][] neededOfLabel = new double[shares.length][];
        double[] needed = new double[shares.length];
        for (int subset = 0; subset < shares.length; subset++) {
            double share = shares[subset];
            neededOfLabel[subset] =
                    Arrays.stream(remaining).mapToDouble(count -> count * share).toArray();
            needed[subset] = ids.size() * share;
        }
        Set<String> validationIds = new HashSet<>();
        Set<String> assigned = new HashSet<>();
        for (int label = rarest(remaining); label != WITHOUT_LABEL; label = rarest(remaining)) {
            for (String id : clipsByLabel.get(label)) {
                if (assigned.add(id)) {
                    int subset = neediest(neededOfLabel, label, needed);
                    for (Label each : catalog.find(id).orElseThrow().labels()) {
                        neededOfLabel[subset][each.index()]--;
                        remaining[each.index()]--;
                    }
                    needed[subset]--;
                    if (subset == VALIDATION) {
                        validationIds.add(id);
                    }
                }
            }
        }
        for (String id : withoutLabel) {
            int subset = needed[0] >= needed[1] ? 0 : 1;
            needed[subset]--;
            if (subset == VALIDATION) {
                validationIds.add(id);
            }
        }
        return new SplitFile(
                ids.stream().filter(id -> !validationIds.contains(id)).toList(),
                ids.stream().filter(validationIds::contains).toList());
    }

    private static int rarest(int[] remaining) {
        int rarest = WITHOUT_LABEL;
        for (int label = 0; label < remaining.length; label++) {
            if (remaining[label] > 0 && (rarest == WITHOUT_LABEL || remaining[label] < remaining[rarest])) {
                rarest = label;
            }
        }
        return rarest;
    }

    private static int neediest(double[][] neededOfLabel, int label, double[] needed) {
        int labelOrder = Double.compare(neededOfLabel[0][label], neededOfLabel[1][label]);
        int order = labelOrder != 0 ? labelOrder : Double.compare(needed[0], needed[1]);
        return order >= 0 ? 0 : 1;
    }
}
