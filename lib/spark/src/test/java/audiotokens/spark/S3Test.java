package audiotokens.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.FileTree;
import audiotokens.file.Location;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.storage.PositionedReader;
import audiotokens.pipeline.storage.Storage;
import audiotokens.pipeline.storage.StorageProvider;
import audiotokens.pipeline.storage.StoredFile;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tar shards and Parquet tokens in S3: S3Proxy, a server that checks signatures, in this process. */
@Tag("slow")
class S3Test {
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("org.apache.hadoop"), Logger.getLogger("org.gaul"));
    private static final String AUDIO = "s3a://corpus/audio/tar";

    @TempDir
    static Path folder;

    private static S3Server server;
    private static ManyClips clips;
    private static Configuration local;

    @BeforeAll
    static void startServerAndRunOnLocalFiles() throws Exception {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
        server = new S3Server();
        server.createBucket("corpus");
        clips = new ManyClips(folder.resolve("audio"), 100);
        local = configuration("local", server.settings(), Map.of());
        try (Storage storage = StorageProvider.of(local)) {
            for (Path shard : FileTree.filesBelow(folder.resolve("audio/tar"))) {
                storage.write(shard, Location.of(AUDIO + "/" + shard.getFileName()));
            }
        }
        RunFiles.runToTokens(local, Progress.silent());
    }

    @AfterAll
    static void endServer() throws Exception {
        SparkConnection.close();
        server.close();
    }

    private static Configuration configuration(String name, List<String> sparkSettings, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(clips.settings(folder.resolve(name)));
        settings.put("sparkConf", String.join(",", sparkSettings));
        settings.putAll(overrides);
        return Configuration.of(settings);
    }

    @Test
    void sparkOnTarShardsInS3WritesTheSameFilesAsTheLocalEngineOnLocalShards() throws IOException {
        Configuration remote = configuration(
                "spark", server.settings(), Map.of("audioPath", AUDIO, "engine", "spark", "sparkMaster", "local[2]"));
        RunFiles.runToTokens(remote, Progress.silent());

        RunFiles.assertSameExceptPaths(local, remote);
    }

    @Test
    void localEngineReadsTarShardsInS3InPlaceAndCopiesParquetTokensThere() throws IOException {
        Configuration remote = configuration(
                "threads",
                server.settings(),
                Map.of(
                        "audioPath",
                        AUDIO,
                        "spectrogramStore",
                        "none",
                        "tokenStore",
                        "parquet",
                        "tokenCopyPath",
                        "s3a://corpus/tokens"));
        RunFiles.runToTokens(remote, Progress.silent());

        try (Storage storage = StorageProvider.of(remote)) {
            List<StoredFile> copies = storage.filesBelow(Location.of("s3a://corpus/tokens"));
            assertEquals(2, copies.size());
            for (StoredFile copy : copies) {
                byte[] bytes = new byte[(int) copy.sizeBytes()];
                try (PositionedReader reader = storage.open(copy.location())) {
                    reader.readFully(0, bytes);
                }
                Path tokens = RunFolder.of(remote).tokenizedAudio(Split.TRAIN).getParent();
                assertArrayEquals(
                        Files.readAllBytes(tokens.resolve(copy.location().fileName())), bytes);
            }
        }
    }

    private static String failureMessage(List<String> settings, String audioPath) {
        Configuration configuration = configuration("failing", settings, Map.of("audioPath", audioPath));
        return assertThrows(StageException.class, () -> new DatasetSplitter(configuration).run(Progress.silent()))
                .getMessage();
    }

    @Test
    void errorForAWrongSecretKeyNamesTheSettings() {
        String message = failureMessage(S3Server.settings(server.endpoint(), "wrong"), AUDIO);

        assertTrue(
                message.startsWith("audioPath: the tar files cannot be read: " + AUDIO + ": access denied; check the"
                        + " keys spark.hadoop.fs.s3a.access.key and spark.hadoop.fs.s3a.secret.key"),
                message);
    }

    @Test
    void messageNamesTheMissingBucket() {
        assertEquals(
                "audioPath: the tar files cannot be read: s3a://nowhere/tar: there is no such bucket",
                failureMessage(server.settings(), "s3a://nowhere/tar"));
    }

    @Test
    void messageNamesTheMissingFolder() {
        assertEquals(
                "audioPath: the tar files cannot be read: No such file or directory: s3a://corpus/nowhere",
                failureMessage(server.settings(), "s3a://corpus/nowhere"));
    }

    @Test
    void messageNamesTheServerThatDoesNotRespond() throws IOException {
        String unusedEndpoint = "http://127.0.0.1:" + StandaloneCluster.freePort();
        String message = failureMessage(S3Server.settings(unusedEndpoint, "secret"), AUDIO);

        assertTrue(
                message.startsWith("audioPath: the tar files cannot be read: no response from " + unusedEndpoint),
                message);
    }
}
