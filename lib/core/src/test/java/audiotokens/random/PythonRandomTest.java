package audiotokens.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PythonRandomTest {

    @Test
    void aSplitIsShuffledAsInCPython() {
        JsonNode golden = Golden.readJson("split.json");
        List<String> ids = new ArrayList<>(texts(golden.get("ids")));
        new PythonRandom(golden.get("seed").asLong()).shuffle(ids);
        List<String> expected = new ArrayList<>(texts(golden.get("train")));
        expected.addAll(texts(golden.get("validation")));
        assertEquals(expected, ids.subList(0, expected.size()));
    }

    /** Expected orders: {@code random.seed(seed); x = list(range(8)); random.shuffle(x)} in CPython 3. */
    @ParameterizedTest
    @CsvSource({"0, 41520376", "4294967296, 57640321", "9007199254740993, 73104625"})
    void smallAndLargeSeedsShuffleAsInCPython(long seed, String expected) {
        List<Integer> items = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
        new PythonRandom(seed).shuffle(items);
        assertEquals(expected, items.toString().replaceAll("[\\[\\], ]", ""));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
