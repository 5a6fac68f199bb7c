package audiotokens.family;

import audiotokens.audio.Waveform;
import audiotokens.file.Fingerprint;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Caches the feature vectors of clips, computed on first use. Tokenizers that are fitted on the same clips, as in
 * cross-validation, can share one cache. Thread-safe; results do not depend on the cache's content.
 */
public final class FeatureCache {
    private final List<FeatureFamily> families;
    private final long maxValues;
    private final Deque<ClipFeatureExtractor> idleExtractors = new ConcurrentLinkedDeque<>();
    private final Map<String, ClipFeatures> cached = new ConcurrentHashMap<>();
    private final AtomicLong nCachedValues = new AtomicLong();

    /** @param maxValues maximum number of cached values, 4 bytes each; 0 disables caching */
    public FeatureCache(List<FeatureFamily> families, long maxValues) {
        this.families = List.copyOf(families);
        this.maxValues = maxValues;
    }

    /** Returns a cache of up to a quarter of the JVM's maximum memory. */
    public static FeatureCache inMemory(List<FeatureFamily> families) {
        return new FeatureCache(families, Runtime.getRuntime().maxMemory() / 4 / Float.BYTES);
    }

    /** Returns the vectors of a clip, in the order of the families. */
    public ClipFeatures of(Waveform waveform) {
        if (maxValues == 0) {
            return compute(waveform);
        }
        String key = key(waveform);
        ClipFeatures found = cached.get(key);
        if (found != null) {
            return found;
        }
        ClipFeatures features = compute(waveform);
        long size = features.vectors().stream()
                .mapToLong(vectors -> vectors.values().length)
                .sum();
        if (nCachedValues.addAndGet(size) <= maxValues) {
            cached.put(key, features);
        } else {
            nCachedValues.addAndGet(-size);
        }
        return features;
    }

    /** Returns the number of cached clips. */
    public int size() {
        return cached.size();
    }

    private static String key(Waveform waveform) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(Integer.toString(waveform.sampleRate()));
        fingerprint.add(waveform.samples());
        return fingerprint.hex();
    }

    private ClipFeatures compute(Waveform waveform) {
        ClipFeatureExtractor idleExtractor = idleExtractors.poll();
        ClipFeatureExtractor extractor = idleExtractor == null ? new ClipFeatureExtractor(families) : idleExtractor;
        ClipFeatures features = extractor.apply(waveform);
        idleExtractors.push(extractor);
        return features;
    }
}
