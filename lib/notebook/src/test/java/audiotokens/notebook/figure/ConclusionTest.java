package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.metrics.Interval;
import audiotokens.metrics.Metrics;
import audiotokens.metrics.Predictions;
import audiotokens.notebook.experiment.CrossValidationResult;
import audiotokens.notebook.experiment.LabelEfficiency;
import audiotokens.notebook.experiment.PairedDifference;
import audiotokens.notebook.experiment.SweepResult;
import audiotokens.pipeline.config.Configuration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConclusionTest {
    private static final double MARGIN = 0.05;
    private static final Configuration CONFIGURATION = Configuration.of(Map.of("bootstrapSamples", "200"));

    private static List<SweepResult> sweep(double... scores) {
        return IntStream.range(0, scores.length)
                .mapToObj(run -> new SweepResult("v" + run, scores[run], 1, 10))
                .toList();
    }

    @Test
    void rankingNamesTheBestTheWorstAndTheRunsWithinTheMargin() {
        assertEquals(
                "Highest mAP: 0.700 (v1). Within 0.05 of it: 0.660 (v2); lowest: 0.610 (v0).",
                Conclusion.ranking(sweep(0.61, 0.70, 0.66), MARGIN));
        assertEquals(
                "Highest mAP: 0.700 (v1). No other run is within 0.05 of it; lowest: 0.610 (v0).",
                Conclusion.ranking(sweep(0.61, 0.70), MARGIN));
    }

    @Test
    void rankingStatesThatNoDifferenceExceedsTheMargin() {
        assertEquals(
                "Highest mAP: 0.700 (v1). All 2 runs are within 0.05 of it.",
                Conclusion.ranking(sweep(0.68, 0.70), MARGIN));
    }

    @Test
    void trendDescribesARiseAPlateauAndAFall() {
        assertEquals(
                "The mAP rises from 0.610 (v0) to 0.700 (v2), is within 0.05 of it from v1 to v3, then falls to 0.500 (v4).",
                Conclusion.trend(sweep(0.61, 0.66, 0.70, 0.69, 0.50), MARGIN));
        assertEquals("The mAP rises from 0.400 (v0) to 0.700 (v1).", Conclusion.trend(sweep(0.40, 0.70), MARGIN));
        assertEquals(
                "The mAP is highest at 0.700 (v0), then falls to 0.400 (v1).",
                Conclusion.trend(sweep(0.70, 0.40), MARGIN));
    }

    @Test
    void trendOfAFlatSweepStatesThatAllRunsAreWithinTheMargin() {
        assertEquals(
                "All 3 runs are within 0.05 of the highest mAP, 0.700 (v1).",
                Conclusion.trend(sweep(0.68, 0.70, 0.69), MARGIN));
    }

    @Test
    void bestNamesTheClassifiersThatAreNotSignificantlyLower() {
        CrossValidationResult good = classifier("good", 0.1);
        CrossValidationResult similar = classifier("similar", 0.1);
        CrossValidationResult random = classifier("random", 100);
        String text = Conclusion.best(List.of(random, good, similar), CONFIGURATION);
        assertTrue(text.contains("Not significantly lower (95% level, paired bootstrap): "), text);
        assertTrue(!text.contains("random"), text);
        assertTrue(Conclusion.best(List.of(random, good), CONFIGURATION)
                .endsWith("(good). It is significantly higher than every other (95% level, paired bootstrap)."));
    }

    @Test
    void stepsCompareEachClassifierWithThePreviousOne() {
        List<CrossValidationResult> steps =
                List.of(classifier("random", 100), classifier("good", 0.1), classifier("still good", 0.1));
        String text = Conclusion.steps(steps, CONFIGURATION);
        assertTrue(text.contains("Significant at the 95% level, 1 of 2: good +"), text);
    }

    @Test
    void differencesAreSignificantIfTheirIntervalExcludesZero() {
        PairedDifference significant = new PairedDifference("a", "b", 0.1, new Interval(0.02, 0.2));
        PairedDifference notSignificant = new PairedDifference("a", "c", 0.1, new Interval(-0.02, 0.2));
        assertEquals(
                "Significant at the 95% level, 1 of 2: b +0.100.",
                Conclusion.differences(List.of(significant, notSignificant)));
        assertEquals(
                "None of 1 differences is significant: each 95% interval contains 0.",
                Conclusion.differences(List.of(notSignificant)));
    }

    @Test
    void labelEfficiencyListsTheGainForEachNumberOfLabeledClips() {
        CrossValidationResult score = classifier("any", 1);
        PairedDifference gain = new PairedDifference("a", "b", 0.1, new Interval(0.02, 0.2));
        PairedDifference loss = new PairedDifference("a", "b", -0.01, new Interval(-0.02, 0.2));
        assertEquals(
                "Pre-training changes the mAP by +0.100 with 5 labeled clips per label (significant),"
                        + " -0.010 with 50 labeled clips per label (not significant).",
                Conclusion.labelEfficiency(List.of(
                        new LabelEfficiency(5, 10, score, score, gain),
                        new LabelEfficiency(50, 100, score, score, loss))));
    }

    @Test
    void emptyResultsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> Conclusion.trend(List.of(), MARGIN));
        assertThrows(IllegalArgumentException.class, () -> Conclusion.differences(List.of()));
    }

    /** Predictions of 60 clips with two labels: the target plus Gaussian noise of the given standard deviation. */
    private static CrossValidationResult classifier(String name, double noise) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int clips = 60;
        float[][] scores = new float[clips][2];
        float[][] targets = new float[clips][2];
        for (int clip = 0; clip < clips; clip++) {
            targets[clip][clip % 2] = 1;
            for (int label = 0; label < 2; label++) {
                double logit = targets[clip][label] * 4 - 2 + noise * random.nextGaussian();
                scores[clip][label] = (float) (1 / (1 + Math.exp(-logit)));
            }
        }
        List<String> ids =
                IntStream.range(0, clips).mapToObj(clip -> "clip" + clip).toList();
        Predictions predictions = new Predictions(ids, scores, targets);
        return new CrossValidationResult(name, List.of(predictions), Metrics.of(predictions, 0.5, 200, 1), 1);
    }
}
