package audiotokens.pipeline.run;

import java.util.Objects;

/**
 * A clip that a stage could not use.
 *
 * @param id id of the clip
 * @param source origin of the clip: a file, or a row or entry in a file
 * @param stage stage that skipped it
 * @param reason what is wrong, for the user
 */
public record Problem(String id, String source, String stage, String reason) {
    public Problem {
        Objects.requireNonNull(id);
        Objects.requireNonNull(source);
        Objects.requireNonNull(stage);
        Objects.requireNonNull(reason);
    }
}
