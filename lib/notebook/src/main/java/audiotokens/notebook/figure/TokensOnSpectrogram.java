package audiotokens.notebook.figure;

import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.MergedTokenizer;
import audiotokens.token.TokenStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A clip's tokens as points over its spectrogram. */
final class TokensOnSpectrogram {
    private TokensOnSpectrogram() {}

    /**
     * Draws the spectrogram, and the tokens if there are any.
     *
     * @param tokens tokens of the first stream; may be empty
     */
    static Chart of(String title, Configuration configuration, Spectrogram spectrogram, long[] tokens) {
        return of(title, configuration, spectrogram, 0, tokens);
    }

    /**
     * Draws the spectrogram, and the tokens if there are any.
     *
     * @param streamIndex index of the stream in the run
     * @param tokens tokens of the stream; may be empty
     */
    static Chart of(
            String title, Configuration configuration, Spectrogram spectrogram, int streamIndex, long[] tokens) {
        TokenStream stream = RunTokenizer.streams(configuration).get(streamIndex);
        double secondsPerFrame = configuration.spectrogram().secondsPerFrame();
        double seconds = spectrogram.nFrames() * secondsPerFrame;
        MelAxis mel = MelAxis.of(configuration.spectrogram());
        Series.Points points = Series.Points.of(
                        "",
                        startSeconds(configuration, stream, streamIndex, tokens),
                        LongStream.of(tokens).asDoubleStream().toArray())
                .withMarker(Series.Symbol.CIRCLE, "#ffffff")
                .withSizes(3);
        return Chart.of(
                        title,
                        Axis.linear("time (s)").withRange(0, seconds).withoutGrid(),
                        Axis.linear("token (points)")
                                .withRange(0, stream.vocabularySize())
                                .withoutGrid(),
                        points)
                .withRightAxis(mel.axis("frequency of the spectrogram (Hz)"))
                .withBackdrop(new Chart.Backdrop(SpectrogramFigures.image(spectrogram), seconds));
    }

    /** Returns the start of each token, in seconds. */
    private static double[] startSeconds(
            Configuration configuration, TokenStream stream, int streamIndex, long[] tokens) {
        if (configuration.tokenizer().mergedTokens() > 0
                && RunTokenizer.read(configuration) instanceof MergedTokenizer merged) {
            return merged.startSeconds(streamIndex, tokens);
        }
        return IntStream.range(0, tokens.length)
                .mapToDouble(token -> token * stream.stepSeconds())
                .toArray();
    }
}
