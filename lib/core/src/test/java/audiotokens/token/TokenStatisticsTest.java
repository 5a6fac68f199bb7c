package audiotokens.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TokenStatisticsTest {
    @Test
    void theZipfFitMatchesSciPyAndTheTailMatchesTheOriginalPythonImplementation() throws IOException {
        long[] counts = new long[1000];
        for (long token : Golden.read("zipf.npz").get("tokens").longs()) {
            counts[(int) token]++;
        }
        TokenStatistics statistics = TokenStatistics.of(counts);
        JsonNode expected = Golden.readJson("zipf.json");
        assertEquals(expected.get("total").asLong(), statistics.nTokens());
        assertEquals(expected.get("unique").asInt(), statistics.nUnique());
        assertEquals(expected.get("slope").asDouble(), statistics.zipf().slope(), 1e-9);
        assertEquals(expected.get("r_squared").asDouble(), statistics.zipf().rSquared(), 1e-9);
        assertEquals(expected.get("tail_start").asInt(), statistics.tailStart());
        assertEquals(expected.get("tail_proportion").asDouble(), statistics.tailProportion(), 1e-9);
        assertEquals(expected.get("max_min_ratio").asDouble(), statistics.maxMinRatio(), 1e-9);
    }

    @Test
    void tokensAreRankedByFrequencyAndCoverageCountsTheTokensThatMakeUp80Percent() {
        TokenStatistics statistics = TokenStatistics.of(new long[] {10, 0, 70, 10, 10});
        assertEquals(List.of(2, 0, 3, 4), statistics.ranking());
        assertEquals(2, statistics.coverage());
    }

    @Test
    void aCorpusWithoutTokensIsAccepted() {
        TokenStatistics empty = TokenStatistics.of(new long[5]);
        assertEquals(0, empty.coverage());
        assertEquals(0, empty.maxMinRatio());
        assertTrue(Double.isNaN(empty.zipf().slope()));
    }
}
