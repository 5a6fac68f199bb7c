package audiotokens.pipeline.listening;

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
 * The training clips of the run that a bundle came from, as bags of tokens.
 *
 * @param configuration of the run
 * @param ids of the clips
 * @param bags one a clip
 */
public record TrainingBags(Configuration configuration, List<String> ids, List<TokenBag> bags) {
    public TrainingBags {
        ids = List.copyOf(ids);
        bags = List.copyOf(bags);
    }

    /**
     * A training clip.
     *
     * @param id of the clip
     * @param distance of its bag, from 0 to 1
     */
    public record Neighbor(String id, double distance) {}

    /**
     * Reads them.
     *
     * @param bundle the folder {@code model} of a run
     * @throws AudioTokensException where the bundle does not lie in its run's folder, or the run's tokens are not there;
     *     the message says which
     */
    public static TrainingBags read(Path bundle) {
        RunFolder run = new RunFolder(bundle.toAbsolutePath().normalize().getParent());
        if (!run.model().equals(bundle.toAbsolutePath().normalize()) || !Files.isRegularFile(run.configuration())) {
            throw new AudioTokensException(bundle
                    + " does not lie in the folder of the run that trained it, so its training clips are unknown");
        }
        Configuration configuration = Configuration.read(run.configuration(), List.of("outputPath=" + run.path()));
        if (configuration.model().datasetType() != DatasetType.TOKENIZED) {
            throw new AudioTokensException(
                    "the model is given spectrograms and no tokens, so clips have no token bags");
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

    /** The clips with the most similar bags, nearest first; of equal distances in the order of the ids. */
    public List<Neighbor> nearest(TokenBag bag, int count) {
        List<Neighbor> all = new ArrayList<>();
        for (int clip = 0; clip < ids.size(); clip++) {
            all.add(new Neighbor(ids.get(clip), bag.distance(bags.get(clip))));
        }
        return all.stream()
                .sorted(Comparator.comparingDouble(Neighbor::distance).thenComparing(Neighbor::id))
                .limit(count)
                .toList();
    }
}
