package audiotokens.family;

import audiotokens.random.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A random sample of training vectors, limited per clip and in total, collected clip by clip. The sample depends on the
 * seed and the clip indices, but not on the order in which clips are added: each vector gets a random priority, and the
 * vectors with the lowest priorities stay in the sample.
 */
final class VectorSample {
    private record Candidate(long priority, float[] vector) {}

    private final int maxPerClip;
    private final int capacity;
    private final RandomStreams streams;
    private final List<Candidate> candidates = new ArrayList<>();
    private int size;

    /**
     * @param maxPerClip maximum number of vectors per clip
     * @param capacity maximum number of vectors in total
     */
    VectorSample(int maxPerClip, int capacity, long seed) {
        this.maxPerClip = maxPerClip;
        this.capacity = capacity;
        this.streams = new RandomStreams(seed);
    }

    /** Adds the vectors of the clip with index {@code clip}. Add each clip once. Thread-safe. */
    void add(int clip, FeatureVectors vectors) {
        List<Candidate> fromClip = draw(clip, vectors);
        synchronized (candidates) {
            size = vectors.size();
            candidates.addAll(fromClip);
            if (candidates.size() > 2 * capacity) {
                keepLowestPriorities();
            }
        }
    }

    private List<Candidate> draw(int clip, FeatureVectors vectors) {
        List<Candidate> drawn = new ArrayList<>();
        RandomGenerator random = streams.stream("vectors", clip);
        int[] order = new int[vectors.count()];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < Math.min(maxPerClip, order.length); i++) {
            int chosen = random.nextInt(i, order.length);
            int vector = order[chosen];
            order[chosen] = order[i];
            int start = vector * vectors.size();
            float[] values = Arrays.copyOfRange(vectors.values(), start, start + vectors.size());
            drawn.add(new Candidate(random.nextLong(), values));
        }
        return drawn;
    }

    private void keepLowestPriorities() {
        Candidate[] sorted = candidates.toArray(Candidate[]::new);
        Arrays.parallelSort(sorted, Comparator.comparingLong(Candidate::priority));
        candidates.clear();
        candidates.addAll(Arrays.asList(sorted).subList(0, Math.min(capacity, sorted.length)));
    }

    /** Returns the sample in random order, (n, size). */
    float[] vectors() {
        keepLowestPriorities();
        float[] values = new float[candidates.size() * size];
        for (int i = 0; i < candidates.size(); i++) {
            System.arraycopy(candidates.get(i).vector(), 0, values, i * size, size);
        }
        return values;
    }
}
