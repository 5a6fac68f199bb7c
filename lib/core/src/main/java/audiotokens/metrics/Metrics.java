package audiotokens.metrics;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Metrics of a set of predictions. Means over labels exclude labels without a positive clip.
 *
 * @param meanAveragePrecision mean over labels of the average precision
 * @param interval 95% confidence interval of the mAP, by {@link MeanAveragePrecisionBootstrap}
 * @param chance expected mAP of random scores: the mean label prevalence (fraction of clips with a label)
 * @param weightedAveragePrecision mean over labels of the average precision, weighted by each label's number of clips
 * @param microAveragePrecision micro average: all clips and labels pooled
 * @param rocAuc mean area under the ROC curve, over labels that some but not all clips have
 * @param dPrime {@code √2 Φ⁻¹(rocAuc)}, as AudioSet's papers report it (Hershey et al., 2017)
 * @param f1Micro micro-averaged F1
 * @param f1Macro macro-averaged F1
 * @param hammingLoss fraction of wrong decisions over all clips and labels
 * @param topAccuracy fraction of labeled clips whose highest-scoring label is correct
 */
public record Metrics(
        double meanAveragePrecision,
        Interval interval,
        double chance,
        double weightedAveragePrecision,
        double microAveragePrecision,
        double rocAuc,
        double dPrime,
        double f1Micro,
        double f1Macro,
        double hammingLoss,
        double topAccuracy) {

    /** Returns the ratio of the mAP to that of random scores. */
    public double liftOverChance() {
        return meanAveragePrecision / chance;
    }

    /**
     * Computes the metrics.
     *
     * @param threshold a label counts as predicted if its score is above this
     * @param bootstrapSamples number of bootstrap resamples for the interval
     * @param seed seed of the resampling
     */
    public static Metrics of(Predictions predictions, double threshold, int bootstrapSamples, long seed) {
        int clips = predictions.ids().size();
        List<RankedLabel> ranked = new ArrayList<>();
        double precisionSum = 0;
        double weightedPrecisionSum = 0;
        double rocAucSum = 0;
        int nLabelsWithRoc = 0;
        double f1Sum = 0;
        long positives = 0;
        Decisions allDecisions = new Decisions(0, 0, 0);
        for (int label = 0; label < predictions.nLabels(); label++) {
            float[] scores = predictions.scoresOf(label);
            boolean[] positive = predictions.positivesOf(label);
            Decisions decisions = Decisions.of(scores, positive, threshold);
            allDecisions = allDecisions.plus(decisions);
            int count = decisions.positives();
            if (count == 0) {
                continue;
            }
            RankedLabel rankedLabel = RankedLabel.of(scores, positive);
            double precision = rankedLabel.averagePrecision(AveragePrecision.unitWeights(clips));
            ranked.add(rankedLabel);
            precisionSum += precision;
            weightedPrecisionSum += count * precision;
            if (count < clips) {
                rocAucSum += rankedLabel.rocAuc();
                nLabelsWithRoc++;
            }
            f1Sum += decisions.f1();
            positives += count;
        }
        double nLabels = ranked.size();
        double rocAuc = rocAucSum / nLabelsWithRoc;
        return new Metrics(
                precisionSum / nLabels,
                MeanAveragePrecisionBootstrap.ofMeanAveragePrecision(ranked, clips, bootstrapSamples, seed),
                positives / nLabels / clips,
                weightedPrecisionSum / positives,
                microAveragePrecision(predictions),
                rocAuc,
                Math.sqrt(2)
                        * new NormalDistribution(null, 0, 1)
                                .inverseCumulativeProbability(Math.clamp(rocAuc, 1e-12, 1 - 1e-12)),
                allDecisions.f1(),
                f1Sum / nLabels,
                (double) (allDecisions.falsePositives() + allDecisions.falseNegatives())
                        / ((long) clips * predictions.nLabels()),
                topAccuracy(predictions));
    }

    private record Decisions(int truePositives, int falsePositives, int falseNegatives) {
        static Decisions of(float[] scores, boolean[] positive, double threshold) {
            int[] counts = new int[4];
            for (int clip = 0; clip < scores.length; clip++) {
                counts[(scores[clip] > threshold ? 2 : 0) + (positive[clip] ? 1 : 0)]++;
            }
            return new Decisions(counts[3], counts[2], counts[1]);
        }

        Decisions plus(Decisions other) {
            return new Decisions(
                    truePositives + other.truePositives,
                    falsePositives + other.falsePositives,
                    falseNegatives + other.falseNegatives);
        }

        int positives() {
            return truePositives + falseNegatives;
        }

        double f1() {
            int denominator = 2 * truePositives + falsePositives + falseNegatives;
            return denominator == 0 ? 0 : 2.0 * truePositives / denominator;
        }
    }

    private static double microAveragePrecision(Predictions predictions) {
        int nLabels = predictions.nLabels();
        int total = Math.multiplyExact(predictions.ids().size(), nLabels);
        float[] scores = new float[total];
        boolean[] positive = new boolean[total];
        for (int i = 0; i < total; i++) {
            scores[i] = predictions.scores()[i / nLabels][i % nLabels];
            positive[i] = predictions.targets()[i / nLabels][i % nLabels] == 1;
        }
        return AveragePrecision.of(scores, positive).orElse(Double.NaN);
    }

    /** Returns the fraction of labeled clips whose highest-scoring label is correct; NaN if no clip has a label. */
    public static double topAccuracy(Predictions predictions) {
        int labeled = 0;
        int correct = 0;
        for (int clip = 0; clip < predictions.ids().size(); clip++) {
            float[] scores = predictions.scores()[clip];
            float[] targets = predictions.targets()[clip];
            int top = 0;
            boolean isLabeled = false;
            for (int label = 0; label < scores.length; label++) {
                top = scores[label] > scores[top] ? label : top;
                isLabeled |= targets[label] == 1;
            }
            labeled += isLabeled ? 1 : 0;
            correct += isLabeled && targets[top] == 1 ? 1 : 0;
        }
        return (double) correct / labeled;
    }
}
