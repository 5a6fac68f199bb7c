package audiotokens.pipeline.evaluation;

import audiotokens.audio.Waveform;
import audiotokens.label.Label;
import audiotokens.spectrogram.Spectrogram;
import java.util.List;

/**
 * A clip from its sound to what the model says about it.
 *
 * @param caption its true labels, where it is one of the data set, and its id or file
 * @param waveform its sound, as it was decoded
 * @param spectrogram as the run's second stage makes it
 * @param tokens one a frame of the spectrogram; none where the model is given frames
 * @param guesses likeliest first
 */
public record TestedClip(
        String caption, Waveform waveform, Spectrogram spectrogram, long[] tokens, List<Guess> guesses) {
    public TestedClip {
        guesses = List.copyOf(guesses);
    }

    /**
     * One guess.
     *
     * @param label the label
     * @param score its probability, from 0 to 1
     * @param present whether the clip has the label, as far as the metadata knows
     */
    public record Guess(Label label, float score, boolean present) {
        /** For people, true labels with a star: {@code * Rain 0.912}. */
        @Override
        public String toString() {
            return "%s %s %.3f".formatted(present ? "*" : " ", label.name(), score);
        }
    }
}
