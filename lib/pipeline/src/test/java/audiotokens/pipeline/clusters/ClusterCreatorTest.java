package audiotokens.pipeline.clusters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.cluster.CentroidStart;
import audiotokens.cluster.FrameConvolution;
import audiotokens.cluster.FrameFeatures;
import audiotokens.cluster.KMeans;
import audiotokens.cluster.PointBlocks;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.TinyCorpus;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Problem;
import audiotokens.pipeline.run.ProblemLog;
import audiotokens.pipeline.run.LocalExecutor;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.random.TorchRandom;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCreatorTest {
    @TempDir
    Path folder;

    @Test
    void blocksReadAgainAtEachPassGiveTheCentroidsOfPointsInMemory() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        new SpectrogramGenerator(configuration).run(Progress.silent());
        List<Path> files = new ArrayList<>();
        for (int i : new int[] {0, 1, 2, 4, 5, 6}) {
            files.add(RunFolder.of(configuration).spectrogram(Split.TRAIN, "tone" + i));
        }
        FrameFeatures features = RunCodebook.unwhitened(configuration).with(Optional.empty(), true);
        FrameSample all = FrameSample.draw(files, Long.MAX_VALUE, 1);
        float[] inMemory = all.features(features, new LocalExecutor(2), Progress.silent());
        PointBlocks blocks = all.blocks(features, 10_000, new LocalExecutor(2), Progress.silent());
        assertTrue(blocks.blocks() > 2, "blocks " + blocks.blocks());
        KMeans kMeans = new KMeans(new KMeans.Options(10, 5, CentroidStart.RANDOM, 1, 0, false), 1, 2);
        assertArrayEquals(
                kMeans.fit(inMemory, 16, (s, i, o) -> {}).centroids(),
                kMeans.fit(blocks, inMemory, (s, i, o) -> {}).centroids(),
                1e-6f);
    }

    @Test
    void aSampleTakesEveryFrameWithTheSameChance() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(4).configure();
        new SpectrogramGenerator(configuration).run(Progress.silent());
        List<Path> files = List.of(
                RunFolder.of(configuration).spectrogram(Split.TRAIN, "tone0"),
                RunFolder.of(configuration).spectrogram(Split.TRAIN, "tone1"));
        int[] drawn = new int[126];
        for (int seed = 0; seed < 600; seed++) {
            FrameSample sample = FrameSample.draw(files, 21, seed);
            assertEquals(21, sample.frames().get(0).length + sample.frames().get(1).length);
            for (int file = 0; file < 2; file++) {
                for (int frame : sample.frames().get(file)) {
                    drawn[file * 63 + frame]++;
                }
            }
        }
        for (int count : drawn) {
            assertTrue(count > 60 && count < 140, "drawn " + count + " times where 100 are expected");
        }
    }

    @Test
    void theExamplesOfACentroidAreItsNearestFramesInOrder() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure("vocabSize=4");
        new SpectrogramGenerator(configuration).run(Progress.silent());
        ClusterReport report = new ClusterCreator(configuration).run(Progress.silent());
        assertTrue(report.silhouette() > -1 && report.silhouette() < 1);
        List<List<CentroidExamples.Example>> examples =
                CentroidExamples.find(configuration, report.codebook(), 100, 2, Progress.silent());
        assertEquals(4, examples.size());
        assertTrue(examples.stream().anyMatch(ofToken -> ofToken.size() == 2));
        for (List<CentroidExamples.Example> ofToken : examples) {
            assertTrue(ofToken.size() <= 2);
            assertEquals(
                    ofToken.size(),
                    ofToken.stream()
                            .map(CentroidExamples.Example::clip)
                            .distinct()
                            .count(),
                    "a clip gives one frame");
            for (int i = 1; i < ofToken.size(); i++) {
                assertTrue(ofToken.get(i - 1).distance() <= ofToken.get(i).distance());
            }
        }
    }

    @Test
    void centroidsOfAnotherProgramAreKeptAndMeasured() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        new SpectrogramGenerator(configuration).run(Progress.silent());
        float[] given = new float[10 * 16];
        for (int i = 0; i < given.length; i++) {
            given[i] = i % 17 == 0 ? 1 : 0;
        }
        NpyFile.write(RunFolder.of(configuration).centroids(), given, 10, 16);
        ClusterReport report = new ClusterCreator(configuration).run(Progress.silent());
        assertArrayEquals(
                given,
                NpyFile.readFloats(RunFolder.of(configuration).centroids(), 2).values());
        assertEquals(1, report.objective().length);
        assertEquals(6 * 63, Arrays.stream(report.sizes()).sum());
    }

    /** The original leaves no kernels: it draws them anew wherever it needs them. */
    @Test
    void centroidsOfTheOriginalsConvolvedFramesGoWithTheKernelsOfTheSeed() throws IOException {
        Configuration configuration =
                new TinyCorpus(folder).addTones(8).configure("useConvolution=true", "numKernels=2", "kernelSize=3");
        new SpectrogramGenerator(configuration).run(Progress.silent());
        float[] given = new float[10 * 32];
        Arrays.fill(given, 0.1f);
        NpyFile.write(RunFolder.of(configuration).centroids(), given, 10, 32);
        new ClusterCreator(configuration).run(Progress.silent());
        FrameConvolution kernels =
                RunCodebook.read(configuration).features().convolution().orElseThrow();
        assertArrayEquals(
                FrameConvolution.random(
                                2, 3, new TorchRandom(configuration.run().seed()))
                        .weight(),
                kernels.weight());
    }

    @Test
    void aSpectrogramThatCannotBeReadIsNotedAndLeftOut() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        RunFolder run = RunFolder.of(configuration);
        new SpectrogramGenerator(configuration).run(Progress.silent());
        NpyFile.write(run.spectrogram(Split.TRAIN, "tone0"), new float[15 * 3], 15, 3);
        Files.writeString(run.spectrogram(Split.TRAIN, "tone1"), "no array");
        byte[] whole = Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone2"));
        Files.write(run.spectrogram(Split.TRAIN, "tone2"), Arrays.copyOf(whole, whole.length / 2));
        assertEquals(
                3 * 63, new ClusterCreator(configuration).run(Progress.silent()).framesInAll());
        assertEquals(
                List.of("tone0", "tone1", "tone2"),
                ProblemLog.read(run.problems()).stream().map(Problem::id).toList());
    }
}
