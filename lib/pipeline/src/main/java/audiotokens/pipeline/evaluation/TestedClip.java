package audiotokens.pipeline.evaluation;

import audiotokens.audio.Waveform;
import audiotokens.label.Label;
import audiotokens.spectrogram.Spectrogram;
import java.util.List;

/**
 * A clip with its audio, spectrogram, tokens and predictions.
 *
 * @param caption its true labels if it belongs to the dataset, and its id or file
 * @param waveform decoded audio
 * @param spectrogram spectrogram as computed by stage 2
 * @param tokens one token per frame of the spectrogram; empty if the model's input is frames
 * @param predictions predictions, most probable first
 */
public record TestedClip(
        String caption, Waveform waveform, Spectrogram spectrogram, long[] tokens, List<Prediction> predictions) {
    public TestedClip {
        predictions = List.copyOf(predictions);
    }

    /**
     * A prediction.
     *
     * @param label the label
     * @param score probability, 0 to 1
     * @param present whether the clip has the label according to the metadata
     */
    public record Prediction(Label label, float score, boolean present) {
        /** Formats the prediction, with a star for true labels: {@code * Rain 0.912}. */
        @Override
        public String toString() {
            return "%s %s %.3f".formatted(present ? "*" : " ", label.name(), score);
        }
    }
}
