package audiotokens.bench;

import audiotokens.audio.AudioDecoder;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.cluster.CentroidInitialization;
import audiotokens.cluster.KMeans;
import audiotokens.file.NpyFile;
import audiotokens.notebook.figure.TokenFigures;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.spectrogram.MelSpectrogram;
import audiotokens.spectrogram.Normalization;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * This library's side of {@code environment/bench/bench.py}: runs a task once for each line on standard input,
 * and prints the duration as a line of JSON.
 *
 * <p>Arguments: the task, then its inputs: a configuration file and {@code key=value} settings for a stage; a file of
 * points, k and the number of iterations for k-means; a folder of FLAC files for the transform.
 */
public final class BenchWorker {
    private BenchWorker() {}

    private interface Work {
        /** Deletes the results of the previous run; not timed. */
        default void prepare() throws IOException {}

        /** Runs the task once; returns additional JSON fields. */
        String run() throws IOException;
    }

    private interface StageRunner {
        void run(Configuration configuration) throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        List<String> inputs = List.of(arguments).subList(1, arguments.length);
        Work work =
                switch (arguments[0]) {
                    case "kmeans" -> kMeans(inputs);
                    case "transform" -> transform(Path.of(inputs.getFirst()));
                    case "spectrograms" ->
                        stage("spectrograms", inputs, run -> new SpectrogramGenerator(run).run(Progress.silent()));
                    case "clusters" -> stage("clusters", inputs, run -> new ClusterCreator(run).run(Progress.silent()));
                    case "tokens" -> stage("tokens", inputs, run -> new SpecTokenizer(run).run(Progress.silent()));
                    case "tokens-figures" -> stage("tokens", inputs, BenchWorker::drawTokens);
                    default -> throw new IllegalArgumentException("unknown task " + arguments[0]);
                };
        PeakHeap peakHeap = new PeakHeap();
        System.out.println("{\"ready\": true}");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            work.prepare();
            long start = System.nanoTime();
            long cpuStart = cpuNanos();
            String extraFields = work.run();
            System.out.printf(
                    Locale.ROOT,
                    "{\"seconds\": %.6f, \"cpuSeconds\": %.6f, \"peakHeapMiB\": %d%s}%n",
                    (System.nanoTime() - start) / 1e9,
                    (cpuNanos() - cpuStart) / 1e9,
                    peakHeap.bytes() >> 20,
                    extraFields);
        }
    }

    private static Work stage(String stage, List<String> inputs, StageRunner runner) {
        Configuration configuration = Configuration.read(Path.of(inputs.getFirst()), inputs.subList(1, inputs.size()));
        RunFolder folder = RunFolder.of(configuration);
        if (!Files.exists(folder.split())) {
            new DatasetSplitter(configuration).run(Progress.silent());
        }
        return new Work() {
            @Override
            public void prepare() throws IOException {
                delete(folder.stageRecords().resolve(stage + ".json"));
                switch (stage) {
                    case "spectrograms" ->
                        delete(folder.spectrograms(Split.TRAIN).getParent());
                    case "clusters" -> delete(folder.centroids());
                    default -> delete(folder.tokenizedAudio(Split.TRAIN).getParent());
                }
            }

            @Override
            public String run() throws IOException {
                runner.run(configuration);
                return "";
            }
        };
    }

    /**
     * Runs stage 4 and renders the figures of its notebook that show all tokens, each for Plotly and as a PNG.
     */
    private static void drawTokens(Configuration configuration) throws IOException {
        TokenFigures figures = new TokenFigures(configuration, new SpecTokenizer(configuration).run(Progress.silent()));
        String page = figures.summary().html()
                + figures.distribution().html()
                + figures.zipf().html();
        Files.writeString(RunFolder.of(configuration).path().resolve("tokens.html"), page);
    }

    private static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> tree = Files.walk(path)) {
                for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Work kMeans(List<String> arguments) throws IOException {
        NpyFile.Floats points = NpyFile.readFloats(Path.of(arguments.get(0)), 2);
        KMeans.Options options = new KMeans.Options(
                Integer.parseInt(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                CentroidInitialization.RANDOM,
                1,
                0,
                false);
        int threads = Runtime.getRuntime().availableProcessors();
        return () -> {
            double[] objective = new KMeans(options, 4242, threads)
                    .fit(points.values(), points.shape()[1], (start, iteration, sum) -> {})
                    .objective();
            return ", \"objective\": " + objective[objective.length - 1];
        };
    }

    private static Work transform(Path folder) throws IOException {
        List<Waveform> waveforms = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder);
                AudioDecoder decoder = new AudioDecoder(5)) {
            for (Path file : tree.filter(path -> path.toString().endsWith(".flac"))
                    .sorted()
                    .limit(100)
                    .toList()) {
                waveforms.add(decoder.decode(new EncodedAudio.InFile(file)));
            }
        }
        int threads = Runtime.getRuntime().availableProcessors();
        return () -> {
            Parallel.forEach(waveforms, threads, () -> {
                MelSpectrogram transform =
                        MelSpectrogram.with(Configuration.of(Map.of()).spectrogram(), new Normalization.None());
                return transform::of;
            });
            return "";
        };
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
