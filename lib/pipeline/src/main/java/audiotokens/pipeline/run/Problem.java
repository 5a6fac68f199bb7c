package audiotokens.pipeline.run;

import java.util.Objects;

/**
 * A clip that a stage could not use.
 *
 * @param id the clip's id
 * @param source the file or record it comes from
 * @param stage the stage that met it
 * @param reason what is wrong, in words a person can act on
 */
public record Problem(String id, String source, String stage, String reason) {
    public Problem {
        Objects.requireNonNull(id);
        Objects.requireNonNull(source);
        Objects.requireNonNull(stage);
        Objects.requireNonNull(reason);
    }
}
