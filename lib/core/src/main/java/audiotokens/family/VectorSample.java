package audiotokens.family;

import audiotokens.random.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A random sample of training vectors, limited per clip and in total, collected clip by clip. It depends on the seed
 * and the clip numbers, but not on the order of the clips: each vector draws a priority, and the lowest ones stay in
 * the sample.
 */
final class VectorSample {
    private record Drawn(long priority, float[] vector) {}

    private final int perClip;
    private final int capacity;
    private final RandomStreams streams;
    private final List<Drawn> drawn = new ArrayList<>();
    private int size;

    /**
     * @param perClip maximum number of vectors per clip
     * @param capacity maximum number of vectors in total
     */
    VectorSample(int perClip, int capacity, long seed) {
        this.perClip = perClip;
        this.capacity = capacity;
        this.streams = new RandomStreams(seed);
    }

    /** Adds the vectors of a clip. Add each clip number once. Not thread-safe. */
    void add(int clip, FeatureVectors vectors) {
        size = vectors.size();
        RandomGenerator random = streams.stream("vectors", clip);
        int[] order = new int[vectors.count()];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < Math.min(perClip, order.length); i++) {
            int chosen = random.nextInt(i, order.length);
            int vector = order[chosen];
            order[chosen] = order[i];
            float[] values = Arrays.copyOfRange(vectors.values(), vector * size, (vector + 1) * size);
            drawn.add(new Drawn(random.nextLong(), values));
        }
        if (drawn.size() > 2 * capacity) {
            keepLowestPriorities();
        }
    }

    private void keepLowestPriorities() {
        drawn.sort(Comparator.comparingLong(Drawn::priority));
        if (drawn.size() > capacity) {
            drawn.subList(capacity, drawn.size()).clear();
        }
    }

    /** Returns the sample in random order, (n, size). */
    float[] vectors() {
        keepLowestPriorities();
        float[] values = new float[drawn.size() * size];
        for (int i = 0; i < drawn.size(); i++) {
            System.arraycopy(drawn.get(i).vector(), 0, values, i * size, size);
        }
        return values;
    }
}
