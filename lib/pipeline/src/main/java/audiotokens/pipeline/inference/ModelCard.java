package audiotokens.pipeline.inference;

import audiotokens.metrics.LabelScore;
import audiotokens.model.LabelOutput;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ModelType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the model card as Markdown in the format of model hubs. Source: Mitchell et al., "Model Cards", 2019. */
final class ModelCard {
    private static final int LABELS_SHOWN = 30;

    private ModelCard() {}

    /** @param labelScores scores of the labels that occur in the validation clips, best first */
    static String of(Configuration configuration, BundleDescription bundle, List<LabelScore> labelScores) {
        BundleDescription.Scores scores = bundle.scores();
        String type = configuration.model().modelType();
        return """
                ---
                license: # fill in, such as apache-2.0
                pipeline_tag: audio-classification
                tags: [audio, audio-tokens, %s]
                ---
                # Sound labeling model: %s

                Predicts which of %d labels occur in a recording. Written by audio-tokens.

                ## Use

                    ./run predict THIS_FOLDER recording.wav

                ```java
                try (SoundModel model = SoundModel.load(Path.of("THIS_FOLDER"))) {
                    List<ScoredLabel> labels = model.predict(Path.of("recording.wav"));
                }
                ```
                %s
                ## Data

                - training clips: %d
                - validation clips: %d
                - length of a clip: %.2f s, at %d Hz
                - source of the recordings: fill in
                - license of the recordings: fill in

                ## Scores on the validation clips

                - mean average precision: %.3f (95%% interval %.3f to %.3f)
                - expected calibration error: %.3f, after calibration %.3f

                | label | validation clips | average precision | threshold |
                | --- | --- | --- | --- |
                %s

                ## Limits

                - The model knows only the labels above. Any other sound gets the most similar label, or none.
                - The validation clips come from the same source as the training clips. Expect lower
                  scores with other microphones, rooms and noise; check some recordings by ear (`--extract`).
                - Event times are accurate to a fraction of the window length, %.2f s.
                - Labels with few validation clips have uncertain scores and thresholds.
                """
                .formatted(
                        type,
                        type,
                        bundle.labels().size(),
                        configuration.model().builtIn().equals(Optional.of(ModelType.BERT))
                                ? huggingFace(configuration.model().labelOutput())
                                : "",
                        scores.trainClips(),
                        scores.validationClips(),
                        bundle.windowSeconds(),
                        configuration.spectrogram().sampleRate(),
                        scores.map(),
                        scores.interval().low(),
                        scores.interval().high(),
                        scores.calibrationErrorBefore(),
                        scores.calibrationErrorAfter(),
                        table(bundle, labelScores),
                        bundle.windowSeconds());
    }

    /** Returns the section on loading a {@code bert} model with transformers. */
    static String huggingFace(LabelOutput output) {
        return """

                With Hugging Face's transformers, on the tokens of a clip (at most 512):

                ```python
                bert = transformers.BertModel.from_pretrained("THIS_FOLDER")
                weights = safetensors.torch.load_file("THIS_FOLDER/model.safetensors")
                state = bert(input_ids=tokens).last_hidden_state[:, 0]
                logits = state @ weights["classifier.weight"].T + weights["classifier.bias"]
                scores = logits.%s
                ```

                These scores are not calibrated. The calibration in `bundle.json` maps each label's score to a
                probability. `./run predict` prints these probabilities, and the thresholds apply to them.
                """
                .formatted(output == LabelOutput.SOFTMAX ? "softmax(-1)" : "sigmoid()");
    }

    private static String table(BundleDescription bundle, List<LabelScore> labelScores) {
        String rows = labelScores.stream()
                .limit(LABELS_SHOWN)
                .map(score -> String.format(
                        Locale.ROOT,
                        "| %s | %d | %.3f | %.3f |",
                        score.label().name(),
                        score.clips(),
                        score.averagePrecision(),
                        bundle.thresholds()[score.label().index()]))
                .collect(Collectors.joining("\n"));
        int omittedCount = labelScores.size() - LABELS_SHOWN;
        return omittedCount <= 0 ? rows : rows + "\n\nand " + omittedCount + " more labels, see bundle.json";
    }
}
