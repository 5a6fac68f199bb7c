package audiotokens.pipeline.neighbors;

import audiotokens.AudioTokensException;
import audiotokens.audio.AudioException;
import audiotokens.file.FileErrors;
import audiotokens.label.LabelIndex;
import audiotokens.pipeline.inference.SoundFiles;
import audiotokens.pipeline.inference.SoundModel;
import audiotokens.work.LineProgress;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code ./run neighbors MODEL FOLDER...}: clusters recordings by their token bags and shows them on a map. Exit status
 * 0; 1 if a recording could not be read; 2 if the command failed.
 */
public final class Neighbors {
    private static final long SEED = 42;
    private static final String EXCERPTS = "excerpts";
    /** Strong reference: a logger that is garbage-collected loses its level. */
    private static final Logger ENGINE_LOG = Logger.getLogger("ai.djl");

    private final NeighborOptions options;
    private final Progress progress;
    private final PrintStream out;
    private final int threads = Runtime.getRuntime().availableProcessors();

    Neighbors(NeighborOptions options, Progress progress, PrintStream out) {
        this.options = options;
        this.progress = progress;
        this.out = out;
    }

    public static void main(String[] arguments) {
        ENGINE_LOG.setLevel(Level.WARNING); // DJL's log lines would mix with the output
        int status;
        try {
            if (arguments.length == 0 || List.of(arguments).contains("--help")) {
                System.out.println(NeighborOptions.USAGE);
                System.exit(arguments.length == 0 ? 2 : 0);
            }
            status = new Neighbors(
                            NeighborOptions.parse(List.of(arguments)),
                            LineProgress.forStandardOutput(),
                            new PrintStream(System.out, true, StandardCharsets.UTF_8))
                    .run();
        } catch (AudioTokensException e) {
            System.err.println(e.getMessage());
            status = 2;
        } catch (IOException e) {
            System.err.println("the map cannot be written: " + FileErrors.describe(e));
            status = 2;
        }
        System.exit(status);
    }

    /** The result of reading a file: a recording, or why it is not on the map. */
    private record ReadResult(Optional<ComparedSound> sound, String reason, boolean failed) {}

    /** Reads the recordings, writes the page and the table, and returns the exit status. */
    int run() throws IOException {
        List<Path> files = SoundFiles.of(options.sounds());
        if (files.size() > NeighborMap.MAX_SOUNDS) {
            throw new AudioTokensException(
                    files.size() + " files are too many for one map; the limit is " + NeighborMap.MAX_SOUNDS);
        }
        try (SoundModel model = SoundModel.load(options.model())) {
            if (model.tokenStreams().isEmpty()) {
                throw new AudioTokensException(options.model()
                        + " reads spectrograms, not tokens, so recordings have no token bags to compare");
            }
            ReadResult[] results = read(model, files);
            Map<Path, String> reasons = new LinkedHashMap<>();
            for (int file = 0; file < results.length; file++) {
                if (results[file].sound().isEmpty()) {
                    reasons.put(files.get(file), results[file].reason());
                }
            }
            reasons.forEach((file, reason) -> out.println(file + "  " + reason));
            List<ComparedSound> sounds = Arrays.stream(results)
                    .map(ReadResult::sound)
                    .flatMap(Optional::stream)
                    .toList();
            if (sounds.isEmpty()) {
                throw new AudioTokensException("no recording could be read, so there is no map");
            }
            show(NeighborMap.of(sounds, options.clusterCount(), SEED, threads), model.labels(), reasons);
            return Arrays.stream(results).anyMatch(ReadResult::failed) ? 1 : 0;
        }
    }

    private ReadResult[] read(SoundModel model, List<Path> files) {
        SoundReader reader = new SoundReader(model, model.tokenBags());
        ReadResult[] results = new ReadResult[files.size()];
        List<Integer> indices = IntStream.range(0, results.length).boxed().toList();
        try (Progress.Task task = progress.begin("Reading recordings", results.length, "files")) {
            Parallel.forEach(indices, threads, () -> index -> {
                results[index] = read(reader, files.get(index), index);
                task.advance(1);
            });
        }
        return results;
    }

    private ReadResult read(SoundReader reader, Path file, int index) throws IOException {
        Path excerpt = options.output().resolve(EXCERPTS).resolve(String.format(Locale.ROOT, "%05d.flac", index + 1));
        try {
            Optional<ComparedSound> sound = reader.read(file, excerpt);
            return new ReadResult(sound, "is silent throughout", false);
        } catch (AudioException e) {
            return new ReadResult(Optional.empty(), e.reason(), true);
        }
    }

    private void show(NeighborMap map, LabelIndex labels, Map<Path, String> reasons) throws IOException {
        for (int cluster = 0; cluster < map.clusters().size(); cluster++) {
            NeighborMap.Cluster shown = map.clusters().get(cluster);
            out.printf(
                    "%3d  %-32s %5d %s such as %s%n",
                    cluster + 1,
                    map.name(cluster, labels),
                    shown.size(),
                    shown.size() == 1 ? "file, " : "files,",
                    shown.typical().stream()
                            .map(sound ->
                                    map.sounds().get(sound).file().getFileName().toString())
                            .collect(Collectors.joining("; ")));
        }
        Path table = options.output().resolve("sounds.csv");
        NeighborTable.write(map, labels, reasons, table);
        out.println(table);
        Path page = options.output().resolve("index.html");
        for (NeighborPageWriter writer : ServiceLoader.load(NeighborPageWriter.class)) {
            writer.write(map, labels, reasons, page);
            out.println(page);
        }
    }
}
