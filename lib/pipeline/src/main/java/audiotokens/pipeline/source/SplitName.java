package audiotokens.pipeline.source;

import audiotokens.pipeline.run.Split;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The names under which data sets give their parts: folders, columns and shards called train, validation or test. */
public final class SplitName {
    private static final Set<String> TRAIN = Set.of("train", "training");
    private static final Set<String> VALIDATION = Set.of("val", "valid", "validation", "dev", "development");
    private static final Set<String> TEST = Set.of("test", "testing", "eval", "evaluation");

    private SplitName() {}

    /** Whether {@code name} is that of a part of a data set. */
    public static boolean isOne(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return TRAIN.contains(lower) || VALIDATION.contains(lower) || TEST.contains(lower);
    }

    /**
     * The half that a part becomes, given all parts of its data set: a test set validates where there is no validation
     * set, and is left out otherwise.
     */
    public static Optional<Split> half(String name, Collection<String> all) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (TRAIN.contains(lower)) {
            return Optional.of(Split.TRAIN);
        }
        boolean hasTraining = all.stream().anyMatch(other -> TRAIN.contains(other.toLowerCase(Locale.ROOT)));
        boolean hasValidation = all.stream().anyMatch(other -> VALIDATION.contains(other.toLowerCase(Locale.ROOT)));
        if (VALIDATION.contains(lower)) {
            // FSD50K's dev and eval: without a training set of that name, dev is what trains
            return Optional.of(hasTraining ? Split.VALIDATION : Split.TRAIN);
        }
        return TEST.contains(lower) && !(hasTraining && hasValidation)
                ? Optional.of(Split.VALIDATION)
                : Optional.empty();
    }
}
