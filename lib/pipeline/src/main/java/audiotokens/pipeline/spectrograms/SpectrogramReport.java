package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.run.Problem;
import java.util.List;

/**
 * Report of stage 2.
 *
 * @param trainClips number of training clips with a spectrogram
 * @param validationClips number of validation clips with a spectrogram
 * @param frames total number of frames
 * @param seconds duration of the stage, in seconds
 * @param problems the skipped clips, and why
 */
public record SpectrogramReport(
        int trainClips, int validationClips, long frames, double seconds, List<Problem> problems) {
    public SpectrogramReport {
        problems = List.copyOf(problems);
    }
}
