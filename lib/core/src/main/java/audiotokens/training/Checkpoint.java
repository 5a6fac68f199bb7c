package audiotokens.training;

import audiotokens.AudioTokensException;
import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * The state of a training run between two epochs, in one file. A run that is killed while it writes a checkpoint leaves
 * either the new file or the previous one.
 *
 * @param weights parameters by name
 * @param moments AdamW's moments by name
 * @param steps training steps taken
 * @param epochs finished epochs
 */
public record Checkpoint(
        SequencedMap<String, Tensor> weights, SequencedMap<String, Tensor> moments, long steps, List<Epoch> epochs) {
    private static final String MOMENT_PREFIX = "optimizer.";

    public Checkpoint {
        epochs = List.copyOf(epochs);
    }

    /** Writes the checkpoint atomically. */
    public void write(Path file) throws IOException {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>(weights);
        moments.forEach((name, moment) -> tensors.put(MOMENT_PREFIX + name, moment));
        Map<String, String> metadata = Map.of(
                "steps", Long.toString(steps), "epochs", JsonMapper.shared().writeValueAsString(epochs));
        new SafetensorsFile(tensors, metadata).write(file);
    }

    /** Returns the checkpoint in {@code file}; empty if the file does not exist. */
    public static Optional<Checkpoint> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            SafetensorsFile saved = SafetensorsFile.read(file);
            SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
            SequencedMap<String, Tensor> moments = new LinkedHashMap<>();
            saved.tensors().forEach((name, tensor) -> {
                if (name.startsWith(MOMENT_PREFIX)) {
                    moments.put(name.substring(MOMENT_PREFIX.length()), tensor);
                } else {
                    weights.put(name, tensor);
                }
            });
            return Optional.of(new Checkpoint(
                    weights,
                    moments,
                    Long.parseLong(saved.metadata().get("steps")),
                    List.of(JsonMapper.shared().readValue(saved.metadata().get("epochs"), Epoch[].class))));
        } catch (IOException e) {
            throw new AudioTokensException(e.getMessage() + "; delete it to train from the start", e);
        }
    }
}
