package audiotokens.bench;

import audiotokens.audio.AudioDecoder;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.bag.ClipBags;
import audiotokens.family.ClipFeatures;
import audiotokens.family.FamilyCodebooks;
import audiotokens.family.FeatureFamily;
import audiotokens.family.FrontEnd;
import audiotokens.family.LogMel;
import audiotokens.family.LogMelTransform;
import audiotokens.family.SoftTokens;
import audiotokens.file.NpyFile;
import audiotokens.work.Parallel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes bag-of-tokens vectors of one feature family from log-mel frames, by whitening and k-means.
 *
 * <p>Usage: {@code frames AUDIO_FOLDER OUTPUT_FOLDER} or {@code FAMILY FRAMES_FOLDER}. Runs the task once for each line on standard input, as {@link BenchWorker} does.
 */
public final class FamilyWorker {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private FamilyWorker() {}

    public static void main(String[] arguments) throws IOException {
        Runnable work = arguments[0].equals("frames")
                ? () -> writeFrames(Path.of(arguments[1]), Path.of(arguments[2]))
                : familyTask(arguments[0], Path.of(arguments[1]));
        System.out.println("{\"ready\": true}");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            long start = System.nanoTime();
            long cpuStart = cpuNanos();
            work.run();
            System.out.printf(
                    Locale.ROOT,
                    "{\"seconds\": %.6f, \"cpuSeconds\": %.6f}%n",
                    (System.nanoTime() - start) / 1e9,
                    (cpuNanos() - cpuStart) / 1e9);
        }
    }

    private static void writeFrames(Path audio, Path output) {
        Parallel.forEach(files(audio, ".flac"), THREADS, () -> {
            AudioDecoder decoder = new AudioDecoder(60);
            LogMelTransform standard = new LogMelTransform(FrontEnd.STANDARD);
            LogMelTransform fast = new LogMelTransform(FrontEnd.FAST);
            return file -> {
                Waveform waveform = decoder.decode(new EncodedAudio.InFile(file));
                String name = file.getFileName().toString().replace(".flac", ".npy");
                write(output.resolve("standard"), name, standard.apply(waveform));
                write(output.resolve("fast"), name, fast.apply(waveform));
            };
        });
    }

    private static void write(Path folder, String name, LogMel mel) throws IOException {
        Files.createDirectories(folder);
        NpyFile.write(folder.resolve(name), mel.values(), mel.nFrames(), mel.nMels());
    }

    private static List<Path> files(Path folder, String extension) {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Runnable familyTask(String name, Path frames) throws IOException {
        FeatureFamily family = FeatureFamily.standard().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        FrontEnd frontEnd = family.frontEnd();
        List<Path> files = files(frames.resolve(frontEnd.equals(FrontEnd.FAST) ? "fast" : "standard"), ".npy");
        LogMel[] clips = new LogMel[files.size()];
        for (int clip = 0; clip < clips.length; clip++) {
            NpyFile.Floats array = NpyFile.readFloats(files.get(clip), 2);
            clips[clip] = LogMel.of(frontEnd.nMels(), array.values(), frontEnd.secondsPerFrame());
        }
        List<FeatureFamily> families = List.of(family);
        return () -> {
            ClipFeatures[] features = new ClipFeatures[clips.length];
            Parallel.forEach(
                    IntStream.range(0, clips.length).boxed().toList(),
                    THREADS,
                    () -> clip -> features[clip] =
                            new ClipFeatures(List.of(family.extractor().extract(clips[clip])), 0));
            FamilyCodebooks codebooks = FamilyCodebooks.fit(families, Arrays.asList(features), 4242, THREADS);
            for (List<SoftTokens> streams : codebooks.tokenize(Arrays.asList(features), THREADS)) {
                ClipBags.of(families, streams, 0);
            }
        };
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
