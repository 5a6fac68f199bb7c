package audiotokens.pipeline.neighbors;

import audiotokens.bag.BagSource;
import audiotokens.bag.ClipBags;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Accumulates the token bags of a recording's windows, so that memory does not grow with the recording's length. */
final class BagSum {
    /** Weight of each bag; they sum to 1. */
    private final double[] weights;
    /** Sums of relative token frequencies, one array per bag. */
    private final List<double[]> shares = new ArrayList<>();

    private int windows;

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
            if (windows == 0) {
                shares.add(new double[squareRoots.length]);
            }
            for (int token = 0; token < squareRoots.length; token++) {
                shares.get(bag)[token] += squareRoots[token] * (double) squareRoots[token];
            }
        }
        windows++;
    }

    /** Whether no window has been added yet. */
    boolean isEmpty() {
        return windows == 0;
    }

    /**
     * sqrt(bag weight × mean token frequency), concatenated over the bags.
     */
    float[] weightedRoots() {
        float[] all = new float[shares.stream().mapToInt(bag -> bag.length).sum()];
        int at = 0;
        for (int bag = 0; bag < shares.size(); bag++) {
            for (double share : shares.get(bag)) {
                all[at++] = (float) Math.sqrt(share / windows * weights[bag]);
            }
        }
        return all;
    }
}
