package audiotokens.notebook.figure;

import audiotokens.AudioTokensException;
import audiotokens.ExceptionMessage;
import audiotokens.audio.Waveform;
import audiotokens.label.Label;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.inference.SoundAnalysis;
import audiotokens.pipeline.inference.SoundModel;
import audiotokens.pipeline.inference.TokenBag;
import audiotokens.pipeline.inference.TokenEvidence;
import audiotokens.pipeline.inference.TrainingBags;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.ClipTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Figures of a recording and a model's predictions for it.
 *
 * @param model the model; the caller closes it
 * @param analysis the model's analysis of the recording
 */
public record SoundAnalysisFigures(SoundModel model, SoundAnalysis analysis) {

    /** Draws the spectrogram with the labels below it and a player with a moving playhead. */
    public Timeline timeline() {
        return timeline(List.of(spectrogram(analysis.spectrogram()), new Timeline.EventRow(analysis.events())));
    }

    /** Draws the timeline with the labels above the spectrogram. */
    public Timeline timelineWithLabelsAbove() {
        return timeline(List.of(new Timeline.EventRow(analysis.events()), spectrogram(analysis.spectrogram())));
    }

    private Timeline timeline(List<Timeline.Row> rows) {
        Waveform played = ExampleClips.forPlayback(analysis.sound());
        String caption = analysis.file().getFileName()
                + (analysis.isComplete()
                        ? ""
                        : ", first " + Math.round(analysis.sound().seconds()) + " s");
        return new Timeline(caption, analysis.sound().seconds(), rows, Optional.of(played));
    }

    private Timeline.SpectrogramRow spectrogram(Spectrogram mel) {
        return new Timeline.SpectrogramRow(
                SpectrogramImage.of(mel.values(), mel.nMels(), mel.nFrames()),
                MelAxis.of(model.spectrogramOptions()),
                "");
    }

    /** Charts the most probable labels of the whole recording and their calibrated scores. */
    public Chart scores() {
        return ArrayFigures.scores(
                "Predictions for " + analysis.file().getFileName(),
                model.labels().all().stream().map(Label::name).toList(),
                analysis.highestScores(),
                new boolean[0],
                8);
    }

    /** Returns the label with the highest score. */
    public String topLabel() {
        return model.ranked(analysis.highestScores()).getFirst().label().name();
    }

    /**
     * Shows the tokens that increase (orange) or decrease (blue) a label's score in the window with its highest score;
     * stronger colors mean larger effects. If the model has no tokens, returns a table with the reason.
     *
     * @param label name of a label of the model
     */
    public Renderable evidence(String label) {
        Label chosenLabel = model.labels().all().stream()
                .filter(candidate -> candidate.name().equals(label))
                .findFirst()
                .orElseThrow(() -> new AudioTokensException("the model has no label '" + label + "'; it has "
                        + String.join(
                                ", ",
                                model.labels().all().stream().map(Label::name).toList())));
        try {
            Optional<TokenEvidence> evidence = TokenEvidence.of(model, analysis, chosenLabel);
            if (evidence.isEmpty()) {
                return HtmlTable.ofNamesAndValues(
                        "tokens in favor of " + label, "the model's input is not a single token stream");
            }
            return closeUp(evidence.get());
        } catch (IOException e) {
            throw new AudioTokensException("the tokens cannot be computed: " + e.getMessage(), e);
        }
    }

    /** Draws only the window of the evidence, with a player. */
    private Timeline closeUp(TokenEvidence evidence) throws IOException {
        Waveform window = analysis.samplesOf(analysis.bestWindow(evidence.label()));
        double seconds = evidence.end() - evidence.start();
        TokenEvidence shiftedToZero =
                new TokenEvidence(evidence.label(), 0, seconds, evidence.tokens(), evidence.attributions());
        String caption = String.format(
                Locale.ROOT,
                "Tokens for %s (orange) and against it (blue), from %.1f s to %.1f s",
                evidence.label().name(),
                evidence.start(),
                evidence.end());
        return new Timeline(
                caption,
                seconds,
                List.of(
                        spectrogram(model.spectrogram(window)),
                        new Timeline.TokenRow(evidence.tokens()),
                        new Timeline.EvidenceRow(shiftedToZero)),
                Optional.of(ExampleClips.forPlayback(window)));
    }

    /**
     * Returns players of the training clips with the most similar tokens, from the run that the model was exported
     * from, or a table with the reason if they are not available.
     *
     * @param bundle folder of the model
     * @param count number of clips
     */
    public Renderable nearestClips(Path bundle, int count) {
        try {
            TrainingBags training = TrainingBags.read(bundle);
            ClipTokens tokens = model.tokens(analysis.sound()).orElseThrow();
            List<TrainingBags.Neighbor> neighbors = training.nearest(TokenBag.of(tokens, model.tokenStreams()), count);
            ExampleClips clips = new ExampleClips(training.configuration());
            List<Clip> chosen = neighbors.stream()
                    .map(neighbor -> clips.clip(neighbor.id()))
                    .toList();
            List<PlayerList.PlayableClip> players = clips.playable(chosen);
            List<PlayerList.PlayableClip> captioned = new ArrayList<>();
            for (int i = 0; i < players.size(); i++) {
                String caption = String.format(
                        Locale.ROOT,
                        "%s, distance %.2f",
                        players.get(i).caption(),
                        neighbors.get(i).distance());
                captioned.add(
                        new PlayerList.PlayableClip(caption, players.get(i).waveform()));
            }
            return new PlayerList(captioned);
        } catch (AudioTokensException e) {
            return HtmlTable.ofNamesAndValues("nearest training clips", ExceptionMessage.of(e));
        } catch (IOException e) {
            throw new AudioTokensException("the tokens cannot be computed: " + e.getMessage(), e);
        }
    }
}
