package audiotokens.pipeline.tokens;

import audiotokens.audio.Waveform;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.RunTransform;
import audiotokens.spectrogram.GriffinLim;
import audiotokens.spectrogram.MelSpectrogram;
import audiotokens.spectrogram.Normalization;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.ClipSignal;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenSpectra;
import audiotokens.token.Tokenizer;
import java.io.IOException;

/**
 * A clip and its reconstructions, from its spectrogram and from its tokens. All spectrograms are in dB and have the
 * same shape, whatever normalization the run uses.
 *
 * @param recorded spectrogram of the clip
 * @param reconstructed spectrogram reconstructed from its tokens
 * @param resynthesized audio synthesized from {@code recorded}
 * @param tokenAudio audio synthesized from {@code reconstructed}
 * @param resynthesizedSpectrogram spectrogram of {@code resynthesized}
 */
public record Reconstruction(
        Spectrogram recorded,
        Spectrogram reconstructed,
        Waveform resynthesized,
        Waveform tokenAudio,
        Spectrogram resynthesizedSpectrogram) {
    private static final int ITERATIONS = 32;

    /**
     * Tokenizes a clip and reconstructs it. If the run scales each clip to [0, 1], the level is taken from the clip,
     * since the tokens do not contain the level.
     *
     * @param tokenizer tokenizer of the run; the default tokenizer needs the mean spectra of its tokens, see
     *     {@link MeasuredSpectra}
     * @throws IOException if the clip is too short for one frame
     * @throws StageException if the tokenizer does not support reconstruction
     */
    public static Reconstruction of(Configuration configuration, Tokenizer tokenizer, Waveform clip)
            throws IOException {
        MelSpectrogram transform = MelSpectrogram.with(configuration.spectrogram(), new Normalization.None());
        Normalization normalization = RunTransform.normalization(configuration);
        Spectrogram recorded = transform.of(clip);
        ClipTokens tokens = tokenizer.tokenize(ClipSignal.of(normalization.apply(recorded), clip));
        Spectrogram fromTokens = tokenizer
                .reconstruct(tokens)
                .orElseThrow(() -> new StageException("this run's tokenizer, "
                        + tokenizer.getClass().getSimpleName() + ", cannot reconstruct spectrograms from tokens"
                        + " (reconstruct)"));
        Spectrogram reconstructed = normalization.undo(fromTokens, recorded);
        GriffinLim griffinLim = new GriffinLim(configuration.spectrogram());
        Waveform resynthesized = griffinLim.resynthesize(recorded, ITERATIONS);
        Waveform tokenAudio = griffinLim.resynthesize(reconstructed, ITERATIONS);
        return new Reconstruction(recorded, reconstructed, resynthesized, tokenAudio, transform.of(resynthesized));
    }

    /** Returns the root mean square error of {@code reconstructed}, in dB. */
    public double tokenError() {
        return TokenSpectra.error(recorded, reconstructed);
    }

    /** Returns the root mean square error of the resynthesized audio's spectrogram, in dB. */
    public double resynthesisError() {
        return TokenSpectra.error(recorded, resynthesizedSpectrogram);
    }
}
