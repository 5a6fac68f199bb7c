package audiotokens.notebook.figure;

import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.TokenStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.ScatterTrace;

/** A clip's tokens as points over its spectrogram. */
final class TokensOnSpectrogram {
    private TokensOnSpectrogram() {}

    /**
     * Draws the spectrogram, and the tokens where there are any.
     *
     * @param tokens of the first stream, or none
     */
    static PlotlyFigure of(String title, Configuration configuration, Spectrogram spectrogram, long[] tokens) {
        double secondsPerFrame = configuration.spectrogram().secondsPerFrame();
        double stepSeconds =
                RunTokenizer.streams(configuration).getFirst().stepSeconds();
        double seconds = spectrogram.nFrames() * secondsPerFrame;
        ScatterTrace points = ScatterTrace.builder(
                        IntStream.range(0, tokens.length)
                                .mapToDouble(token -> token * stepSeconds)
                                .toArray(),
                        LongStream.of(tokens).asDoubleStream().toArray())
                .marker(Marker.builder().color("#ffffff").size(3).build())
                .build();
        // Plotly draws an axis only where a trace uses it.
        ScatterTrace frequencies = ScatterTrace.builder(new double[] {0}, new double[] {0})
                .yAxis(ScatterTrace.YAxis.Y2)
                .opacity(0)
                .build();
        Layout layout = Layout.builder()
                .xAxis(Axes.linear("time (s)"))
                .yAxis(Axes.linear("token (points)"))
                .yAxis2(Axes.right("frequency of the spectrogram (Hz)"))
                .showLegend(false)
                .build();
        return onSpectrogram(
                PlotlyFigure.of(title, layout, points, frequencies),
                configuration,
                SpectrogramFigures.image(spectrogram),
                seconds);
    }

    private static PlotlyFigure onSpectrogram(
            PlotlyFigure figure, Configuration configuration, SpectrogramImage image, double seconds) {
        Map<String, Object> picture = new LinkedHashMap<>();
        picture.put("source", Html.dataAddress("image/png", image.png()));
        picture.putAll(Map.of("xref", "x", "yref", "paper", "x", 0, "y", 1, "sizex", seconds, "sizey", 1));
        picture.putAll(Map.of("sizing", "stretch", "layer", "below"));
        TokenStream stream = RunTokenizer.streams(configuration).getFirst();
        MelAxis mel = MelAxis.of(configuration.spectrogram());
        return figure.withLayout("images", List.of(picture))
                .withAxis("xaxis", "range", List.of(0, seconds))
                .withAxis("xaxis", "showgrid", false)
                .withAxis("yaxis", "range", List.of(0, stream.vocabularySize()))
                .withAxis("yaxis", "showgrid", false)
                .withAxis("yaxis2", "range", List.of(0, 1))
                .withAxis("yaxis2", "showgrid", false)
                .withAxis("yaxis2", "tickmode", "array")
                .withAxis(
                        "yaxis2",
                        "tickvals",
                        mel.ticks().stream().map(mel::place).toList())
                .withAxis(
                        "yaxis2",
                        "ticktext",
                        mel.ticks().stream().map(MelAxis::name).toList());
    }
}
