package audiotokens.pipeline.tokens;

import audiotokens.pipeline.run.Problem;
import audiotokens.token.TokenStatistics;
import java.util.List;

/**
 * What stage 4 made.
 *
 * @param trainClips training clips that have tokens
 * @param validationClips validation clips that have tokens
 * @param statistics of the training clips' tokens, of the first stream where there are several
 * @param furtherStatistics the same of the other streams, in order
 * @param seconds time the stage took
 * @param problems the clips that have none, and why
 */
public record TokenReport(
        int trainClips,
        int validationClips,
        TokenStatistics statistics,
        List<TokenStatistics> furtherStatistics,
        double seconds,
        List<Problem> problems) {
    public TokenReport {
        furtherStatistics = List.copyOf(furtherStatistics);
        problems = List.copyOf(problems);
    }
}
