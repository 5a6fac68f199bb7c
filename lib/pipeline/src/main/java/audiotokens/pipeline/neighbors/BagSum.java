package audiotokens.pipeline.neighbors;

import audiotokens.bag.BagSource;
import audiotokens.bag.ClipBags;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Adds up the token bags of a sound's windows, so that memory does not grow with the sound. */
final class BagSum {
    /** The weight of each bag; they sum to 1. */
    private final double[] weights;
    /** Sums of the tokens' shares, one array a bag. */
    private final List<double[]> shares = new ArrayList<>();

    private int windows;

    /** @param sources of the bags, in their order */
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
            float[] roots = window.roots().get(bag);
            if (windows == 0) {
                shares.add(new double[roots.length]);
            }
            for (int token = 0; token < roots.length; token++) {
                shares.get(bag)[token] += roots[token] * (double) roots[token];
            }
        }
        windows++;
    }

    /** Whether no window has been added. */
    boolean isEmpty() {
        return windows == 0;
    }

    /** The roots of the windows' mean shares, one bag after another, their squares multiplied by the bag's weight. */
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
