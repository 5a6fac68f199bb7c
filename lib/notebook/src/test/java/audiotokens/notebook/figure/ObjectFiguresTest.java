package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.cluster.Codebook;
import audiotokens.cluster.FrameFeatures;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.spectrogram.Spectrum;
import audiotokens.token.ClipTokens;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ObjectFiguresTest {
    private static final Codebook CODEBOOK = new Codebook(
            new FrameFeatures(2, Optional.empty(), 1, Optional.empty(), false), new float[] {0, 0, 3, 4, 1, 0});

    @Test
    void nearestCentroidsAreListedWithTheirSquaredDistances() {
        Table table = ObjectFigures.nearest(CODEBOOK, new float[] {1, 1}, 2);
        assertArrayEquals(new int[] {2, 0}, table.intColumn("token").asIntArray());
        assertArrayEquals(
                new double[] {1, 2}, table.doubleColumn("squared distance").asDoubleArray());
        assertArrayEquals(new double[] {2, 13, 1}, CODEBOOK.distances(new float[] {1, 1}));
    }

    @Test
    void aFrameIsDrawnWithItsNearestAndFarthestCentroids() {
        Chart chart = ObjectFigures.withCentroids(CODEBOOK, new float[] {1, 1});
        assertEquals(
                List.of("the frame", "token 2, the nearest", "token 1, the farthest"),
                chart.series().stream().map(Series::name).toList());
        assertEquals(
                List.of(3.0, 4.0),
                assertInstanceOf(Series.Line.class, chart.series().get(2)).y());
    }

    @Test
    void aSpectrumIsALineOfDecibelsAgainstFrequency() {
        Series.Line line = assertInstanceOf(
                Series.Line.class,
                ObjectFigures.of(new Spectrum(new float[] {1, 0, 100}, 50))
                        .series()
                        .getFirst());
        assertEquals(List.of(0.0, 50.0, 100.0), line.x());
        assertEquals(0, line.y().get(0), 1e-5);
        assertEquals(-100, line.y().get(1), 1e-4);
        assertEquals(20, line.y().get(2), 1e-4);
    }

    @Test
    void aSpectrogramIsAnImageAndAFrameIsACurve() {
        Chart picture = ObjectFigures.of(new Spectrogram(2, 3, new float[6]));
        assertEquals(3, picture.backdrop().orElseThrow().width());
        assertTrue(picture.series().isEmpty());
        Series.Line curve = assertInstanceOf(
                Series.Line.class,
                ObjectFigures.of(new Spectrogram(2, 1, new float[] {5, 7}))
                        .series()
                        .getFirst());
        assertEquals(List.of(5.0, 7.0), curve.y());
    }

    @Test
    void eachTokenStreamIsAStripAboveTheSpectrogram() {
        ClipTokens tokens = new ClipTokens(List.of(new long[] {0, 1, 1}, new long[] {4}));
        Timeline timeline =
                ObjectFigures.of(tokens, new Spectrogram(2, 3, new float[6]), SpectrogramOptions.of("nMels=2"));
        assertEquals(3, timeline.rows().size());
        assertEquals(3 * 128 / 22050.0, timeline.seconds(), 1e-12);
        SpectrogramImage image =
                ObjectFigures.of(tokens).backdrop().orElseThrow().image();
        assertEquals(2, image.image().getHeight());
        assertEquals(Timeline.color(0), image.image().getRGB(0, 0) & 0xffffff);
        assertEquals(Timeline.color(1), image.image().getRGB(2, 0) & 0xffffff);
        assertEquals(Timeline.color(4), image.image().getRGB(2, 1) & 0xffffff);
    }
}
