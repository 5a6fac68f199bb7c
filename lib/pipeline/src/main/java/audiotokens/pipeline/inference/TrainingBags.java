package audiotokens.pipeline.inference;

import audiotokens.AudioTokensException;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetType;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.tokens.RunTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The training clips of a bundle's run, as bags of tokens.
 *
 * @param configuration configuration of the run
 * @param ids ids of the clips
 * @param bags bag of each clip
 */
public record TrainingBags(Configuration configuration, List<String> ids, List<TokenBag> bags) {
    public TrainingBags {
        ids = List.copyOf(ids);
        bags = List.copyOf(bags);
    }

    /**
     * A training clip near a given bag.
     *
     * @param id id of the clip
     * @param distance distance of its bag from the given bag, 0 to 1
     */
    public record Neighbor(String id, double distance) {}

    /**
     * Reads the bags.
     *
     * @param bundle the folder {@code model} of a run
     * @throws AudioTokensException if the bundle is not in its run's folder, or the run has no tokens; the message says
     *     which
     */
    public static TrainingBags read(Path bundle) {
        RunFolder run = new RunFolder(bundle.toAbsolutePath().resolve("..").normalize());
        if (!run.model().equals(bundle.toAbsolutePath().normalize()) || !Files.isRegularFile(run.configuration())) {
            throw new AudioTokensException(
                    bundle + " is not in the folder of the run that trained it, so its training clips are unknown");
        }
        Configuration configuration = Configuration.read(run.configuration(), List.of("outputPath=" + run.path()));
        if (configuration.model().datasetType() != DatasetType.TOKENIZED) {
            throw new AudioTokensException("the model reads spectrograms, not tokens, so clips have no token bags");
        }
        try {
            RunTokens tokens = RunTokens.of(configuration);
            List<String> ids = new ArrayList<>();
            List<TokenBag> bags = new ArrayList<>();
            for (String id : SplitFile.read(run.split()).ids(Split.TRAIN)) {
                if (tokens.contains(Split.TRAIN, id)) {
                    ids.add(id);
                    bags.add(TokenBag.of(tokens.read(Split.TRAIN, id), tokens.streams()));
                }
            }
            if (ids.isEmpty()) {
                throw new AudioTokensException("the training clips' tokens are no longer in " + run.path());
            }
            return new TrainingBags(configuration, ids, bags);
        } catch (IOException e) {
            throw new AudioTokensException("the training clips' tokens cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the clips with the most similar bags, nearest first; ties are ordered by id. */
    public List<Neighbor> nearest(TokenBag bag, int count) {
        List<Neighbor> neighbors = new ArrayList<>();
        for (int clip = 0; clip < ids.size(); clip++) {
            neighbors.add(new Neighbor(ids.get(clip), bag.distance(bags.get(clip))));
        }
        return neighbors.stream()
                .sorted(Comparator.comparingDouble(Neighbor::distance).thenComparing(Neighbor::id))
                .limit(count)
                .toList();
    }
}
