package audiotokens.pipeline.tokens;

import audiotokens.pipeline.run.Problem;
import audiotokens.token.TokenStatistics;
import java.util.List;

/**
 * What stage 4 made.
 *
 * @param trainClips training clips that have tokens
 * @param validationClips validation clips that have tokens
 * @param statistics of the training clips' tokens
 * @param seconds time the stage took
 * @param problems the clips that have none, and why
 */
public record TokenReport(
        int trainClips, int validationClips, TokenStatistics statistics, double seconds, List<Problem> problems) {
    public TokenReport {
        problems = List.copyOf(problems);
    }
}
