package audiotokens.token;

import audiotokens.file.AtomicFile;
import audiotokens.file.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fitted tokenizer's description, readable without the tokenizer's class. Stored as {@code tokenizer.json}, with
 * {@code vectors_CODEBOOK.npy}, float32 (vocabularySize, size), for codebooks whose tokens have vectors.
 *
 * @param tokenizer name of the tokenizer's factory
 * @param streams the tokenizer's streams, in order
 */
public record TokenizerDescription(String tokenizer, List<TokenStream> streams) {
    private static final String FILE = "tokenizer.json";

    public TokenizerDescription {
        streams = List.copyOf(streams);
    }

    /** Writes the description of a tokenizer and its tokens' vectors to {@code folder}. */
    public static TokenizerDescription write(String name, Tokenizer tokenizer, Path folder) throws IOException {
        Set<String> codebooks =
                tokenizer.streams().stream().map(TokenStream::codebook).collect(Collectors.toSet());
        for (String codebook : codebooks) {
            Optional<float[][]> vectors = tokenizer.vectors(codebook);
            if (vectors.isPresent()) {
                float[][] rows = vectors.get();
                float[] flat = new float[rows.length * rows[0].length];
                for (int row = 0; row < rows.length; row++) {
                    System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
                }
                NpyFile.write(vectorFile(folder, codebook), flat, rows.length, rows[0].length);
            }
        }
        TokenizerDescription description = new TokenizerDescription(name, tokenizer.streams());
        AtomicFile.write(file(folder), JsonMapper.shared().writeValueAsString(description));
        return description;
    }

    /** Returns the path of the description in {@code folder}. */
    public static Path file(Path folder) {
        return folder.resolve(FILE);
    }

    /**
     * Reads the description in {@code folder}; empty if there is none.
     *
     * @throws IOException if it cannot be read; the message names the file
     */
    public static Optional<TokenizerDescription> read(Path folder) throws IOException {
        Path file = file(folder);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonMapper.shared().readValue(Files.readString(file), TokenizerDescription.class));
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Returns the vectors of a codebook's tokens in {@code folder}, (vocabularySize, size); empty if there are none.
     *
     * @throws IOException if they cannot be read; the message names the file
     */
    public static Optional<NpyFile.Floats> vectors(Path folder, String codebook) throws IOException {
        Path file = vectorFile(folder, codebook);
        return Files.exists(file) ? Optional.of(NpyFile.readFloats(file, 2)) : Optional.empty();
    }

    private static Path vectorFile(Path folder, String codebook) {
        return folder.resolve("vectors_" + codebook + ".npy");
    }
}
