package audiotokens.bench;

import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.file.FileTree;
import audiotokens.model.ModelFactory;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.source.AudioSources;
import audiotokens.pipeline.source.LabeledSource;
import audiotokens.pipeline.source.ListedClip;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.pipeline.training.ConfiguredModel;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.token.ClipSignal;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import audiotokens.token.Tokenizer;
import audiotokens.token.TokenizerFactory;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * The Java side of {@code environment/bench/scale.py}: prints a line of JSON for each stage.
 *
 * <p>Arguments: {@code recordings DATA FOLDER COUNT SECONDS} concatenates recordings into longer ones;
 * {@code stages CONFIG KEY=VALUE...} runs stages 1 to 4; {@code training CLIPS TOKENS KEY=VALUE...} generates tokens
 * and trains on them.
 */
public final class ScaleWorker {
    private ScaleWorker() {}

    public static void main(String[] arguments) throws IOException {
        List<String> inputs = List.of(arguments).subList(1, arguments.length);
        switch (arguments[0]) {
            case "recordings" ->
                concatenate(
                        Path.of(inputs.get(0)),
                        Path.of(inputs.get(1)),
                        Integer.parseInt(inputs.get(2)),
                        Integer.parseInt(inputs.get(3)));
            case "stages" -> {
                Configuration configuration =
                        Configuration.read(Path.of(inputs.getFirst()), inputs.subList(1, inputs.size()));
                time("dataset", () -> new DatasetSplitter(configuration).run(Progress.silent()));
                time("spectrograms", () -> new SpectrogramGenerator(configuration).run(Progress.silent()));
                time("clusters", () -> new ClusterCreator(configuration).run(Progress.silent()));
                time("tokens", () -> new SpecTokenizer(configuration).run(Progress.silent()));
            }
            case "training" ->
                train(
                        Integer.parseInt(inputs.get(0)),
                        Integer.parseInt(inputs.get(1)),
                        inputs.subList(2, inputs.size()));
            default -> throw new IllegalArgumentException("unknown task " + arguments[0]);
        }
        System.exit(0);
    }

    private static void time(String stage, Runnable work) {
        PeakHeap peakHeap = new PeakHeap();
        long start = System.nanoTime();
        long cpuStart = cpuNanos();
        work.run();
        System.out.printf(
                Locale.ROOT,
                "{\"stage\": \"%s\", \"seconds\": %.3f, \"cpuSeconds\": %.3f, \"peakHeapMiB\": %d}%n",
                stage,
                (System.nanoTime() - start) / 1e9,
                (cpuNanos() - cpuStart) / 1e9,
                peakHeap.bytes() >> 20);
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** Writes recordings of {@code seconds}, concatenated from shorter ones. */
    private static void concatenate(Path data, Path folder, int count, int seconds) throws IOException {
        List<Path> files = FileTree.filesBelow(data.toRealPath()).stream()
                .filter(file -> file.toString().endsWith(".flac"))
                .toList();
        Files.createDirectories(folder);
        int nextFile = 0;
        for (int recording = 0; recording < count; recording++) {
            Waveform first = Waveform.read(files.get(nextFile % files.size()));
            float[] samples = new float[seconds * first.sampleRate()];
            for (int offset = 0; offset < samples.length; nextFile++) {
                float[] fileSamples =
                        Waveform.read(files.get(nextFile % files.size())).samples();
                int length = Math.min(fileSamples.length, samples.length - offset);
                System.arraycopy(fileSamples, 0, samples, offset, length);
                offset += length;
            }
            new Waveform(samples, first.sampleRate()).write(folder.resolve("recording%04d.flac".formatted(recording)));
        }
    }

    private static void train(int nClips, int tokensPerClip, List<String> settings) {
        Map<String, String> values = new HashMap<>(Map.of("sourceType", "Synthetic"));
        settings.forEach(setting ->
                values.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1)));
        AudioSources.register("Synthetic", () -> new SyntheticClips(nClips));
        Configuration configuration = Configuration.of(values);
        TokenizerFactory tokenizer =
                TokenizerFactory.withoutTraining("synthetic", mel -> new SyntheticTokens(tokensPerClip));
        ModelFactory model = ConfiguredModel.factory(configuration);
        time("dataset", () -> new DatasetSplitter(configuration).run(Progress.silent()));
        time("spectrograms", () -> new SpectrogramGenerator(configuration).run(Progress.silent()));
        time("clusters", () -> new ClusterCreator(configuration, tokenizer).run(Progress.silent()));
        time("tokens", () -> new SpecTokenizer(configuration, tokenizer).run(Progress.silent()));
        time("training", () -> new ModelTrainer(configuration, model).run(Progress.silent()));
    }

    /** Tokens drawn uniformly from a vocabulary of 500. */
    private record SyntheticTokens(int count) implements Tokenizer {
        @Override
        public List<TokenStream> streams() {
            return List.of(new TokenStream("frames", 500, 128 / 22050.0));
        }

        @Override
        public ClipTokens tokenize(ClipSignal clip) {
            long[] tokens = new long[count];
            Arrays.setAll(tokens, i -> ThreadLocalRandom.current().nextInt(500));
            return ClipTokens.of(tokens);
        }
    }

    /** Clips with identical short audio, each with one of ten labels. */
    private record SyntheticClips(int count) implements LabeledSource {
        @Override
        public List<ListedClip> clips() {
            return IntStream.range(0, count)
                    .mapToObj(clip -> new ListedClip("clip%07d".formatted(clip), List.of("label" + clip % 10)))
                    .toList();
        }

        @Override
        public Optional<EncodedAudio> find(String id) throws IOException {
            return Optional.of(EncodedAudio.encode(describe(id), new Waveform(new float[1024], 22050)));
        }

        @Override
        public String describe(String id) {
            return "synthetic " + id;
        }
    }
}
