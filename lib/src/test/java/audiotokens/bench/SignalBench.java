package audiotokens.bench;

import audiotokens.cluster.ClusterCreator;
import audiotokens.config.Configuration;
import audiotokens.dataset.DatasetSplitter;
import audiotokens.run.Progress;
import audiotokens.run.RunFolder;
import audiotokens.spectrogram.SpectrogramGenerator;
import audiotokens.token.SpecTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs one stage again and again in one JVM and prints the seconds of each time, a line each: {@code STAGE SECONDS}.
 * Arguments: the stage, the number of times, then {@code key=value} of the configuration.
 */
public final class SignalBench {
    private SignalBench() {}

    public static void main(String[] arguments) throws IOException {
        String stage = arguments[0];
        int times = Integer.parseInt(arguments[1]);
        List<String> keys = Arrays.asList(arguments).subList(2, arguments.length);
        Configuration configuration = Configuration.read(Path.of(keys.getFirst()), keys.subList(1, keys.size()));
        RunFolder folder = RunFolder.of(configuration);
        new DatasetSplitter(configuration).run(Progress.silent());
        for (int i = 0; i < times; i++) {
            delete(folder.stageRecords().resolve(stage + ".json"));
            long start = System.nanoTime();
            switch (stage) {
                case "spectrograms" -> new SpectrogramGenerator(configuration).run(Progress.silent());
                case "clusters" -> new ClusterCreator(configuration).run(Progress.silent());
                case "tokens" -> new SpecTokenizer(configuration).run(Progress.silent());
                default -> throw new IllegalArgumentException("no stage " + stage);
            }
            System.out.println(stage + " " + (System.nanoTime() - start) / 1e9);
        }
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
}
