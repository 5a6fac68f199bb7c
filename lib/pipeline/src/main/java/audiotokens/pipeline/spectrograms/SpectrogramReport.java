package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.run.Problem;
import java.util.List;

/**
 * What stage 2 made.
 *
 * @param trainClips training clips that have a spectrogram
 * @param validationClips validation clips that have one
 * @param frames frames of all of them
 * @param seconds time the stage took
 * @param problems the clips that have none, and why
 */
public record SpectrogramReport(
        int trainClips, int validationClips, long frames, double seconds, List<Problem> problems) {
    public SpectrogramReport {
        problems = List.copyOf(problems);
    }
}
