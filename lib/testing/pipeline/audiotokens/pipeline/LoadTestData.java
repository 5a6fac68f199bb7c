package audiotokens.pipeline;

import audiotokens.audio.FlacEncoder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Generates many clips in tar shards, with their segment list, for load tests of the stages.
 *
 * <p>Arguments: a folder, the number of clips, the number of shards, and the seconds per clip. No test uses this
 * class; environment/load.sh runs it.
 */
final class LoadTestData {
    private static final int SAMPLE_RATE = 16000;

    private LoadTestData() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int nClips = Integer.parseInt(arguments[1]);
        int nShards = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
        Files.createDirectories(folder.resolve("tar"));
        StringBuilder segments = new StringBuilder("#\n#\n#\n");
        for (int shard = 0; shard < nShards; shard++) {
            try (OutputStream out = Files.newOutputStream(folder.resolve("tar/bal_train%03d.tar".formatted(shard)));
                    TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
                for (int clip = shard; clip < nClips; clip += nShards) {
                    String id = "%02dload%06d".formatted(clip % 100, clip);
                    byte[] flac = FlacEncoder.encode(new float[][] {samples(clip, seconds)}, SAMPLE_RATE);
                    TarArchiveEntry entry = new TarArchiveEntry("audio/bal_train/" + id + ".flac");
                    entry.setSize(flac.length);
                    tar.putArchiveEntry(entry);
                    tar.write(flac);
                    tar.closeArchiveEntry();
                    segments.append(id)
                            .append(", 0, " + seconds + ", \"")
                            .append(clip % 2 == 0 ? "/m/06mb1" : "/m/05tny_")
                            .append("\"\n");
                }
            }
        }
        Files.writeString(folder.resolve("segments.csv"), segments);
    }

    /** A tone in noise; pitch and noise level depend on the clip. */
    private static float[] samples(int clip, int seconds) {
        SplittableRandom random = new SplittableRandom(clip);
        double pitch = 100 + 3000 * random.nextDouble();
        double noise = 0.02 + 0.2 * random.nextDouble();
        float[] samples = new float[seconds * SAMPLE_RATE];
        for (int i = 0; i < samples.length; i++) {
            double tone = 0.3 * Math.sin(2 * Math.PI * pitch * i / SAMPLE_RATE);
            samples[i] = (float) (tone + noise * (random.nextDouble() - 0.5));
        }
        return samples;
    }
}
