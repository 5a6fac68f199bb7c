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
 * What a clip's spectrogram and its tokens keep of it, to look at and to listen to. All spectrograms are in dB and of one
 * shape, whatever normalisation the run uses.
 *
 * @param recorded the clip's spectrogram
 * @param fromTokens the spectrogram that its tokens stand for
 * @param resynthesized sound made of {@code recorded}
 * @param spoken sound made of {@code fromTokens}
 * @param heard the spectrogram of {@code resynthesized}
 */
public record Reconstruction(
        Spectrogram recorded, Spectrogram fromTokens, Waveform resynthesized, Waveform spoken, Spectrogram heard) {
    private static final int ITERATIONS = 32;

    /**
     * Takes a clip to tokens and back. Where the run scales each clip to 0 to 1, the level is the clip's own: its tokens
     * do not hold it.
     *
     * @param tokenizer of the run; the default one with its {@link MeasuredSpectra}
     * @throws IOException where the clip is too short for one frame
     * @throws StageException where the tokenizer cannot reconstruct
     */
    public static Reconstruction of(Configuration configuration, Tokenizer tokenizer, Waveform clip)
            throws IOException {
        MelSpectrogram transform = MelSpectrogram.with(configuration.spectrogram(), new Normalization.None());
        Normalization normalization = RunTransform.normalization(configuration);
        Spectrogram recorded = transform.of(clip);
        ClipTokens tokens = tokenizer.tokenize(ClipSignal.of(normalization.apply(recorded), clip));
        Spectrogram reconstructed = tokenizer
                .reconstruct(tokens)
                .orElseThrow(() -> new StageException("this run's tokenizer, "
                        + tokenizer.getClass().getSimpleName() + ", makes no spectrogram of tokens (reconstruct)"));
        Spectrogram fromTokens = normalization.undo(reconstructed, recorded);
        GriffinLim griffinLim = new GriffinLim(configuration.spectrogram());
        Waveform resynthesized = griffinLim.resynthesize(recorded, ITERATIONS);
        Waveform spoken = griffinLim.resynthesize(fromTokens, ITERATIONS);
        return new Reconstruction(recorded, fromTokens, resynthesized, spoken, transform.of(resynthesized));
    }

    /** Root mean square difference between the clip's spectrogram and the one of its tokens, in dB. */
    public double tokenError() {
        return TokenSpectra.error(recorded, fromTokens);
    }

    /** Root mean square difference between the clip's spectrogram and the resynthesised sound's, in dB. */
    public double resynthesisError() {
        return TokenSpectra.error(recorded, heard);
    }
}
