package audiotokens.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeanAveragePrecisionBootstrapTest {

    /**
     * A distribution from which clips are drawn. Scores are normally distributed, with mean 0 for negatives; the mean
     * for positives depends on the label and lies within 1 of {@code separation}.
     */
    private record Population(int nClips, int nLabels, double prevalence, boolean singleLabel, double separation) {
        Predictions draw(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> ids = new ArrayList<>();
            float[][] scores = new float[nClips][nLabels];
            float[][] targets = new float[nClips][nLabels];
            for (int clip = 0; clip < nClips; clip++) {
                ids.add("clip" + clip);
                int singleLabelIndex = random.nextInt(nLabels);
                double clipOffset = 0.3 * random.nextGaussian();
                for (int label = 0; label < nLabels; label++) {
                    double position = nLabels == 1 ? 0.5 : label / (nLabels - 1.0);
                    boolean present = singleLabel
                            ? label == singleLabelIndex
                            : random.nextDouble() < prevalence * (0.5 + position);
                    double mean = present ? separation + 2 * (position - 0.5) : 0;
                    targets[clip][label] = present ? 1 : 0;
                    scores[clip][label] = (float) (random.nextGaussian() + clipOffset + mean);
                }
            }
            return new Predictions(ids, scores, targets);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80,   10,  0.1,    true,  2.0, 400",
        "80,   10,  0.1,    false, 1.5, 400",
        "80,   10,  0.1,    true,  3.2, 400",
        "400,  10,  0.1,    true,  2.5, 300",
        "500,  50,  0.01,   false, 1.5, 200",
        "600,  100, 0.005,  false, 1.5, 200"
    })
    void intervalsHaveTheirNominalCoverage(
            int nClips, int nLabels, double prevalence, boolean singleLabel, double separation, int nDatasets) {
        Population population = new Population(nClips, nLabels, prevalence, singleLabel, separation);
        // the mean of 400 to 5,000 datasets has 1/20 to 1/70 of the standard deviation of a single dataset
        double trueMap = IntStream.range(0, Math.min(5000, 25_000_000 / (nClips * nLabels)))
                .parallel()
                .mapToDouble(dataset -> AveragePrecision.mean(population.draw(1_000_003L * dataset + 7)))
                .average()
                .orElseThrow();
        long nCovering = IntStream.range(0, nDatasets)
                .parallel()
                .filter(dataset -> {
                    Predictions sampled = population.draw(99_991L * dataset + 13);
                    Interval interval = MeanAveragePrecisionBootstrap.ofMeanAveragePrecision(sampled, 200, dataset);
                    double map = AveragePrecision.mean(sampled);
                    assertTrue(interval.low() <= map && map <= interval.high(), interval + " misses " + map);
                    return interval.low() <= trueMap && trueMap <= interval.high();
                })
                .count();
        double coverage = (double) nCovering / nDatasets;
        assertTrue(coverage >= 0.92 && coverage <= 0.97, coverage + " of the intervals cover " + trueMap);
    }

    @Test
    void pairedIntervalsCoverTheDifferenceOfCorrelatedModels() {
        Population population = new Population(200, 10, 0.1, true, 2);
        double trueDifference = IntStream.range(0, 4000)
                .parallel()
                .mapToDouble(dataset -> {
                    Predictions first = population.draw(dataset);
                    return AveragePrecision.mean(improved(first, dataset)) - AveragePrecision.mean(first);
                })
                .average()
                .orElseThrow();
        long nCovering = IntStream.range(0, 300)
                .parallel()
                .filter(dataset -> {
                    Predictions first = population.draw(1_000_000L + dataset);
                    Interval interval =
                            MeanAveragePrecisionBootstrap.ofDifference(first, improved(first, dataset), 200, dataset);
                    return interval.low() <= trueDifference && trueDifference <= interval.high();
                })
                .count();
        assertTrue(
                nCovering >= 0.92 * 300 && nCovering <= 0.97 * 300,
                nCovering + " of 300 intervals cover " + trueDifference);
    }

    /**
     * Scores of another model for the same clips: the first model's, raised a little for positives, plus independent
     * noise.
     */
    private static Predictions improved(Predictions first, long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        float[][] scores = new float[first.ids().size()][first.nLabels()];
        for (int clip = 0; clip < scores.length; clip++) {
            for (int label = 0; label < first.nLabels(); label++) {
                scores[clip][label] = (float) (first.scores()[clip][label]
                        + 0.2 * first.targets()[clip][label]
                        + 0.5 * random.nextGaussian());
            }
        }
        return new Predictions(first.ids(), scores, first.targets());
    }

    @Test
    void equalModelsDifferByZeroInAnyClipOrder() {
        Predictions first = new Population(50, 5, 0.2, true, 1).draw(3);
        Predictions reversed = new Predictions(
                first.ids().reversed(),
                List.of(first.scores()).reversed().toArray(float[][]::new),
                List.of(first.targets()).reversed().toArray(float[][]::new));
        assertEquals(new Interval(0, 0), MeanAveragePrecisionBootstrap.ofDifference(first, reversed, 50, 1));
    }

    @Test
    void modelsWithDifferentClipsCannotBeCompared() {
        Population population = new Population(20, 5, 0.2, true, 1);
        Predictions first = population.draw(3);
        Predictions otherLabels = population.draw(4);
        Predictions otherClips = new Predictions(
                IntStream.range(0, 20).mapToObj(i -> "other" + i).toList(), first.scores(), first.targets());
        assertThrows(
                IllegalArgumentException.class,
                () -> MeanAveragePrecisionBootstrap.ofDifference(first, otherLabels, 10, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> MeanAveragePrecisionBootstrap.ofDifference(first, otherClips, 10, 1));
    }

    @Test
    void predictionsWithoutPositivesHaveNoInterval() {
        Predictions withoutPositives = new Predictions(List.of("a", "b"), new float[][] {{1}, {2}}, new float[2][1]);
        assertTrue(Double.isNaN(MeanAveragePrecisionBootstrap.ofMeanAveragePrecision(withoutPositives, 10, 1)
                .low()));
    }
}
