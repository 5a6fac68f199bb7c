package audiotokens.pipeline.training;

import audiotokens.file.FileErrors;
import audiotokens.file.NpyFile;
import audiotokens.model.ClipDataset;
import audiotokens.model.ClipInput;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetType;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.tokens.RunTokens;
import audiotokens.token.TokenStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One subset of the dataset as model input: tokens or frames, and labels. */
public final class ClipInputs implements ClipDataset {
    private static final int NPY_HEADER_BYTES = 128;

    private final ClipCatalog catalog;
    private final DatasetType type;
    private final RunFolder folder;
    private final Split split;
    private final int nMels;
    private final RunTokens tokens;
    private final List<String> ids;
    private final int nMissing;
    private final List<TokenStream> streams;

    /**
     * Opens the clips of {@code split} whose files exist.
     *
     * @throws StageException if there are none; the message says which notebook to run
     */
    public ClipInputs(Configuration configuration, ClipCatalog catalog, Split split) {
        this.catalog = catalog;
        this.type = configuration.model().datasetType();
        this.folder = RunFolder.of(configuration);
        this.split = split;
        this.streams = ConfiguredModel.streams(configuration);
        this.nMels = configuration.spectrogram().nMels();
        this.tokens = RunTokens.of(configuration);
        List<String> allIds = SplitFile.read(folder.split()).ids(split);
        this.ids = allIds.stream().filter(this::hasInput).toList();
        this.nMissing = allIds.size() - ids.size();
        if (ids.isEmpty()) {
            throw new StageException("no " + split.folder() + " clip has a file in " + location() + "; run the "
                    + inputStage(type) + " notebook first");
        }
    }

    /** Returns the stage that writes the files of this type of input. */
    public static String inputStage(DatasetType type) {
        return (type == DatasetType.TOKENIZED ? RunStage.TOKENS : RunStage.SPECTROGRAMS).id();
    }

    /** Returns the subset. */
    Split split() {
        return split;
    }

    /** Returns the ids of the clips that have a file, in split order. */
    @Override
    public List<String> ids() {
        return ids;
    }

    /** Returns the number of clips in the subset whose file is missing; earlier stages reported the reasons. */
    public int nMissing() {
        return nMissing;
    }

    /** Returns the approximate number of frames of a clip, from its file size. */
    @Override
    public long approximateFrames(String id) {
        try {
            return type == DatasetType.TOKENIZED
                    ? tokens.approximateLength(split, id)
                    : (Files.size(folder.spectrogram(split, id)) - NPY_HEADER_BYTES) / ((long) Float.BYTES * nMels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a clip's tokens or frames.
     *
     * @throws StageException if the file is damaged, or has a different number of mel bands or a different vocabulary;
     *     the message names it
     */
    @Override
    public ClipInput read(String id) {
        try {
            if (type == DatasetType.TOKENIZED) {
                return ClipInput.of(tokens.read(split, id));
            }
            Path file = folder.spectrogram(split, id);
            NpyFile.Floats spectrogram = NpyFile.readFloats(file, 2);
            if (spectrogram.shape()[0] != nMels) {
                throw new StageException(file + " has " + spectrogram.shape()[0] + " mel bands, but nMels is " + nMels
                        + "; run the spectrograms notebook again");
            }
            return ClipInput.Frames.fromSpectrogram(spectrogram.values(), nMels);
        } catch (IOException e) {
            throw new StageException(
                    e.getMessage() + "; delete it and run the " + inputStage(type) + " notebook again", e);
        }
    }

    /** Returns the multi-hot targets of a clip, float32 (labels,). */
    @Override
    public float[] targets(String id) {
        return catalog.targets(id);
    }

    /** Returns the token streams; empty if the input is frames. */
    @Override
    public List<TokenStream> streams() {
        return streams;
    }

    /** Returns the number of labels. */
    @Override
    public int nLabels() {
        return catalog.labels().size();
    }

    private boolean hasInput(String id) {
        try {
            return type == DatasetType.TOKENIZED
                    ? tokens.contains(split, id)
                    : Files.exists(folder.spectrogram(split, id));
        } catch (IOException e) {
            throw new StageException(FileErrors.describe(e), e);
        }
    }

    private Path location() {
        return type == DatasetType.TOKENIZED ? tokens.location(split) : folder.spectrograms(split);
    }
}
