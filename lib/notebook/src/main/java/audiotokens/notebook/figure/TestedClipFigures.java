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
 * Figures of a clip and a model's predictions for it.
 *
 * @param configuration configuration of the run
 * @param clip the clip and its predictions
 */
public record TestedClipFigures(Configuration configuration, TestedClip clip) {

    /** Returns a table of the most probable labels and their probabilities; true labels have a star. */
    public Table predictions() {
        List<TestedClip.Prediction> predictions = clip.predictions();
        return Table.create(
                IntColumn.create(
                        "rank", IntStream.rangeClosed(1, predictions.size()).toArray()),
                StringColumn.create("true", predictions.stream().map(prediction -> prediction.present() ? "★" : "")),
                StringColumn.create("label", predictions.stream().map(prediction -> prediction
                        .label()
                        .name())),
                DoubleColumn.create(
                        "probability",
                        predictions.stream()
                                .mapToDouble(TestedClip.Prediction::score)
                                .toArray()));
    }

    /** Returns a player of the clip. */
    public PlayerList player() {
        return new PlayerList(
                List.of(new PlayerList.PlayableClip(clip.caption(), ExampleClips.forPlayback(clip.waveform()))));
    }

    /** Draws the spectrogram, with the tokens if they are the model's input. */
    public Chart spectrogram() {
        String title = clip.tokens().length == 0 ? "Spectrogram" : "Tokens over the spectrogram";
        return TokensOnSpectrogram.of(title, configuration, clip.spectrogram(), clip.tokens());
    }
}
