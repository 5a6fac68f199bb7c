package audiotokens.pipeline.adopt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.FileTree;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.CollectedMessages;
import audiotokens.pipeline.TinyCorpus;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ProblemLog;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.Summary;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adopts files that another program wrote to the stages' folders: spectrograms in dB with a hop length of 128. */
class AdoptedFilesTest {
    @TempDir
    Path folder;

    private TinyCorpus corpus;
    private RunFolder run;
    private final List<String> messages = new ArrayList<>();

    @BeforeEach
    void createFilesFromAnotherProgram() throws IOException {
        corpus = new TinyCorpus(folder).addTones(8);
        Configuration configuration = corpus.configure();
        run = RunFolder.of(configuration);
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        new SpecTokenizer(configuration).run(Progress.silent());
        for (String stage : List.of("spectrograms", "clusters", "tokens")) {
            Files.delete(run.stageRecords().resolve(stage + ".json"));
        }
        FileTree.deleteIfExists(run.frameFeatures());
    }

    @Test
    void matchingFilesAreUsedAndReported() throws IOException {
        byte[] spectrogram = Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone0"));
        byte[] centroids = Files.readAllBytes(run.centroids());
        Configuration configuration = corpus.configure();
        new SpectrogramGenerator(configuration).run(new CollectedMessages(messages));
        assertTrue(new ClusterCreator(configuration)
                .run(new CollectedMessages(messages))
                .adopted());
        new SpecTokenizer(configuration).run(new CollectedMessages(messages));
        assertArrayEquals(spectrogram, Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone0")));
        assertArrayEquals(centroids, Files.readAllBytes(run.centroids()));
        assertEquals(Map.of("spectrograms", 8L, "clusters", 1L, "tokens", 8L), Summary.adoptedFileCounts(run));
        String allMessages = String.join("\n", messages);
        assertTrue(allMessages.contains("The spectrograms stage uses 8 files from another program"), allMessages);
        assertTrue(
                allMessages.contains("4 were compared with their audio and have the expected number of frames"),
                allMessages);
        assertTrue(allMessages.contains("100.0% of 504 compared tokens match the run's centroids"), allMessages);
        assertTrue(
                new ClusterCreator(configuration)
                        .run(new CollectedMessages(messages))
                        .adopted(),
                "the files of a finished stage still count as adopted");
    }

    @ParameterizedTest
    @CsvSource({
        "hopLength=256, hopLength: , '63 frames, but hopLength=256 and sampleRate=8000 give 32'",
        "hopLength=256, hopLength: , a hopLength of about 128",
        "sampleRate=16000, hopLength: , '63 frames, but hopLength=128 and sampleRate=16000 give 126'",
        "nMels=32, nMels: , '16 mel bands, but nMels is 32'",
        "normalize=true, normalize: , but normalize is true",
        "normalizeCorpus=true, normalizeCorpus: , which are decibels",
    })
    void theErrorNamesAFileAndTheKeyThatContradictsIt(String override, String namedKey, String expected)
            throws IOException {
        byte[] spectrogram = Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone0"));
        Configuration configuration = corpus.configure(override);
        StageException exception = assertThrows(
                StageException.class, () -> new SpectrogramGenerator(configuration).run(Progress.silent()));
        assertTrue(exception.getMessage().startsWith(namedKey + " " + folder), exception.getMessage());
        assertTrue(exception.getMessage().contains(expected), exception.getMessage());
        assertArrayEquals(spectrogram, Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone0")));
    }

    @Test
    void aKeyThatContradictsTheFilesOfAFinishedStageIsRejected() throws IOException {
        new SpectrogramGenerator(corpus.configure()).run(Progress.silent());
        Configuration changed = corpus.configure("hopLength=256", "normalize=true");
        StageException exception =
                assertThrows(StageException.class, () -> new SpectrogramGenerator(changed).run(Progress.silent()));
        assertTrue(exception.getMessage().contains("normalize is true"), exception.getMessage());
        new SpectrogramGenerator(corpus.configure()).run(Progress.silent());
    }

    @Test
    void theErrorForCentroidsOfTheWrongShapeNamesKeyAndFile() throws IOException {
        new SpectrogramGenerator(corpus.configure()).run(Progress.silent());
        Configuration largerVocabulary = corpus.configure("vocabSize=12");
        StageException exception =
                assertThrows(StageException.class, () -> new ClusterCreator(largerVocabulary).run(Progress.silent()));
        assertTrue(
                exception
                        .getMessage()
                        .startsWith("vocabSize: " + run.centroids() + " has 10 centroids, but vocabSize is 12"),
                exception.getMessage());
        Configuration patches = corpus.configure("patchFrames=2");
        exception = assertThrows(StageException.class, () -> new ClusterCreator(patches).run(Progress.silent()));
        assertTrue(exception.getMessage().startsWith("nMels: " + run.centroids()), exception.getMessage());
    }

    @Test
    void theFractionOfTokensThatMatchTheCentroidsIsReported() throws IOException {
        Configuration configuration = corpus.configure();
        new SpectrogramGenerator(configuration).run(Progress.silent());
        NpyFile.Floats centroids = NpyFile.readFloats(run.centroids(), 2);
        float[] rotated = new float[centroids.values().length];
        for (int i = 0; i < rotated.length; i++) {
            rotated[i] = centroids.values()[(i + 16) % rotated.length];
        }
        NpyFile.write(run.centroids(), rotated, 10, 16);
        new ClusterCreator(configuration).run(Progress.silent());
        new SpecTokenizer(configuration).run(new CollectedMessages(messages));
        assertTrue(String.join("\n", messages).contains("0.0% of 504 compared tokens"), messages.toString());
    }

    @Test
    void aTokenSequenceOfTheWrongLengthIsRejected() throws IOException {
        Configuration configuration = corpus.configure();
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        Path file = run.tokens(Split.TRAIN, "tone0");
        NpyFile.write(file, Arrays.copyOf(NpyFile.readLongs(file), 31), 31);
        StageException exception =
                assertThrows(StageException.class, () -> new SpecTokenizer(configuration).run(Progress.silent()));
        assertTrue(exception.getMessage().contains(file + " has 31 tokens"), exception.getMessage());
    }

    @Test
    void aDamagedAdoptedFileIsKeptAndOnlyItsClipIsSkipped() throws IOException {
        Configuration configuration = corpus.configure();
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        Path file = run.tokens(Split.VALIDATION, "tone3");
        Files.writeString(file, "theirs");
        new SpecTokenizer(configuration).run(Progress.silent());
        assertEquals("theirs", Files.readString(file));
        assertEquals("tone3", ProblemLog.read(run.problems()).getFirst().id());
    }
}
