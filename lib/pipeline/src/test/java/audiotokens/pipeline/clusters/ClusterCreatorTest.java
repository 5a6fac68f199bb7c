package audiotokens.pipeline.clusters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.cluster.Codebook;
import audiotokens.cluster.FrameConvolution;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.TinyCorpus;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.Problem;
import audiotokens.pipeline.run.ProblemLog;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.random.TorchRandom;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCreatorTest {
    @TempDir
    Path folder;

    @Test
    void theSilhouetteOfAFewClipsUsesAllFrames() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure("vocabSize=4");
        new SpectrogramGenerator(configuration).run(Progress.silent());
        ClusterReport report = new ClusterCreator(configuration).run(Progress.silent());
        List<float[]> points = new ArrayList<>();
        List<Integer> clusters = new ArrayList<>();
        for (String id : SplitFile.read(RunFolder.of(configuration).split()).train()) {
            for (Frame frame : frames(configuration, report.codebook(), id)) {
                points.add(frame.point());
                clusters.add(frame.token());
            }
        }
        assertEquals(6 * 63, points.size());
        assertEquals(silhouette(points, clusters), report.silhouette(), 1e-5);
    }

    /** Computes the mean of (b - a) / max(a, b), as scikit-learn's silhouette_score. */
    private static double silhouette(List<float[]> points, List<Integer> clusters) {
        double total = 0;
        for (int i = 0; i < points.size(); i++) {
            double[] sums = new double[4];
            int[] counts = new int[4];
            for (int j = 0; j < points.size(); j++) {
                if (i != j) {
                    sums[clusters.get(j)] += Math.sqrt(squaredDistance(points.get(i), points.get(j)));
                    counts[clusters.get(j)]++;
                }
            }
            int ownCluster = clusters.get(i);
            double meanDistanceToNearestCluster = Double.POSITIVE_INFINITY;
            for (int cluster = 0; cluster < 4; cluster++) {
                if (cluster != ownCluster && counts[cluster] > 0) {
                    meanDistanceToNearestCluster =
                            Math.min(meanDistanceToNearestCluster, sums[cluster] / counts[cluster]);
                }
            }
            double meanDistance = sums[ownCluster] / Math.max(1, counts[ownCluster]);
            total += counts[ownCluster] == 0
                    ? 0
                    : (meanDistanceToNearestCluster - meanDistance)
                            / Math.max(meanDistance, meanDistanceToNearestCluster);
        }
        return total / points.size();
    }

    @Test
    void centroidExamplesAreTheNearestFramesOfTheNearestClips() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure("vocabSize=4");
        new SpectrogramGenerator(configuration).run(Progress.silent());
        Codebook codebook =
                new ClusterCreator(configuration).run(Progress.silent()).codebook();
        List<List<CentroidExamples.Example>> examples =
                CentroidExamples.find(configuration, codebook, 100, 2, Progress.silent());
        List<List<Frame>> nearestFrames =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String id : SplitFile.read(RunFolder.of(configuration).split()).train()) {
            List<Frame> frames = frames(configuration, codebook, id);
            for (int token = 0; token < 4; token++) {
                int expectedToken = token;
                frames.stream()
                        .filter(frame -> frame.token() == expectedToken)
                        .min(Comparator.comparingDouble(Frame::distance))
                        .ifPresent(nearestFrames.get(token)::add);
            }
        }
        for (int token = 0; token < 4; token++) {
            List<String> expected = nearestFrames.get(token).stream()
                    .sorted(Comparator.comparingDouble(Frame::distance))
                    .limit(2)
                    .map(frame -> frame.clip() + " frame " + frame.number())
                    .toList();
            assertEquals(
                    expected,
                    examples.get(token).stream()
                            .map(example -> example.clipId() + " frame " + example.frame())
                            .toList(),
                    "token " + token);
        }
        assertTrue(examples.stream().anyMatch(tokenExamples -> tokenExamples.size() == 2));
    }

    /** A frame of a clip with its features, the centroid that is nearest by brute force, and its squared distance. */
    private record Frame(String clip, int number, float[] point, int token, double distance) {}

    private static List<Frame> frames(Configuration configuration, Codebook codebook, String id) throws IOException {
        Spectrogram spectrogram = Spectrogram.read(RunFolder.of(configuration).spectrogram(Split.TRAIN, id));
        float[] features = codebook.features().of(spectrogram);
        int size = codebook.features().size();
        List<Frame> frames = new ArrayList<>();
        for (int number = 0; number < spectrogram.nFrames(); number++) {
            float[] point = Arrays.copyOfRange(features, number * size, (number + 1) * size);
            int nearest = 0;
            for (int token = 1; token < codebook.vocabularySize(); token++) {
                if (squaredDistance(point, codebook.centroid(token))
                        < squaredDistance(point, codebook.centroid(nearest))) {
                    nearest = token;
                }
            }
            frames.add(new Frame(id, number, point, nearest, squaredDistance(point, codebook.centroid(nearest))));
        }
        return frames;
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    @Test
    void centroidsOfAnotherProgramAreKeptAndEvaluated() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        new SpectrogramGenerator(configuration).run(Progress.silent());
        float[] adopted = new float[10 * 16];
        for (int i = 0; i < adopted.length; i++) {
            adopted[i] = i % 17 == 0 ? 1 : 0;
        }
        NpyFile.write(RunFolder.of(configuration).centroids(), adopted, 10, 16);
        ClusterReport report = new ClusterCreator(configuration).run(Progress.silent());
        assertArrayEquals(
                adopted,
                NpyFile.readFloats(RunFolder.of(configuration).centroids(), 2).values());
        assertEquals(1, report.objective().length);
        assertEquals(6 * 63, Arrays.stream(report.sizes()).sum());
    }

    /** The original Python implementation does not store the kernels, but draws them again from the seed. */
    @Test
    void convolutionOfAdoptedCentroidsUsesKernelsDrawnFromTheSeed() throws IOException {
        Configuration configuration =
                new TinyCorpus(folder).addTones(8).configure("useConvolution=true", "numKernels=2", "kernelSize=3");
        new SpectrogramGenerator(configuration).run(Progress.silent());
        float[] adopted = new float[10 * 32];
        Arrays.fill(adopted, 0.1f);
        NpyFile.write(RunFolder.of(configuration).centroids(), adopted, 10, 32);
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
    void unreadableSpectrogramIsRecordedAndSkipped() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        RunFolder run = RunFolder.of(configuration);
        new SpectrogramGenerator(configuration).run(Progress.silent());
        NpyFile.write(run.spectrogram(Split.TRAIN, "tone0"), new float[15 * 3], 15, 3);
        Files.writeString(run.spectrogram(Split.TRAIN, "tone1"), "no array");
        byte[] whole = Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone2"));
        Files.write(run.spectrogram(Split.TRAIN, "tone2"), Arrays.copyOf(whole, whole.length / 2));
        assertEquals(
                3 * 63, new ClusterCreator(configuration).run(Progress.silent()).totalFrames());
        assertEquals(
                List.of("tone0", "tone1", "tone2"),
                ProblemLog.read(run.problems()).stream().map(Problem::id).toList());
    }
}
