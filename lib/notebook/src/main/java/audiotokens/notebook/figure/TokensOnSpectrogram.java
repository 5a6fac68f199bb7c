package audiotokens.notebook.figure;

import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.TokenStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A clip's tokens as points over its spectrogram. */
final class TokensOnSpectrogram {
    private TokensOnSpectrogram() {}

    /**
     * Draws the spectrogram, and the tokens if there are any.
     *
     * @param tokens of the first stream, or none
     */
    static Chart of(String title, Configuration configuration, Spectrogram spectrogram, long[] tokens) {
        return of(
                title,
                configuration,
                spectrogram,
                RunTokenizer.streams(configuration).getFirst(),
                tokens);
    }

    /**
     * Draws the spectrogram, and the tokens if there are any.
     *
     * @param tokens of {@code stream}, or none
     */
    static Chart of(
            String title, Configuration configuration, Spectrogram spectrogram, TokenStream stream, long[] tokens) {
        double secondsPerFrame = configuration.spectrogram().secondsPerFrame();
        double seconds = spectrogram.nFrames() * secondsPerFrame;
        MelAxis mel = MelAxis.of(configuration.spectrogram());
        Series.Points points = Series.Points.of(
                        "",
                        IntStream.range(0, tokens.length)
                                .mapToDouble(token -> token * stream.stepSeconds())
                                .toArray(),
                        LongStream.of(tokens).asDoubleStream().toArray())
                .as(Series.Symbol.CIRCLE, "#ffffff")
                .sized(3);
        return Chart.of(
                        title,
                        Axis.linear("time (s)").from(0, seconds).withoutGrid(),
                        Axis.linear("token (points)")
                                .from(0, stream.vocabularySize())
                                .withoutGrid(),
                        points)
                .withRight(mel.axis("frequency of the spectrogram (Hz)"))
                .withBackdrop(new Chart.Backdrop(SpectrogramFigures.image(spectrogram), seconds));
    }
}
