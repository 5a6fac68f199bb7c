package audiotokens.dataset;

import audiotokens.file.WholeFile;
import audiotokens.run.Split;
import audiotokens.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code split.json}: the ids that train and those that validate, in order.
 *
 * @param train ids of the training clips
 * @param validation ids of the validation clips
 */
public record SplitFile(List<String> train, List<String> validation) {
    public SplitFile {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
    }

    /** The ids of one half. */
    public List<String> ids(Split split) {
        return split == Split.TRAIN ? train : validation;
    }

    /** @throws StageException where the file is missing or not of this form; the message says what to do */
    public static SplitFile read(Path file) {
        if (!Files.exists(file)) {
            throw new StageException(file + " is missing; run the notebook 'dataset' first");
        }
        try {
            return JsonMapper.shared().readValue(Files.readString(file), SplitFile.class);
        } catch (IOException | JacksonException e) {
            throw new StageException(
                    file + " is no split (train and validation lists of ids); run the notebook 'dataset' again", e);
        }
    }

    /** Writes this split. */
    public void write(Path file) throws IOException {
        WholeFile.write(file, JsonMapper.shared().writeValueAsString(this));
    }
}
