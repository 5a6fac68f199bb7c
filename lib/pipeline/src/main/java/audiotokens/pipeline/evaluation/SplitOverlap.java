package audiotokens.pipeline.evaluation;

import audiotokens.model.ClipInput;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.training.ClipInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Content shared by training and validation set, which biases validation metrics upwards. Ids in both sets are rejected
 * when the split is read.
 *
 * @param duplicates pairs of a training and a validation clip with identical tokens or frames
 */
public record SplitOverlap(List<Duplicate> duplicates) {

    /** A training clip and a validation clip with the same content. */
    public record Duplicate(String train, String validation) {}

    public SplitOverlap {
        duplicates = List.copyOf(duplicates);
    }

    /** Compares the tokens or frames of all training clips with those of all validation clips. */
    public static SplitOverlap of(Configuration configuration) {
        ClipCatalog catalog = Metadata.read(configuration);
        ClipInputs train = new ClipInputs(configuration, catalog, Split.TRAIN);
        ClipInputs validation = new ClipInputs(configuration, catalog, Split.VALIDATION);
        Map<Integer, List<String>> trainIdsByHash = new HashMap<>();
        for (String id : train.ids()) {
            trainIdsByHash
                    .computeIfAbsent(hash(train.read(id)), hash -> new ArrayList<>())
                    .add(id);
        }
        List<Duplicate> duplicates = new ArrayList<>();
        for (String id : validation.ids()) {
            ClipInput input = validation.read(id);
            for (String trainId : trainIdsByHash.getOrDefault(hash(input), List.of())) {
                if (!trainId.equals(id) && haveSameContent(train.read(trainId), input)) {
                    duplicates.add(new Duplicate(trainId, id));
                }
            }
        }
        return new SplitOverlap(duplicates);
    }

    private static int hash(ClipInput input) {
        return switch (input) {
            case ClipInput.Tokens tokens -> Arrays.hashCode(tokens.ids());
            case ClipInput.Streams clip -> Arrays.deepHashCode(ids(clip));
            case ClipInput.Frames frames -> Arrays.hashCode(frames.values());
        };
    }

    private static boolean haveSameContent(ClipInput first, ClipInput second) {
        return switch (first) {
            case ClipInput.Tokens tokens ->
                second instanceof ClipInput.Tokens other && Arrays.equals(tokens.ids(), other.ids());
            case ClipInput.Streams streams ->
                second instanceof ClipInput.Streams other && Arrays.deepEquals(ids(streams), ids(other));
            case ClipInput.Frames frames ->
                second instanceof ClipInput.Frames other && Arrays.equals(frames.values(), other.values());
        };
    }

    private static long[][] ids(ClipInput.Streams clip) {
        return clip.streams().stream().map(ClipInput.Tokens::ids).toArray(long[][]::new);
    }
}
