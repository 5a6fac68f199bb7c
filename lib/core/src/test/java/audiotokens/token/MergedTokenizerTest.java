package audiotokens.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.audio.Waveform;
import audiotokens.cluster.ClusterOptions;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergedTokenizerTest {
    private static final SpectrogramOptions MEL = SpectrogramOptions.of("nMels=16");
    private static final ClusterOptions OPTIONS = ClusterOptions.of("vocabSize=8");

    private final List<Spectrogram> clips = SyntheticSpectrograms.make(4, 50, 2);

    @TempDir
    Path folder;

    private MergedTokenizer fit(TokenizerFactory base, int nMerges) throws IOException {
        return new MergedTokenizer.Factory(base, nMerges).fit(TrainingClips.of(clips), FitSettings.of(MEL, 3));
    }

    @Test
    void theTokensOfTheBaseTokenizerAreMerged() throws IOException {
        KMeansTokenizer.Factory base = new KMeansTokenizer.Factory(OPTIONS);
        MergedTokenizer tokenizer = fit(base, 6);
        TokenStream stream = tokenizer.streams().getFirst();
        long nFrames = 0;
        long nTokens = 0;
        for (Spectrogram clip : clips) {
            ClipTokens merged = tokenizer.tokenize(clip);
            assertEquals(tokenizer.base().tokenize(clip), tokenizer.expand(merged));
            nFrames += clip.nFrames();
            nTokens += merged.firstStream().length;
        }
        assertEquals("frames", stream.name());
        assertEquals(14, stream.vocabularySize());
        assertTrue(nTokens < nFrames);
        assertEquals(
                128 / 22050.0 * nFrames / nTokens,
                stream.stepSeconds(),
                1e-12,
                "a step is the mean duration of a token");
        assertEquals("kmeans, 6 merges", new MergedTokenizer.Factory(base, 6).name());
    }

    @Test
    void mergesAreLearnedDeterministicallyFromTheTrainingClips() throws IOException {
        MergedTokenizer tokenizer = fit(new KMeansTokenizer.Factory(OPTIONS), 6);
        List<long[]> tokens = clips.stream()
                .map(clip -> tokenizer.base().tokenize(clip).firstStream())
                .toList();

        assertEquals(MergeLearner.learn(8, tokens, 6), tokenizer.merges("frames"));
        assertEquals(
                tokenizer.merges("frames"),
                fit(new KMeansTokenizer.Factory(OPTIONS), 6).merges("frames"));
    }

    @Test
    void aClipThatCannotBeTokenizedIsSkipped() throws IOException {
        List<Spectrogram> readable = List.of(clips.get(0), clips.get(1), clips.get(3));
        MergedTokenizer.Factory factory = new MergedTokenizer.Factory(prefitted(), 6);

        assertEquals(
                factory.fit(TrainingClips.of(readable), FitSettings.of(MEL, 3)).merges("frames"),
                factory.fit(partlyDamagedClips(Set.of(2)), FitSettings.of(MEL, 3))
                        .merges("frames"));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void fittingFailsIfMoreThanHalfOfTheClipsCannotBeTokenized(int nDamaged) {
        Set<Integer> damaged = IntStream.range(0, nDamaged).boxed().collect(Collectors.toSet());
        MergedTokenizer.Factory factory = new MergedTokenizer.Factory(prefitted(), 6);

        AudioTokensException exception = assertThrows(
                AudioTokensException.class, () -> factory.fit(partlyDamagedClips(damaged), FitSettings.of(MEL, 3)));
        assertTrue(exception.getMessage().contains(nDamaged + " of 4"), exception.getMessage());
        assertTrue(exception.getMessage().endsWith("clip 0 is damaged"), exception.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "50, 1", "51, 2", "1000, 4"})
    void theFirstClipsAreTokenizedUntilACodebookHasEnoughTokens(long tokenLimit, int nExpectedClips)
            throws IOException {
        KMeansTokenizer base =
                new KMeansTokenizer.Factory(OPTIONS).fit(TrainingClips.of(clips), FitSettings.of(MEL, 3));
        List<ClipTokens> tokens =
                new TokenCollector(base, tokenLimit, FitSettings.of(MEL, 3)).collect(TrainingClips.of(clips));

        assertEquals(
                clips.subList(0, nExpectedClips).stream().map(base::tokenize).toList(), tokens);
    }

    @Test
    void clipsBeyondTheTokenLimitAreNotRead() throws IOException {
        KMeansTokenizer base =
                new KMeansTokenizer.Factory(OPTIONS).fit(TrainingClips.of(clips), FitSettings.of(MEL, 3));
        AtomicInteger nRead = new AtomicInteger();
        TrainingClips manyClips = clips(10_000, clip -> {
            nRead.incrementAndGet();
            return clips.get(clip % 4);
        });

        assertEquals(
                300,
                new TokenCollector(base, 300 * 50, FitSettings.of(MEL, 3))
                        .collect(manyClips)
                        .size());
        assertTrue(nRead.get() < 1000, nRead + " clips read");
    }

    /** A factory whose tokenizer is fitted on readable clips, so that unreadable clips affect only the merges. */
    private TokenizerFactory prefitted() {
        return TokenizerFactory.withoutTraining(
                "fixed", mel -> KMeansTokenizer.fit(clips, OPTIONS, FitSettings.of(mel, 3)));
    }

    private TrainingClips partlyDamagedClips(Set<Integer> damaged) {
        return clips(clips.size(), clip -> {
            if (damaged.contains(clip)) {
                throw new IOException("clip " + clip + " is damaged");
            }
            return clips.get(clip);
        });
    }

    private interface ClipReader {
        Spectrogram read(int clip) throws IOException;
    }

    private static TrainingClips clips(int size, ClipReader reader) {
        return new TrainingClips() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public ClipSignal clip(int index) {
                return new ClipSignal() {
                    @Override
                    public Spectrogram spectrogram() throws IOException {
                        return reader.read(index);
                    }

                    @Override
                    public Waveform waveform() throws IOException {
                        throw new IOException("no waveform");
                    }
                };
            }
        };
    }

    @Test
    void eachCodebookHasSeparateMerges() throws IOException {
        MergedTokenizer tokenizer = fit(new ResidualTokenizer.Factory(OPTIONS, 3), 5);
        List<TokenStream> streams = tokenizer.streams();
        ClipTokens merged = tokenizer.tokenize(clips.getFirst());

        assertEquals(
                3,
                streams.stream().map(TokenStream::stepSeconds).distinct().count(),
                "the steps of the codebooks differ");
        new TokenFiles(streams).write(folder, "clip", merged);
        assertEquals(merged, new TokenFiles(streams).read(folder, "clip"));
        assertEquals(tokenizer.base().tokenize(clips.getFirst()), tokenizer.expand(merged));
        assertTrue(tokenizer.reconstruct(merged).isPresent());
        assertArrayEquals(
                tokenizer
                        .base()
                        .reconstruct(tokenizer.expand(merged))
                        .orElseThrow()
                        .values(),
                tokenizer.reconstruct(merged).orElseThrow().values());
    }

    @Test
    void aLoadedTokenizerGivesTheSameTokensAndDamagedMergesAreRejected() throws IOException {
        MergedTokenizer.Factory factory = new MergedTokenizer.Factory(new ResidualTokenizer.Factory(OPTIONS, 2), 5);
        MergedTokenizer fitted = factory.fit(TrainingClips.of(clips), FitSettings.of(MEL, 3));
        fitted.save(folder);
        MergedTokenizer loaded = factory.load(folder, MEL);

        assertEquals(fitted.streams(), loaded.streams());
        for (Spectrogram clip : clips) {
            assertEquals(fitted.tokenize(clip), loaded.tokenize(clip));
        }
        Files.writeString(folder.resolve(MergedTokenizer.MERGES), "{\"vocabularySizes\": {\"level0\": 7}}");
        IOException exception = assertThrows(IOException.class, () -> factory.load(folder, MEL));
        assertTrue(exception.getMessage().contains("merges.json"), exception.getMessage());
    }

    @Test
    void aMergedTokenStartsWhereItsFirstPartStarts() throws IOException {
        MergedTokenizer tokenizer = fit(new KMeansTokenizer.Factory(OPTIONS), 6);
        ClipTokens merged = tokenizer.tokenize(clips.getFirst());
        double[] starts = tokenizer.startSeconds(0, merged.firstStream());
        double step = 128 / 22050.0;

        assertEquals(0, starts[0]);
        int last = starts.length - 1;
        int nParts = tokenizer.expand(ClipTokens.of(merged.firstStream()[last])).firstStream().length;
        assertEquals(50 * step, starts[last] + nParts * step, 1e-9, "the last token ends with the clip");
    }

    @Test
    void theVectorsStartWithThoseOfTheBaseTokenizer() throws IOException {
        MergedTokenizer tokenizer = fit(new KMeansTokenizer.Factory(OPTIONS), 6);
        float[][] vectors = tokenizer.vectors("frames").orElseThrow();

        assertEquals(14, vectors.length);
        assertArrayEquals(tokenizer.base().vectors("frames").orElseThrow()[3], vectors[3]);
    }
}
