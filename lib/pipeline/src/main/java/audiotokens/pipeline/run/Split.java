package audiotokens.pipeline.run;

import java.util.Locale;

/** The two halves of a data set. */
public enum Split {
    TRAIN,
    VALIDATION;

    /** The folder and JSON key of this half: {@code train} or {@code validation}. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
