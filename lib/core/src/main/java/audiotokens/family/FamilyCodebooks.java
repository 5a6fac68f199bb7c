package audiotokens.family;

import audiotokens.random.RandomStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The codebooks of several families, fitted on the same training clips.
 *
 * @param codebooks one per family
 */
public record FamilyCodebooks(List<FamilyCodebook> codebooks) {
    public FamilyCodebooks {
        codebooks = List.copyOf(codebooks);
    }

    /**
     * Fits all families on training clips. The result depends on the clips, their order and the seed, but not on the
     * number of threads.
     *
     * @param clips one entry per clip, with the vectors of all families
     */
    public static FamilyCodebooks fit(List<FeatureFamily> families, List<ClipFeatures> clips, long seed, int threads) {
        Fit fit = new Fit(families, seed);
        ParallelMap.map(clips.size(), threads, () -> clip -> {
            fit.add(clip, clips.get(clip));
            return clip;
        });
        return fit.finish(threads);
    }

    /** Fits on clips that are added one by one, in any order; stores only a sample of their vectors. */
    public static final class Fit {
        private final List<FeatureFamily> families;
        private final List<VectorSample> samples = new ArrayList<>();
        private final long seed;

        public Fit(List<FeatureFamily> families, long seed) {
            this.families = List.copyOf(families);
            this.seed = seed;
            for (FeatureFamily family : families) {
                samples.add(FamilyCodebook.newSample(seedOf(family)));
            }
        }

        private long seedOf(FeatureFamily family) {
            return new RandomStreams(seed).stream(family.name()).nextLong();
        }

        /** Adds the training clip with index {@code clip}. Add each clip once. Thread-safe. */
        public void add(int clip, ClipFeatures features) {
            for (int i = 0; i < families.size(); i++) {
                samples.get(i).add(clip, features.vectors().get(i));
            }
        }

        /**
         * Fits the codebooks, several families concurrently. If there are fewer families than threads, each fit uses
         * several threads.
         */
        public FamilyCodebooks finish(int threads) {
            int threadsPerFit = Math.max(1, threads / families.size());
            return new FamilyCodebooks(ParallelMap.map(
                    families.size(),
                    threads,
                    () -> i -> FamilyCodebook.fit(
                            families.get(i), samples.get(i).vectors(), seedOf(families.get(i)), threadsPerFit)));
        }
    }

    /** Returns the families, in the order of the codebooks. */
    public List<FeatureFamily> families() {
        return codebooks.stream().map(FamilyCodebook::family).toList();
    }

    /** Returns the tokens of a clip, one stream per family. */
    public List<SoftTokens> tokenize(ClipFeatures clip) {
        return tokenize(clip, newSearchers());
    }

    /**
     * Tokenizes a clip.
     *
     * @param searchers from {@link #newSearchers}; create them once and reuse them for many clips
     */
    List<SoftTokens> tokenize(ClipFeatures clip, List<FamilyCodebook.Searcher> searchers) {
        List<SoftTokens> streams = new ArrayList<>();
        for (int i = 0; i < codebooks.size(); i++) {
            streams.add(codebooks.get(i).tokenize(clip.vectors().get(i), searchers.get(i)));
        }
        return streams;
    }

    /** Creates a reusable, thread-safe searcher for each codebook. */
    List<FamilyCodebook.Searcher> newSearchers() {
        return codebooks.stream().map(FamilyCodebook::newSearcher).toList();
    }

    /** Returns the tokens of several clips, in the same order: (clips, families). */
    public List<List<SoftTokens>> tokenize(List<ClipFeatures> clips, int threads) {
        List<FamilyCodebook.Searcher> searchers = newSearchers();
        return ParallelMap.map(clips.size(), threads, () -> clip -> tokenize(clips.get(clip), searchers));
    }

    /** Writes all codebooks to a folder. */
    public void save(Path folder) throws IOException {
        for (FamilyCodebook codebook : codebooks) {
            codebook.save(folder);
        }
    }

    /** Reads codebooks that {@link #save} wrote. */
    public static FamilyCodebooks load(List<FeatureFamily> families, Path folder) throws IOException {
        List<FamilyCodebook> codebooks = new ArrayList<>();
        for (FeatureFamily family : families) {
            codebooks.add(FamilyCodebook.load(family, folder));
        }
        return new FamilyCodebooks(codebooks);
    }
}
