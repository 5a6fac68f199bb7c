package audiotokens.pipeline.tokens;

import audiotokens.pipeline.run.Problem;
import audiotokens.token.TokenStatistics;
import java.util.List;

/**
 * Report of stage 4.
 *
 * @param trainClips number of training clips with tokens
 * @param validationClips number of validation clips with tokens
 * @param statistics token statistics of the training clips, for the first stream
 * @param otherStreamStatistics the same for the other streams, in order
 * @param seconds duration of the stage, in seconds
 * @param problems the skipped clips, and why
 */
public record TokenReport(
        int trainClips,
        int validationClips,
        TokenStatistics statistics,
        List<TokenStatistics> otherStreamStatistics,
        double seconds,
        List<Problem> problems) {
    public TokenReport {
        otherStreamStatistics = List.copyOf(otherStreamStatistics);
        problems = List.copyOf(problems);
    }
}
