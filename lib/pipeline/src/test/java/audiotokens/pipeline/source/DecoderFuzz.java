package audiotokens.pipeline.source;

import audiotokens.audio.AudioDecoder;
import audiotokens.audio.AudioException;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.MediaFile;
import audiotokens.audio.WavFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Decodes damaged audio for a given time and counts the outcomes.
 *
 * <p>Arguments: seconds; a folder that keeps the current file, so that a file that crashes the JVM is available
 * afterwards; and optionally a folder of valid files in other formats. Not part of the tests, since it takes ten
 * minutes: environment/endurance.sh runs it.
 */
final class DecoderFuzz {
    private static final double MAX_SECONDS = 60;
    private static final double SLOW_SECONDS = 2;

    private final List<byte[]> validFiles = new ArrayList<>();
    private final Random random;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private double slowest;

    private DecoderFuzz(long seed) {
        random = new Random(seed);
        double[] tone = new double[2 * 22050];
        Arrays.setAll(tone, i -> 0.5 * Math.sin(0.05 * i));
        for (WavFile.Type type : WavFile.Type.values()) {
            validFiles.add(WavFile.encode(type, 22050, 2, tone));
        }
        validFiles.add(SyntheticShards.flac(1));
        validFiles.add(MediaFile.encode("mp3", 1, "libmp3lame"));
        validFiles.add(MediaFile.encode("ogg", 1, "vorbis"));
        validFiles.add(MediaFile.encode("adts", 1, "aac"));
        for (String container : List.of("mp4", "mov", "matroska", "avi", "mpegts")) {
            validFiles.add(MediaFile.encode(container, 1, "aac"));
            validFiles.add(MediaFile.encode(container, 1, "mpeg4", "aac"));
        }
    }

    private void addValidFiles(Path validFolder) throws IOException {
        try (Stream<Path> files = Files.list(validFolder)) {
            for (Path file : files.sorted().toList()) {
                validFiles.add(Files.readAllBytes(file));
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        long end = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000L;
        Path folder = Path.of(arguments[1]);
        Path current = folder.resolve("current");
        DecoderFuzz fuzz = new DecoderFuzz(end);
        if (arguments.length > 2) {
            fuzz.addValidFiles(Path.of(arguments[2]));
        }
        long count = 0;
        try (AudioDecoder decoder = new AudioDecoder(MAX_SECONDS)) {
            for (; System.nanoTime() < end; count++) {
                byte[] damaged = fuzz.damage();
                Files.write(current, damaged);
                fuzz.decode(decoder, damaged, count % 2 == 0 ? current : null, folder);
                if (count % 10_000 == 0) {
                    System.out.println(count + " files, resident " + residentMemory());
                }
            }
        }
        System.out.printf("%d files, slowest %.2f s, resident %s%n", count, fuzz.slowest, residentMemory());
        fuzz.outcomes.forEach((outcome, nFiles) -> System.out.println(nFiles + "\t" + outcome));
    }

    private void decode(AudioDecoder decoder, byte[] damaged, Path file, Path folder) throws IOException {
        long start = System.nanoTime();
        String outcome;
        try {
            EncodedAudio audio =
                    file == null ? new EncodedAudio.InMemory("memory", damaged) : new EncodedAudio.InFile(file);
            decoder.decode(audio, 1, 2);
            outcome = "decoded";
        } catch (AudioException e) {
            outcome = "rejected: " + e.reason().replaceAll("[0-9.]+", "#");
        } catch (RuntimeException | Error e) {
            outcome = "ESCAPED: " + e;
            Files.write(folder.resolve("escaped-" + System.nanoTime()), damaged);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (seconds > SLOW_SECONDS) {
            outcome += " (slow)";
        }
        slowest = Math.max(slowest, seconds);
        outcomes.merge(outcome, 1, Integer::sum);
    }

    /**
     * Returns a valid file with flipped bits and with parts removed, duplicated or taken from another file, often near
     * its start.
     */
    private byte[] damage() {
        byte[] bytes = validFiles.get(random.nextInt(validFiles.size())).clone();
        for (int rounds = 1 + random.nextInt(4); rounds > 0 && bytes.length > 8; rounds--) {
            int maxPosition = random.nextBoolean() ? Math.min(bytes.length, 256) : bytes.length;
            int position = random.nextInt(maxPosition);
            int length = Math.min(bytes.length - position, 1 + random.nextInt(1 + random.nextInt(4096)));
            switch (random.nextInt(7)) {
                case 0 -> bytes[position] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[position] = (byte) random.nextInt(256);
                case 2 ->
                    Arrays.fill(
                            bytes, position, position + Math.min(length, 8), (byte) (random.nextBoolean() ? 0xff : 0));
                case 3 -> bytes = Arrays.copyOf(bytes, position);
                case 4 -> bytes = concatenated(bytes, 0, position, bytes, position + length);
                case 5 -> bytes = concatenated(bytes, 0, position + length, bytes, position);
                default -> {
                    byte[] other = validFiles.get(random.nextInt(validFiles.size()));
                    bytes = concatenated(bytes, 0, position, other, random.nextInt(other.length));
                }
            }
        }
        return bytes;
    }

    private static byte[] concatenated(byte[] first, int start, int end, byte[] second, int secondStart) {
        byte[] concatenated =
                Arrays.copyOf(Arrays.copyOfRange(first, start, end), end - start + second.length - secondStart);
        System.arraycopy(second, secondStart, concatenated, end - start, second.length - secondStart);
        return concatenated;
    }

    private static String residentMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("unknown");
    }
}
