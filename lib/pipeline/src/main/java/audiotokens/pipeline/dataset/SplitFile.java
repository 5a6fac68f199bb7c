package audiotokens.pipeline.dataset;

import audiotokens.file.AtomicFile;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.source.ClipId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code split.json}: the ids of the training and the validation clips, in order.
 *
 * @param train ids of the training clips
 * @param validation ids of the validation clips
 */
public record SplitFile(List<String> train, List<String> validation) {
    public SplitFile {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
    }

    /**
     * Returns this split after checking its ids.
     *
     * @throws StageException if an id occurs twice or is not a valid file name; the message names it
     */
    private SplitFile checked(Path file) {
        Set<String> ids = new HashSet<>();
        for (Split subset : Split.values()) {
            for (String id : ids(subset)) {
                ClipId.problem(id).ifPresent(problem -> {
                    throw new StageException(file + " contains '" + id + "': " + problem);
                });
                if (!ids.add(id)) {
                    throw new StageException(file + " contains " + id + " twice; a clip can be listed only once");
                }
            }
        }
        return this;
    }

    /** Returns the ids of one subset. */
    public List<String> ids(Split split) {
        return split == Split.TRAIN ? train : validation;
    }

    /**
     * Reads a split.
     *
     * @throws StageException if the file is missing or invalid; the message says what to do
     */
    public static SplitFile read(Path file) {
        if (!Files.exists(file)) {
            throw new StageException(file + " is missing; run the dataset notebook first");
        }
        try {
            return JsonMapper.shared()
                    .readValue(Files.readString(file), SplitFile.class)
                    .checked(file);
        } catch (IOException | JacksonException e) {
            throw new StageException(
                    file + " is not a split (train and validation lists of ids); run the dataset notebook again", e);
        }
    }

    /** Writes this split. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, JsonMapper.shared().writeValueAsString(this));
    }
}
