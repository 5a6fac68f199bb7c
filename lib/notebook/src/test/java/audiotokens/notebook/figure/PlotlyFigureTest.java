package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;

class PlotlyFigureTest {
    private static final Axis X = Axis.builder().title("time (s)").build();
    private static final Axis Y =
            Axis.builder().title("level (dB)").type(Axis.Type.LOG).build();

    private static PlotlyFigure line(double... y) {
        double[] x = new double[y.length];
        Arrays.setAll(x, i -> i);
        return PlotlyFigure.of(
                "Level",
                X,
                Y,
                ScatterTrace.builder(x, y).mode(ScatterTrace.Mode.LINE).build());
    }

    @Test
    void keepsNumbersAndAxesOfTablesaw() {
        PlotlyFigure figure = line(1, 10, 100);

        assertEquals(List.of(1.0, 10.0, 100.0), figure.data().getFirst().get("y"));
        Map<?, ?> axis = (Map<?, ?>) figure.layout().get("yaxis");
        assertEquals("log", axis.get("type"));
        assertEquals(Map.of("text", "level (dB)"), axis.get("title"));
    }

    @Test
    void leavesAGapWhereAValueIsMissing() {
        assertEquals(
                Arrays.asList(1.0, null, 3.0),
                line(1, Double.NaN, 3).data().getFirst().get("y"));
    }

    @Test
    void keepsLabelsWithQuotesAndApostrophes() {
        String label = "Child's \"speech\", </script>";
        PlotlyFigure figure = PlotlyFigure.of(
                "Clips",
                X,
                X,
                BarTrace.builder(new String[] {label}, new double[] {3})
                        .orientation(BarTrace.Orientation.HORIZONTAL)
                        .build());

        assertEquals(List.of(label), figure.data().getFirst().get("y"));
        assertEquals(1, figure.html().split("</script>", -1).length - 1, "only the figure's own script ends");
    }

    @Test
    void takesATitleWithAnApostrophe() {
        PlotlyFigure figure = PlotlyFigure.of(
                "One clip's tokens",
                Layout.builder().build(),
                ScatterTrace.builder(new double[1], new double[1]).build());

        assertTrue(figure.html().contains("One clip's tokens"));
    }

    @Test
    void fetchesNothing() {
        String html = line(1, 2).html();

        assertFalse(html.contains("http://") || html.contains("https://") || html.contains("src=\"//"));
    }

    @Test
    void drawsTheStillImageWhereTheMachineHasAFont() throws IOException {
        Optional<byte[]> png = line(1, 10, 100).png();
        assumeTrue(png.isPresent(), "skipped: no font on this machine");

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.get()));
        assertEquals(760, image.getWidth());
        assertNotEquals(
                0,
                Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                        .filter(pixel -> pixel == 0xff0072b2)
                        .count(),
                "the line is drawn in the first colour");
    }

    @Test
    void aHeatmapKeepsItsNamesAndHasAStillForm() throws IOException {
        PlotlyFigure figure = Heatmap.of(
                "Profiles",
                "token",
                "",
                List.of("7", "12"),
                List.of("Bell", "Rain"),
                new double[][] {{0, 5}, {2.5, 0}},
                0,
                "share (%)");

        assertEquals(List.of("7", "12"), figure.data().getFirst().get("x"), "names stay names");
        BufferedImage still = ImageIO.read(new ByteArrayInputStream(figure.png().orElseThrow()));
        long lightest = IntStream.range(0, still.getWidth() * still.getHeight())
                .filter(i -> still.getRGB(i % still.getWidth(), i / still.getWidth()) == 0xfffde725)
                .count();
        assertTrue(lightest > 1000, "the greatest value's block, in the lightest colour: " + lightest);
    }
}
