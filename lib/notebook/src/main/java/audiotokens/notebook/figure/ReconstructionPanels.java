package audiotokens.notebook.figure;

import audiotokens.audio.Waveform;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.tokens.MeasuredSpectra;
import audiotokens.pipeline.tokens.Reconstruction;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.KMeansTokenizer;
import audiotokens.token.MergedTokenizer;
import audiotokens.token.Tokenizer;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A clip, its reconstruction from the spectrogram and its reconstruction from tokens, with a common color scale. */
final class ReconstructionPanels {
    private static final int CLIPS_FOR_SPECTRA = 2_000;
    private static final int MAX_SECONDS = 10;

    private final Configuration configuration;

    ReconstructionPanels(Configuration configuration) {
        this.configuration = configuration;
    }

    SpectrogramGrid of(Clip clip, Progress progress) {
        Waveform recording =
                prefix(new ExampleClips(configuration).decode(List.of(clip)).getFirst());
        Tokenizer tokenizer = withSpectra(RunTokenizer.read(configuration), progress);
        try {
            Reconstruction reconstruction = Reconstruction.of(configuration, tokenizer, recording);
            SpectrogramImage image = SpectrogramFigures.image(reconstruction.recorded());
            return new SpectrogramGrid(List.of(
                    panel("original: " + clip.caption(), recording, image, reconstruction.recorded()),
                    panel(
                            withError("from its spectrogram", reconstruction.resynthesisError()),
                            reconstruction.resynthesized(),
                            image,
                            reconstruction.resynthesizedSpectrogram()),
                    panel(
                            withError(tokenCaption(), reconstruction.tokenError()),
                            reconstruction.tokenAudio(),
                            image,
                            reconstruction.reconstructed())));
        } catch (IOException e) {
            throw new StageException("the clip " + clip.id() + " cannot be reconstructed: " + e.getMessage(), e);
        }
    }

    private Tokenizer withSpectra(Tokenizer tokenizer, Progress progress) {
        return switch (tokenizer) {
            case KMeansTokenizer kMeans ->
                kMeans.withSpectra(MeasuredSpectra.of(configuration, kMeans.codebook(), CLIPS_FOR_SPECTRA, progress));
            case MergedTokenizer merged -> merged.withBase(withSpectra(merged.base(), progress));
            default -> tokenizer;
        };
    }

    private String tokenCaption() {
        return configuration.spectrogram().normalize()
                ? "from its tokens, scaled to the recording's level, since normalize=true removes levels"
                : "from its tokens";
    }

    private SpectrogramGrid.Panel panel(
            String caption, Waveform waveform, SpectrogramImage scale, Spectrogram decibels) {
        return new SpectrogramGrid.Panel(
                new PlayerList.PlayableClip(caption, ExampleClips.forPlayback(waveform)),
                SpectrogramImage.withScaleOf(scale, decibels.values(), decibels.nMels(), decibels.nFrames()),
                MelAxis.of(configuration.spectrogram()),
                decibels.nFrames() * configuration.spectrogram().secondsPerFrame(),
                "dB");
    }

    private static String withError(String caption, double decibels) {
        return String.format(Locale.ROOT, "%s: error %.1f dB", caption, decibels);
    }

    private static Waveform prefix(Waveform waveform) {
        int maxSamples = MAX_SECONDS * waveform.sampleRate();
        return waveform.samples().length <= maxSamples
                ? waveform
                : new Waveform(Arrays.copyOf(waveform.samples(), maxSamples), waveform.sampleRate());
    }
}
