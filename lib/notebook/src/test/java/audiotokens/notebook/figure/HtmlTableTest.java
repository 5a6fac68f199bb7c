package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class HtmlTableTest {

    @Test
    void roundsNumbersForDisplayAndKeepsTheExactValues() {
        String html = HtmlTable.of(
                        Table.create(StringColumn.create("label", "<Bell>"), DoubleColumn.create("AP", 0.123456789)))
                .html();

        assertTrue(html.contains("<td class=\"number\" data-value=\"0.123456789\" title=\"0.123456789\">0.1235</td>"));
        assertTrue(html.contains("<td>&lt;Bell&gt;</td>"));
    }

    @Test
    void showsMissingValuesAsEmptyCells() {
        DoubleColumn column = DoubleColumn.create("AP", 0.5);
        column.appendMissing();

        assertEquals("AP\n0.5000\n", HtmlTable.of(Table.create(column)).text());
    }

    @Test
    void showsTheNumberOfOmittedRows() {
        Table table =
                Table.create(IntColumn.create("n", IntStream.range(0, 2000).toArray()));

        assertTrue(HtmlTable.of(table).html().contains("1,500 more rows"));
    }

    @Test
    void showsChangedKeysOfAConfigurationFirst() {
        Configuration configuration = Configuration.of(Map.of("vocabSize", "123"));
        ConfigurationTable table = new ConfigurationTable(configuration);

        assertEquals("key\tvalue\nvocabSize\t123", table.text());
        Configuration secret = configuration.with(Map.of("sparkConf", "spark.hadoop.fs.s3a.secret.key=unguessable"));
        assertFalse(new ConfigurationTable(secret).html().contains("unguessable"));
        configuration.toMap().keySet().forEach(key -> assertTrue(table.html().contains(">" + key + "<"), key));
    }

    @Test
    void showsNoneForAnEmptyTable() {
        assertEquals("None.", HtmlTable.of(ProblemTable.of(List.of())).text());
    }

    @Test
    void listsSkippedClips() {
        HtmlTable table =
                HtmlTable.of(ProblemTable.of(List.of(new Problem("abc", "a/abc.flac", "spectrograms", "truncated"))));

        assertEquals(List.of(List.of("abc", "a/abc.flac", "spectrograms", "truncated")), table.rows());
    }
}
