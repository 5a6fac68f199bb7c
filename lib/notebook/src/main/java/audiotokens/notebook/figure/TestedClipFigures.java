package audiotokens.notebook.figure;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.evaluation.TestedClip;
import java.util.ArrayList;
import java.util.List;

/**
 * The pictures of one clip and of what a model says about it.
 *
 * @param configuration of the run
 * @param clip the clip, tested
 */
public record TestedClipFigures(Configuration configuration, TestedClip clip) {

    /** The likeliest labels with their probabilities, the true ones starred. */
    public HtmlTable guesses() {
        List<List<Object>> rows = new ArrayList<>();
        for (TestedClip.Guess guess : clip.guesses()) {
            rows.add(List.of(
                    rows.size() + 1, guess.present() ? "★" : "", guess.label().name(), guess.score()));
        }
        List<HtmlTable.Head> heads = List.of(
                new HtmlTable.Head("rank", true),
                new HtmlTable.Head("true", false),
                new HtmlTable.Head("label", false),
                new HtmlTable.Head("probability", true));
        return new HtmlTable(heads, rows, 0);
    }

    /** Its sound. */
    public PlayerList player() {
        return new PlayerList(List.of(new PlayerList.HeardClip(clip.caption(), ExampleClips.played(clip.waveform()))));
    }

    /** Its spectrogram, with its tokens where the model is given tokens. */
    public PlotlyFigure spectrogram() {
        String title = clip.tokens().length == 0 ? "Spectrogram" : "Tokens over the spectrogram";
        return TokensOnSpectrogram.of(title, configuration, clip.spectrogram(), clip.tokens());
    }
}
