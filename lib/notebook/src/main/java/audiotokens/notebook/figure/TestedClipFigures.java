package audiotokens.notebook.figure;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.evaluation.TestedClip;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The pictures of one clip and of what a model says about it.
 *
 * @param configuration of the run
 * @param clip the clip, tested
 */
public record TestedClipFigures(Configuration configuration, TestedClip clip) {

    /** The likeliest labels with their probabilities, the true ones starred. */
    public Table guesses() {
        List<TestedClip.Guess> guesses = clip.guesses();
        return Table.create(
                IntColumn.create(
                        "rank", IntStream.rangeClosed(1, guesses.size()).toArray()),
                StringColumn.create("true", guesses.stream().map(guess -> guess.present() ? "★" : "")),
                StringColumn.create(
                        "label", guesses.stream().map(guess -> guess.label().name())),
                DoubleColumn.create(
                        "probability",
                        guesses.stream().mapToDouble(TestedClip.Guess::score).toArray()));
    }

    /** Its sound. */
    public PlayerList player() {
        return new PlayerList(List.of(new PlayerList.HeardClip(clip.caption(), ExampleClips.played(clip.waveform()))));
    }

    /** Its spectrogram, with its tokens where the model is given tokens. */
    public Chart spectrogram() {
        String title = clip.tokens().length == 0 ? "Spectrogram" : "Tokens over the spectrogram";
        return TokensOnSpectrogram.of(title, configuration, clip.spectrogram(), clip.tokens());
    }
}
