package audiotokens.pipeline.inference;

import audiotokens.AudioTokensException;
import audiotokens.file.FileErrors;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of a bundle, the self-contained folder of a trained model. The tokenizer's files have the same relative
 * paths as in a run's folder.
 *
 * @param path folder of the bundle
 */
public record BundleFolder(Path path) {

    /** Returns the file of the {@link BundleDescription}, as JSON. */
    public Path description() {
        return path.resolve("bundle.json");
    }

    /** Returns the file of the configuration keys that determine the model and its inputs. */
    public Path configuration() {
        return path.resolve("configuration.yaml");
    }

    /** Returns the file of the weights, keyed by PyTorch's parameter names, where Hugging Face libraries expect it. */
    public Path weights() {
        return path.resolve("model.safetensors");
    }

    /**
     * Returns the configuration file of Hugging Face's {@code BertModel}, which exists only for {@code modelType=bert}.
     */
    public Path huggingFaceConfig() {
        return path.resolve("config.json");
    }

    /** Returns the file of the model card. */
    public Path card() {
        return path.resolve("README.md");
    }

    /**
     * Reads the description.
     *
     * @throws AudioTokensException if it is missing or truncated, or has a different format version; the message says
     *     which
     */
    public BundleDescription readDescription() {
        if (!Files.isRegularFile(description())) {
            throw new AudioTokensException(path + " is not a model: it has no "
                    + description().getFileName() + "; stage 6 writes a model to OUTPUT/model");
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(description()));
            int format = json.path("format").asInt(0);
            if (format != BundleDescription.FORMAT) {
                throw new AudioTokensException(path + " is a model with format version " + format + "; this program"
                        + " reads version "
                        + BundleDescription.FORMAT + ". Export it again with ./run export RUN");
            }
            return JsonMapper.shared().treeToValue(json, BundleDescription.class);
        } catch (IOException e) {
            throw new AudioTokensException(FileErrors.describe(e), e);
        } catch (JacksonException | IllegalArgumentException e) {
            throw damaged(description(), e);
        }
    }

    /**
     * Reads the configuration, with the bundle as the run's folder.
     *
     * @throws AudioTokensException if it is missing or was written by an incompatible version
     */
    Configuration readConfiguration() {
        try {
            return Configuration.read(configuration(), List.of("outputPath=" + path.toAbsolutePath()));
        } catch (ConfigurationException e) {
            throw new AudioTokensException(path + " is a model of an incompatible version: " + e.getMessage(), e);
        }
    }

    private static AudioTokensException damaged(Path file, Exception cause) {
        String reason =
                switch (cause) {
                    case ValueInstantiationException value
                    when value.getCause() != null -> value.getCause().getMessage();
                    case JacksonException json -> json.getOriginalMessage();
                    default -> cause.getMessage();
                };
        return new AudioTokensException(file + " is damaged: " + reason + "; export the model again", cause);
    }
}
