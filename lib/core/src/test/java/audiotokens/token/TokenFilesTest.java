package audiotokens.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFilesTest {
    private final TokenStream fast = new TokenStream("fast", 10, 0.01);
    private final TokenStream alsoFast = new TokenStream("also-fast", 5, 0.01);
    private final TokenStream slow = new TokenStream("slow", 4, 0.5);

    @TempDir
    Path folder;

    @Test
    void oneStreamIsStoredAsAOneDimensionalArray() throws IOException {
        TokenFiles files = new TokenFiles(List.of(fast));
        files.write(folder, "clip", ClipTokens.of(1, 9, 0));
        assertArrayEquals(new long[] {1, 9, 0}, NpyFile.readLongs(folder.resolve("clip.npy")));
        assertEquals(ClipTokens.of(1, 9, 0), files.read(folder, "clip"));
    }

    @Test
    void streamsWithEqualStepsAreStoredAsRowsOfOneArray() throws IOException {
        TokenFiles files = new TokenFiles(List.of(fast, alsoFast));
        ClipTokens tokens = new ClipTokens(List.of(new long[] {1, 2, 3}, new long[] {4, 0, 4}));
        files.write(folder, "clip", tokens);
        NpyFile.Longs array = NpyFile.readLongs(folder.resolve("clip.npy"), 2);
        assertArrayEquals(new int[] {2, 3}, array.shape());
        assertArrayEquals(new long[] {1, 2, 3, 4, 0, 4}, array.values());
        assertEquals(tokens, files.read(folder, "clip"));
    }

    @Test
    void streamsWithDifferentStepsAreStoredInSeparateFiles() throws IOException {
        TokenFiles files = new TokenFiles(List.of(fast, slow));
        ClipTokens tokens = new ClipTokens(List.of(new long[] {1, 2, 3}, new long[] {3}));
        files.write(folder, "clip", tokens);
        assertArrayEquals(new long[] {1, 2, 3}, NpyFile.readLongs(folder.resolve("fast/clip.npy")));
        assertArrayEquals(new long[] {3}, NpyFile.readLongs(folder.resolve("slow/clip.npy")));
        assertEquals(tokens, files.read(folder, "clip"));
        assertTrue(files.allExist(folder, "clip"));
        Files.delete(folder.resolve("slow/clip.npy"));
        assertFalse(files.allExist(folder, "clip"), "a clip with a missing file is incomplete");
    }

    @Test
    void streamsOfOneCodebookShareAFile() throws IOException {
        TokenStream first = new TokenStream("first", "words", 10, 0.1, 1);
        TokenStream second = new TokenStream("second", "words", 10, 0.1, 0.5);
        TokenFiles files = new TokenFiles(List.of(first, slow, second));
        ClipTokens tokens = new ClipTokens(List.of(new long[] {1, 2}, new long[] {3}, new long[] {4, 5}));

        files.write(folder, "clip", tokens);

        assertArrayEquals(
                new long[] {1, 2, 4, 5},
                NpyFile.readLongs(folder.resolve("words/clip.npy"), 2).values());
        assertArrayEquals(new long[] {3}, NpyFile.readLongs(folder.resolve("slow/clip.npy")));
        assertEquals(tokens, files.read(folder, "clip"));
        assertRejected("which has the same step", List.of(first, slow, second), new long[2], new long[1], new long[1]);
    }

    @Test
    void aStreamNamedLikeAnotherCodebookIsRejected() {
        List<TokenStream> streams = List.of(
                new TokenStream("first", "slow", 10, 0.1, 1),
                new TokenStream("second", "slow", 10, 0.1, 1),
                slowWithCodebook("other"));
        assertThrows(IllegalArgumentException.class, () -> new TokenFiles(streams));
    }

    private static TokenStream slowWithCodebook(String codebook) {
        return new TokenStream("slow", codebook, 4, 0.5, 1);
    }

    @Test
    void invalidTokensAreRejected() {
        assertRejected("returned 1 streams; it declares 2", List.of(fast, slow), new long[] {1});
        assertRejected(
                "returned the token 4 in the stream 'slow'", List.of(fast, slow), new long[] {1}, new long[] {4});
        assertRejected("returned the token -1 in the stream 'fast'", List.of(fast), new long[] {-1});
        assertRejected(
                "returned 1 tokens in the stream 'also-fast'", List.of(fast, alsoFast), new long[] {1, 2}, new long[] {1
                });
    }

    private void assertRejected(String message, List<TokenStream> streams, long[]... tokens) {
        IllegalArgumentException exception = assertThrows(IllegalArgumentException.class, () -> new TokenFiles(streams)
                .write(folder, "clip", new ClipTokens(List.of(tokens))));
        assertTrue(exception.getMessage().contains(message), exception.getMessage());
        assertFalse(Files.exists(folder.resolve("clip.npy")));
    }

    @Test
    void aFileWithUnknownTokensOrTheWrongNumberOfStreamsIsRejectedWithAMessageThatNamesIt() throws IOException {
        NpyFile.write(folder.resolve("large.npy"), new long[] {10}, 1);
        NpyFile.write(folder.resolve("three.npy"), new long[6], 3, 2);
        assertUnreadable("large.npy has the token 10", List.of(fast), "large");
        assertUnreadable("three.npy has 3 streams, but must have 2", List.of(fast, alsoFast), "three");
        assertUnreadable("three.npy has 2 axes; 1 were expected", List.of(fast), "three");
    }

    private void assertUnreadable(String message, List<TokenStream> streams, String id) {
        IOException exception = assertThrows(IOException.class, () -> new TokenFiles(streams).read(folder, id));
        assertTrue(exception.getMessage().contains(message), exception.getMessage());
    }

    @Test
    void aDescriptionOfATokenizerContainsItsStreamsAndVectors() throws IOException {
        KMeansTokenizer tokenizer = KMeansTokenizer.fit(SyntheticSpectrograms.make(2, 20, 1), 5, 1);
        TokenizerDescription written = TokenizerDescription.write("mine", tokenizer, folder);
        assertEquals(written, TokenizerDescription.read(folder).orElseThrow());
        assertEquals(tokenizer.streams(), written.streams());
        NpyFile.Floats vectors = TokenizerDescription.vectors(folder, "frames").orElseThrow();
        assertArrayEquals(new int[] {5, 16}, vectors.shape());
        assertEquals(tokenizer.codebook().centroid(3)[2], vectors.values()[3 * 16 + 2]);
        assertTrue(TokenizerDescription.vectors(folder, "other").isEmpty());
        assertTrue(TokenizerDescription.read(folder.resolve("elsewhere")).isEmpty());
    }
}
