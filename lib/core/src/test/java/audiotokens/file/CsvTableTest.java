package audiotokens.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTableTest {
    @Test
    void unmatchedQuotesInTwoRowsOfATsvFileDoNotMergeTheRowsBetweenThem() {
        StringBuilder text = new StringBuilder("path\tsentence\tlabel\n1.wav\t\"He said so\tdog\n");
        for (int i = 2; i < 50; i++) {
            text.append(i).append(".wav\tplain\tcat\n");
        }
        text.append("50.wav\tand went home\"\tcat\n");
        CsvTable table = CsvTable.parse(text.toString(), '\t');
        assertEquals(List.of(), table.invalidRows());
        assertEquals(50, table.rows().size());
        assertEquals(
                List.of("1.wav", "\"He said so", "dog"), table.rows().getFirst().fields());
        assertEquals(
                List.of("50.wav", "and went home\"", "cat"),
                table.rows().getLast().fields());
        assertEquals(51, table.rows().getLast().line());
    }

    @Test
    void quotedLineBreaksInATsvFileBelongToTheirField() {
        CsvTable table = CsvTable.parse("path\tsentence\tlabel\n1.wav\t\"He said\nso\"\tdog\n2.wav\tno\tcat\n", '\t');
        assertEquals(
                List.of(List.of("1.wav", "He said\nso", "dog"), List.of("2.wav", "no", "cat")),
                table.rows().stream().map(CsvTable.Row::fields).toList());
    }
}
