package audiotokens.pipeline.neighbors;

import audiotokens.bag.BagSource;
import audiotokens.bag.ClipBags;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Accumulates the token bags of a recording's windows, so that memory does not grow with the recording's length. */
final class BagSum {
    /** Weight of each bag; the weights sum to 1. */
    private final double[] weights;
    /** Sums of relative token frequencies, one array per bag. */
    private final List<double[]> frequencySums = new ArrayList<>();

    private int windowCount;

    /** @param sources definitions of the bags, in order */
    BagSum(List<BagSource> sources) {
        double total = sources.stream()
                .mapToDouble(source -> source.bags() * source.weight())
                .sum();
        this.weights = sources.stream()
                .flatMapToDouble(source ->
                        DoubleStream.generate(() -> source.weight() / total).limit(source.bags()))
                .toArray();
    }

    void add(ClipBags window) {
        for (int bag = 0; bag < weights.length; bag++) {
            float[] squareRoots = window.squareRoots().get(bag);
            if (windowCount == 0) {
                frequencySums.add(new double[squareRoots.length]);
            }
            for (int token = 0; token < squareRoots.length; token++) {
                frequencySums.get(bag)[token] += squareRoots[token] * (double) squareRoots[token];
            }
        }
        windowCount++;
    }

    /** Returns whether no window has been added yet. */
    boolean isEmpty() {
        return windowCount == 0;
    }

    /** Returns sqrt(bag weight × mean frequency) of each token, concatenated over the bags. */
    float[] weightedRoots() {
        float[] roots =
                new float[frequencySums.stream().mapToInt(bag -> bag.length).sum()];
        int position = 0;
        for (int bag = 0; bag < frequencySums.size(); bag++) {
            for (double sum : frequencySums.get(bag)) {
                roots[position++] = (float) Math.sqrt(sum / windowCount * weights[bag]);
            }
        }
        return roots;
    }
}
