package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import audiotokens.metrics.Interval;
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
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChartTest {
    private static final int BLUE = 0xff0072b2;
    private static final int ORANGE = 0xffe69f00;

    private static Chart line(double... y) {
        double[] x = IntStream.range(0, y.length).asDoubleStream().toArray();
        return Chart.of("Level", Axis.linear("time (s)"), Axis.logarithmic("level (dB)"), Series.Line.of("", x, y));
    }

    private static Chart bars(String... labels) {
        double[] lengths =
                IntStream.rangeClosed(1, labels.length).asDoubleStream().toArray();
        return Chart.of("Clips", Axis.linear("clips"), Axis.rows("", List.of(labels)), Series.Bars.of("", lengths));
    }

    private static JsonNode plotly(Chart chart) {
        return JsonMapper.shared().valueToTree(chart.plotly());
    }

    private static BufferedImage image(Chart chart) throws IOException {
        Optional<byte[]> png = chart.png();
        assumeTrue(png.isPresent(), "skipped: this machine has no font");
        return ImageIO.read(new ByteArrayInputStream(png.get()));
    }

    private static long countPixels(BufferedImage image, int color) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .filter(pixel -> pixel == color)
                .count();
    }

    /** Returns the columns that contain the color, from left to right. */
    private static int[] columns(BufferedImage image, int color) {
        return IntStream.range(0, image.getWidth())
                .filter(x -> IntStream.range(0, image.getHeight()).anyMatch(y -> image.getRGB(x, y) == color))
                .toArray();
    }

    @Test
    void plotlyReceivesValuesAndAxes() {
        JsonNode figure = plotly(line(1, 10, 100));

        assertEquals("[1.0,10.0,100.0]", figure.at("/data/0/y").toString());
        assertEquals("log", figure.at("/layout/yaxis/type").asString());
        assertEquals("level (dB)", figure.at("/layout/yaxis/title/text").asString());
        assertEquals("hover", figure.at("/config/displayModeBar").asString());
    }

    @Test
    void missingValuesAreGaps() {
        assertEquals(
                "[1.0,null,3.0]", plotly(line(1, Double.NaN, 3)).at("/data/0/y").toString());
        assertTrue(line(1, Double.NaN, 3).png().isPresent());
    }

    @Test
    void plotlyShowsTagsAndEntitiesInLabelsLiterally() {
        JsonNode figure = plotly(bars("<b>bold", "a&lt;b").withTitle("One <i>clip"));

        assertEquals(
                "[\"&lt;b&gt;bold\",\"a&amp;lt;b\"]", figure.at("/data/0/y").toString());
        assertEquals("One &lt;i&gt;clip", figure.at("/layout/title/text").asString());
    }

    @Test
    void labelsCannotEndTheScriptElement() {
        for (String label : List.of("</script>", "<!--<script>x", "]]>", "\u2028\u2029", "Child's \"speech\"")) {
            String html = bars(label).withTitle(label).html();
            String script = html.substring(html.indexOf("json\">") + 6, html.lastIndexOf("</script>"));

            assertFalse(script.matches("(?s).*[<>&\u2028\u2029].*"), script);
            String drawn =
                    JsonMapper.shared().readTree(script).at("/data/0/y/0").asString();
            assertEquals(PlotlyText.literal(label), drawn);
        }
    }

    @Test
    void equalLabelNamesStaySeparateCategories() {
        JsonNode names = plotly(bars("Bell", "Bell")).at("/data/0/y");

        assertEquals("Bell", names.get(0).asString());
        assertEquals("Bell\u200b", names.get(1).asString());
    }

    @Test
    void longNamesAreShortenedOnTheAxisOnly() {
        String name = "a".repeat(300);
        JsonNode figure = plotly(bars(name));

        assertEquals(name, figure.at("/data/0/y/0").asString());
        assertEquals(42, figure.at("/layout/yaxis/ticktext/0").asString().length());
    }

    @Test
    void longTitlesAreWrapped() {
        JsonNode layout = plotly(line(1).withTitle("word ".repeat(40))).at("/layout");

        assertEquals(3, layout.at("/title/text").asString().split("<br>").length);
        assertEquals(120, layout.at("/margin/t").asInt());
    }

    @Test
    void htmlLoadsNothingFromTheNetwork() {
        String html = line(1, 2).html();

        assertFalse(html.contains("http://") || html.contains("https://") || html.contains("src=\"//"));
    }

    @Test
    void theStaticImageHasTheLineInTheFirstColor() throws IOException {
        BufferedImage image = image(line(1, 10, 100));

        assertEquals(760, image.getWidth());
        assertTrue(countPixels(image, BLUE) > 0);
    }

    @Test
    void bothRenderersDrawTheErrorBarsOfALine() throws IOException {
        Series.Line line = Series.Line.of("", new double[] {1, 2}, new double[] {2, 2});
        Series.Line withErrorBars = line.withErrorBars(List.of(new Interval(1, 4), new Interval(1.5, 2.5)));

        assertEquals(
                "[2.0,0.5]",
                plotly(chart(withErrorBars)).at("/data/0/error_y/array").toString());
        assertEquals(
                "[1.0,0.5]",
                plotly(chart(withErrorBars)).at("/data/0/error_y/arrayminus").toString());
        assertTrue(plotly(chart(line)).at("/data/0/error_y").isMissingNode());
        long lineHeight = height(image(chart(line)), BLUE);
        long barHeight = height(image(chart(withErrorBars)), BLUE);
        assertTrue(lineHeight < 10, "line of " + lineHeight + " pixels");
        assertTrue(barHeight > 100, "error bars of " + barHeight + " pixels");
    }

    private static Chart chart(Series.Line line) {
        return Chart.of("mAP", Axis.linear("clips"), Axis.linear("mAP").withRange(0, 4), line);
    }

    /** Returns the number of rows that contain the color. */
    private static long height(BufferedImage image, int color) {
        return IntStream.range(0, image.getHeight())
                .filter(y -> IntStream.range(0, image.getWidth()).anyMatch(x -> image.getRGB(x, y) == color))
                .count();
    }

    @Test
    void staticBarsAreProportionalAndTheFirstIsOnTop() throws IOException {
        BufferedImage image = image(Chart.of(
                "Two",
                Axis.linear("clips").withRange(0, 4),
                Axis.rows("", List.of("one", "two")),
                Series.Bars.of("first", 4, 4),
                Series.Bars.of("second", 1, 1)));

        int[] first = columns(image, BLUE);
        int[] second = columns(image, ORANGE);
        // The legend's squares, left of the ends of the longer bars, have the same colors.
        assertEquals(first[first.length - 1] - first[0], 4 * (second[0] - first[0] + barLength(image)), 12);
        assertTrue(top(image, BLUE) < top(image, ORANGE));
    }

    private static int barLength(BufferedImage image) {
        int row = top(image, ORANGE) + 2;
        return (int) IntStream.range(0, image.getWidth())
                .filter(x -> image.getRGB(x, row) == ORANGE)
                .count();
    }

    private static int top(BufferedImage image, int color) {
        return IntStream.range(0, image.getHeight())
                .filter(y -> IntStream.range(0, image.getWidth())
                                .filter(x -> image.getRGB(x, y) == color)
                                .count()
                        > 30)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void stackedBarsAreAdjacent() throws IOException {
        BufferedImage image = image(Chart.of(
                        "Stack",
                        Axis.linear("seconds"),
                        Axis.rows("", List.of("run")),
                        Series.Bars.of("a", 2),
                        Series.Bars.of("b", 2))
                .withBarMode(Chart.BarMode.STACKED));
        int row = image.getHeight() / 2;
        int[] blue = IntStream.range(0, image.getWidth())
                .filter(x -> image.getRGB(x, row) == BLUE)
                .toArray();
        int[] orange = IntStream.range(0, image.getWidth())
                .filter(x -> image.getRGB(x, row) == ORANGE)
                .toArray();

        assertEquals(blue[blue.length - 1] + 1, orange[0], 1);
        assertEquals(blue.length, orange.length, 2);
    }

    @Test
    void theMaximumOfAHeatmapHasTheLightestColor() throws IOException {
        Chart chart = Chart.of(
                "Profiles",
                Axis.columns("token", List.of("7", "12")),
                Axis.rows("", List.of("Bell", "Rain")),
                Series.Heatmap.of(new double[][] {{0, 5}, {2.5, 0}}, 0, "share (%)"));

        assertEquals("[\"7\",\"12\"]", plotly(chart).at("/data/0/x").toString(), "numeric names remain categories");
        assertEquals("category", plotly(chart).at("/layout/xaxis/type").asString());
        assertTrue(countPixels(image(chart), 0xfffde725) > 1000);
    }

    @Test
    void aChartCanBeCreatedFromTheColumnsOfATable() {
        Table table =
                Table.create(StringColumn.create("label", "Bell"), DoubleColumn.create("clips", new double[] {3}));
        Chart chart = Chart.of(
                "Clips",
                Axis.linear("clips"),
                Axis.rows(table.stringColumn("label")),
                Series.Bars.of("", table.doubleColumn("clips")));

        assertEquals(List.of("Bell"), chart.y().names());
        assertEquals(List.of(new Series.Bars("", List.of(3.0), List.of())), chart.series());
    }

    @Test
    void plotlyDrawsAnUnusedRightAxis() {
        Chart chart = line(1, 2).withRightAxis(Axis.linear("frequency (Hz)").withRange(0, 1));

        assertEquals("y2", plotly(chart).at("/data/1/yaxis").asString());
        assertEquals("y", plotly(chart).at("/layout/yaxis2/overlaying").asString());
        assertEquals("auto", plotly(chart).at("/layout/yaxis2/tickmode").asString(), "round tick values");
    }

    @Test
    void bothRenderersDrawAnnotations() {
        Chart chart = line(1, 2).withNotes(List.of(new Chart.Note(1, 2, "<peak>")));

        assertEquals(
                "&lt;peak&gt;", plotly(chart).at("/layout/annotations/0/text").asString());
        assertTrue(chart.png().isPresent());
    }

    @Test
    void rejectsMoreOrFewerBarsThanCategoryNames() {
        IllegalArgumentException exception = assertThrows(
                IllegalArgumentException.class,
                () -> Chart.of("Clips", Axis.linear(""), Axis.rows("", List.of("a")), Series.Bars.of("", 1, 2)));

        assertTrue(exception.getMessage().contains("2 values for the 1 names"), exception.getMessage());
    }

    @Test
    void nonPositiveValuesAreOmittedOnALogarithmicAxis() {
        assertTrue(line(0, 10, -1).png().isPresent());
    }

    @Test
    void showsATablesawFigure() {
        TablesawFigure figure = TablesawFigure.of(new tech.tablesaw.plotly.components.Figure(
                tech.tablesaw.plotly.components.Layout.builder("Mine").build(),
                tech.tablesaw.plotly.traces.ScatterTrace.builder(new double[] {1, 2}, new double[] {3, 4})
                        .build()));

        assertEquals("Mine", figure.title());
        assertEquals("scatter", figure.data().getFirst().get("type"));
        assertEquals(Map.of("displaylogo", false), figure.plotly().get("config"));
    }
}
