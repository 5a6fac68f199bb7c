package audiotokens.pipeline.run;

import java.util.Locale;

/** The subsets of a dataset. */
public enum Split {
    TRAIN,
    VALIDATION;

    /** Returns the folder name and JSON key of this subset: {@code train} or {@code validation}. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
