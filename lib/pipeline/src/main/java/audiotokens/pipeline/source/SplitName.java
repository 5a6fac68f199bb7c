package audiotokens.pipeline.source;

import audiotokens.pipeline.run.Split;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names that datasets give to their splits, such as train, validation and test, in folders, shards and tables. */
public final class SplitName {
    private static final Set<String> TRAIN = Set.of("train", "training");
    private static final Set<String> VALIDATION = Set.of("val", "valid", "validation", "dev", "development");
    private static final Set<String> TEST = Set.of("test", "testing", "eval", "evaluation");

    private SplitName() {}

    /** Returns whether {@code name} is the name of a split. */
    public static boolean isSplitName(String name) {
        String lowerName = name.toLowerCase(Locale.ROOT);
        return TRAIN.contains(lowerName) || VALIDATION.contains(lowerName) || TEST.contains(lowerName);
    }

    /**
     * Maps a dataset's split name to training or validation; empty if that split is not used. A test set is used for
     * validation if there is no validation set, and excluded otherwise.
     *
     * @param allNames names of all splits of the dataset
     */
    public static Optional<Split> toSplit(String name, Collection<String> allNames) {
        String lowerName = name.toLowerCase(Locale.ROOT);
        if (TRAIN.contains(lowerName)) {
            return Optional.of(Split.TRAIN);
        }
        boolean hasTraining = allNames.stream().anyMatch(other -> TRAIN.contains(other.toLowerCase(Locale.ROOT)));
        boolean hasValidation =
                allNames.stream().anyMatch(other -> VALIDATION.contains(other.toLowerCase(Locale.ROOT)));
        if (VALIDATION.contains(lowerName)) {
            // FSD50K has dev and eval: without a split named train, dev is the training set
            return Optional.of(hasTraining ? Split.VALIDATION : Split.TRAIN);
        }
        return TEST.contains(lowerName) && !(hasTraining && hasValidation)
                ? Optional.of(Split.VALIDATION)
                : Optional.empty();
    }
}
