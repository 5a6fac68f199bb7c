package audiotokens.notebook.experiment;

import java.util.Arrays;
import java.util.stream.IntStream;
import smile.classification.LogisticRegression;
import smile.classification.RandomForest;
import smile.classification.SVM;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;
import smile.math.MathEx;
import smile.math.kernel.GaussianKernel;
import smile.math.kernel.MercerKernel;
import smile.model.cart.SplitRule;

/** Smile's classifiers, applied to bags of tokens; one binary classifier per label. */
public enum BagModel {
    LOGISTIC_REGRESSION {
        @Override
        double[] scores(double[][] train, int[] binaryTargets, double[][] validation, long seed) {
            LogisticRegression.Binomial model =
                    LogisticRegression.binomial(train, binaryTargets, new LogisticRegression.Options(0.01, 1e-5, 500));
            return IntStream.range(0, validation.length)
                    .mapToDouble(clip -> model.score(validation[clip]))
                    .toArray();
        }
    },

    SVM_RBF {
        @Override
        double[] scores(double[][] train, int[] binaryTargets, double[][] validation, long seed) {
            return svmScores(new GaussianKernel(0.7), train, binaryTargets, validation, seed);
        }
    },

    SVM_CHI_SQUARED {
        @Override
        double[] scores(double[][] train, int[] binaryTargets, double[][] validation, long seed) {
            return svmScores(ChiSquaredKernel.fit(train), train, binaryTargets, validation, seed);
        }
    },

    RANDOM_FOREST {
        @Override
        double[] scores(double[][] train, int[] binaryTargets, double[][] validation, long seed) {
            DataFrame frame = DataFrame.of(train).add(new IntVector("binaryTargets", binaryTargets));
            long[] seeds =
                    IntStream.range(0, N_TREES).mapToLong(tree -> seed + tree).toArray();
            RandomForest model = RandomForest.fit(
                    Formula.lhs("binaryTargets"),
                    frame,
                    new RandomForest.Options(N_TREES, 0, SplitRule.GINI, 20, 0, 2, 1.0, null, seeds, null));
            DataFrame queries = DataFrame.of(validation);
            double[] probabilities = new double[2];
            return IntStream.range(0, validation.length)
                    .mapToDouble(clip -> {
                        model.predict(queries.get(clip), probabilities);
                        return probabilities[1];
                    })
                    .toArray();
        }
    };

    private static final int N_TREES = 200;

    /**
     * Computes scores of a support vector machine: the logistic function of the decision values, which preserves their
     * order.
     */
    private static double[] svmScores(
            MercerKernel<double[]> kernel, double[][] train, int[] binaryTargets, double[][] validation, long seed) {
        int[] signs =
                IntStream.of(binaryTargets).map(target -> target == 1 ? 1 : -1).toArray();
        // Smile's SVM draws the order of clips with Smile's thread-local random number generator.
        MathEx.setSeed(seed);
        SVM<double[]> model = SVM.fit(train, signs, kernel, new SVM.Options(10));
        return Arrays.stream(validation)
                .mapToDouble(clip -> 1 / (1 + Math.exp(-model.score(clip))))
                .toArray();
    }

    /**
     * Fits a binary classifier and returns one score per validation clip, 0 to 1, higher if the label is more likely.
     */
    abstract double[] scores(double[][] train, int[] binaryTargets, double[][] validation, long seed);

    /**
     * Fits a classifier for each label on the training bags and scores the validation bags. If all or none of the
     * training clips have a label, that label's scores are 0.
     *
     * @return scores, (clips, labels), 0 to 1
     */
    public float[][] predict(TokenBags train, TokenBags validation, long seed) {
        int nLabels = validation.targets().length == 0 ? 0 : validation.targets()[0].length;
        float[][] scores = new float[validation.ids().size()][nLabels];
        for (int label = 0; label < nLabels; label++) {
            int column = label;
            int[] binaryTargets = IntStream.range(0, train.ids().size())
                    .map(clip -> (int) train.targets()[clip][column])
                    .toArray();
            int nPositives = IntStream.of(binaryTargets).sum();
            if (nPositives == 0 || nPositives == binaryTargets.length) {
                continue;
            }
            double[] labelScores = scores(train.features(), binaryTargets, validation.features(), seed);
            for (int clip = 0; clip < labelScores.length; clip++) {
                scores[clip][label] = (float) labelScores[clip];
            }
        }
        return scores;
    }
}
