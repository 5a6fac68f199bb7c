package audiotokens.pipeline.tokens;

import audiotokens.audio.Waveform;
import audiotokens.cluster.Codebook;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.spectrograms.RunTransform;
import audiotokens.spectrogram.GriffinLim;
import audiotokens.spectrogram.Normalization;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.MelSpectrogram;
import audiotokens.token.TokenSpectra;
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
     * @param spectra of the tokens of {@code codebook}
     * @throws IOException where the clip is too short for one frame
     */
    public static Reconstruction of(Configuration configuration, Codebook codebook, TokenSpectra spectra, Waveform clip)
            throws IOException {
        MelSpectrogram transform =
                MelSpectrogram.with(configuration.spectrogram(), new Normalization.None());
        Normalization normalization = RunTransform.normalization(configuration);
        Spectrogram recorded = transform.of(clip);
        long[] tokens = codebook.tokenize(normalization.apply(recorded));
        Spectrogram fromTokens = normalization.undo(spectra.reconstruct(tokens), recorded);
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
