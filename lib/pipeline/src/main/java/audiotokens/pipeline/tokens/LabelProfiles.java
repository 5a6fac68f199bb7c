package audiotokens.pipeline.tokens;

import audiotokens.label.Label;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Token counts of the training clips of each label.
 *
 * @param overallCounts number of occurrences of each token in all training clips
 * @param profiles one profile per label with training clips, in label order
 */
public record LabelProfiles(long[] overallCounts, List<Profile> profiles) {
    public LabelProfiles {
        profiles = List.copyOf(profiles);
    }

    /**
     * Token counts of one label.
     *
     * @param label the label
     * @param clips number of training clips with the label
     * @param counts number of occurrences of each token in these clips
     */
    public record Profile(Label label, int clips, long[] counts) {
        /** Returns the relative frequency of each token in the label's clips; sums to 1. */
        public double[] frequencies() {
            return LabelProfiles.frequencies(counts);
        }
    }

    /**
     * Counts the tokens of a run's training clips, in the first stream.
     *
     * @throws IOException if a token file cannot be read; the message names it
     */
    public static LabelProfiles of(Configuration configuration) throws IOException {
        RunFolder folder = RunFolder.of(configuration);
        var catalog = Metadata.read(configuration);
        RunTokens runTokens = RunTokens.of(configuration);
        int vocabularySize = runTokens.streams().getFirst().vocabularySize();
        long[] overallCounts = new long[vocabularySize];
        Map<Integer, long[]> counts = new TreeMap<>();
        Map<Integer, Integer> clips = new TreeMap<>();
        for (String id : SplitFile.read(folder.split()).train()) {
            Optional<Clip> clip = catalog.find(id);
            if (clip.isEmpty() || !runTokens.contains(Split.TRAIN, id)) {
                continue;
            }
            long[] tokens = runTokens.read(Split.TRAIN, id).firstStream();
            count(tokens, overallCounts);
            for (Label label : clip.get().labels()) {
                count(tokens, counts.computeIfAbsent(label.index(), index -> new long[vocabularySize]));
                clips.merge(label.index(), 1, Integer::sum);
            }
        }
        List<Profile> profiles = counts.entrySet().stream()
                .map(entry -> new Profile(
                        catalog.labels().get(entry.getKey()), clips.getOrDefault(entry.getKey(), 0), entry.getValue()))
                .toList();
        return new LabelProfiles(overallCounts, profiles);
    }

    private static void count(long[] tokens, long[] counts) {
        for (long token : tokens) {
            counts[(int) token]++;
        }
    }

    private static double[] frequencies(long[] counts) {
        double total = Math.max(1, Arrays.stream(counts).sum());
        double[] frequencies = new double[counts.length];
        for (int token = 0; token < frequencies.length; token++) {
            frequencies[token] = counts[token] / total;
        }
        return frequencies;
    }

    /**
     * Returns the tokens that distinguish a label most from all clips: those with the largest terms p log(p / q) of the
     * Kullback-Leibler divergence, where p is the frequency in the label's clips and q that in all clips.
     *
     * @param max maximum number of tokens
     * @return token ids, most characteristic first
     */
    public List<Integer> characteristicTokens(Profile profile, int max) {
        double[] labelFrequencies = profile.frequencies();
        double[] overallFrequencies = frequencies(overallCounts);
        return IntStream.range(0, labelFrequencies.length)
                .filter(token -> labelFrequencies[token] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(token ->
                        -labelFrequencies[token] * Math.log(labelFrequencies[token] / overallFrequencies[token])))
                .limit(max)
                .toList();
    }
}
