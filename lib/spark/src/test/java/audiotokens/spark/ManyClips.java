package audiotokens.spark;

import audiotokens.audio.FlacEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Clips of one second in four tar shards, with their segment list. Every hundredth clip is not a FLAC file, one listed
 * clip is in no shard, and a fifth shard is a truncated copy of the first.
 */
final class ManyClips {
    private static final int N_SHARDS = 4;
    private static final int N_SOUNDS = 40;
    private static final int SAMPLE_RATE = 8000;

    private final Path folder;
    private final int nClips;

    ManyClips(Path folder, int nClips) throws IOException {
        this.folder = folder;
        this.nClips = nClips;
        Files.createDirectories(folder.resolve("tar"));
        Files.writeString(
                folder.resolve("ontology.json"),
                "[{\"id\": \"/m/a\", \"name\": \"Low\", \"restrictions\": []},"
                        + " {\"id\": \"/m/b\", \"name\": \"High\", \"restrictions\": []}]");
        List<byte[]> sounds = new ArrayList<>();
        for (int sound = 0; sound < N_SOUNDS; sound++) {
            sounds.add(FlacEncoder.encode(new float[][] {tone(sound)}, SAMPLE_RATE));
        }
        StringBuilder segmentList = new StringBuilder("#\n#\n#\nmissing, 0, 1, \"/m/a\"\n");
        for (int shard = 0; shard < N_SHARDS; shard++) {
            try (OutputStream out = Files.newOutputStream(folder.resolve("tar/" + shard + ".tar"));
                    TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
                for (int clip = shard; clip < nClips; clip += N_SHARDS) {
                    byte[] bytes = clip % 100 == 50 ? new byte[900] : sounds.get(clip % N_SOUNDS);
                    add(tar, "clip%06d".formatted(clip), bytes);
                    String label = clip % N_SOUNDS < 20 ? "/m/a" : "/m/b";
                    segmentList.append("clip%06d, 0, 1, \"%s\"%n".formatted(clip, label));
                }
            }
        }
        byte[] completeShard = Files.readAllBytes(folder.resolve("tar/0.tar"));
        Files.write(folder.resolve("tar/cut.tar"), Arrays.copyOf(completeShard, 700));
        Files.writeString(folder.resolve("segments.csv"), segmentList);
    }

    private static void add(TarArchiveOutputStream tar, String id, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(id + ".flac");
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static float[] tone(int sound) {
        SplittableRandom random = new SplittableRandom(sound);
        float[] samples = new float[SAMPLE_RATE];
        for (int i = 0; i < samples.length; i++) {
            double sine = Math.sin(2 * Math.PI * (100 + 40 * sound) * i / SAMPLE_RATE);
            samples[i] = (float) (0.3 * sine + 0.1 * (random.nextDouble() - 0.5));
        }
        return samples;
    }

    /** Returns the settings of a run over these clips. 2,000 clips have more frames than k-means keeps in memory. */
    Map<String, String> settings(Path output) {
        return new LinkedHashMap<>(Map.ofEntries(
                Map.entry("sourceType", "tar"),
                Map.entry("audioPath", folder.resolve("tar").toString()),
                Map.entry("segments", folder.resolve("segments.csv").toString()),
                Map.entry("ontology", folder.resolve("ontology.json").toString()),
                Map.entry("outputPath", output.toString()),
                Map.entry("validationRatio", "0.25"),
                Map.entry("sampleRate", "8000"),
                Map.entry("nMels", "32"),
                Map.entry("vocabSize", "20"),
                Map.entry("niter", "3"),
                Map.entry("framesPerCentroid", "0"),
                Map.entry("patchFrames", "20"),
                Map.entry("normalizeCorpus", "true"),
                Map.entry("threads", "2")));
    }

    int count() {
        return nClips;
    }
}
