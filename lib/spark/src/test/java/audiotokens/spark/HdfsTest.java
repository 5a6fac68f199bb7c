package audiotokens.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.FileTree;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tar shards and Parquet tokens in HDFS: a real NameNode and DataNode in this process. */
@Tag("slow")
class HdfsTest {
    private static final Logger LOGGER = Logger.getLogger("org.apache.hadoop");

    @TempDir
    static Path folder;

    private static MiniDFSCluster hdfs;
    private static FileSystem fileSystem;
    private static ManyClips clips;
    private static Configuration local;

    @BeforeAll
    static void startHdfsAndRunOnLocalFiles() throws IOException {
        LOGGER.setLevel(Level.OFF);
        org.apache.hadoop.conf.Configuration settings = new org.apache.hadoop.conf.Configuration();
        settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        hdfs = new MiniDFSCluster.Builder(settings).numDataNodes(1).build();
        hdfs.waitActive();
        fileSystem = hdfs.getFileSystem();
        clips = new ManyClips(folder.resolve("audio"), 200);
        fileSystem.copyFromLocalFile(
                new org.apache.hadoop.fs.Path(folder.resolve("audio/tar").toUri()),
                new org.apache.hadoop.fs.Path("/audio/tar"));
        local = configuration("local", Map.of());
        RunFiles.runToTokens(local, Progress.silent());
    }

    @AfterAll
    static void endHdfs() {
        SparkConnection.close();
        hdfs.shutdown();
    }

    private static Configuration configuration(String name, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(clips.settings(folder.resolve(name)));
        settings.putAll(overrides);
        return Configuration.of(settings);
    }

    private static String uri(String path) {
        return fileSystem.getUri() + path;
    }

    @Test
    void sparkOnTarShardsInHdfsWritesTheSameFilesAsTheLocalEngineOnLocalShards() throws IOException {
        Configuration remote = configuration(
                "spark", Map.of("audioPath", uri("/audio/tar"), "engine", "spark", "sparkMaster", "local[2]"));
        RunFiles.runToTokens(remote, Progress.silent());

        RunFiles.assertSameExceptPaths(local, remote);
    }

    @Test
    void localEngineReadsTarShardsInHdfsInPlace() throws IOException {
        Configuration remote = configuration("threads", Map.of("audioPath", uri("/audio/tar/")));
        RunFiles.runToTokens(remote, Progress.silent());

        RunFiles.assertSameExceptPaths(local, remote);
    }

    @Test
    void parquetTokensAreCopiedToHdfsAndMissingCopiesAreRestored() throws IOException {
        Configuration configuration = configuration(
                "copied",
                Map.of(
                        "audioPath",
                        uri("/audio/tar"),
                        "spectrogramStore",
                        "none",
                        "tokenStore",
                        "parquet",
                        "tokenCopyPath",
                        uri("/tokens")));
        RunFiles.runToTokens(configuration, Progress.silent());
        assertCopied(configuration);
        org.apache.hadoop.fs.Path deletedCopy = new org.apache.hadoop.fs.Path("/tokens/train-00000-of-00001.parquet");
        assertTrue(fileSystem.delete(deletedCopy, false));

        new SpecTokenizer(configuration).run(Progress.silent());

        assertCopied(configuration);
    }

    private static void assertCopied(Configuration configuration) throws IOException {
        List<Path> shards = parquetFiles(configuration);
        FileStatus[] copies = fileSystem.listStatus(new org.apache.hadoop.fs.Path("/tokens"));
        assertEquals(2, shards.size());
        assertEquals(2, copies.length);
        for (int shard = 0; shard < shards.size(); shard++) {
            byte[] bytes = new byte[(int) copies[shard].getLen()];
            try (var in = fileSystem.open(copies[shard].getPath())) {
                in.readFully(bytes);
            }
            assertEquals(
                    shards.get(shard).getFileName().toString(),
                    copies[shard].getPath().getName());
            assertArrayEquals(Files.readAllBytes(shards.get(shard)), bytes);
        }
    }

    private static List<Path> parquetFiles(Configuration configuration) throws IOException {
        return FileTree.filesBelow(
                        RunFolder.of(configuration).tokenizedAudio(Split.TRAIN).getParent())
                .stream()
                .filter(file -> file.toString().endsWith(".parquet"))
                .toList();
    }

    @Test
    void tokensOfAnotherRunInHdfsAreNotReplaced() throws IOException {
        String otherRunsFile = uri("/other/train-00000-of-00001.parquet");
        fileSystem.create(new org.apache.hadoop.fs.Path(otherRunsFile)).close();
        Configuration configuration =
                configuration("refused", Map.of("tokenStore", "parquet", "tokenCopyPath", uri("/other")));
        StageException failure =
                assertThrows(StageException.class, () -> RunFiles.runToTokens(configuration, Progress.silent()));

        assertEquals(
                "tokenCopyPath: " + otherRunsFile + " belongs to another run; move it away, or choose another folder",
                failure.getMessage());
        assertEquals(2, parquetFiles(configuration).size());
        assertEquals(
                0,
                fileSystem
                        .getFileStatus(new org.apache.hadoop.fs.Path(otherRunsFile))
                        .getLen());
    }

    @Test
    void messageNamesTheMissingFolder() {
        Configuration configuration = configuration("missing", Map.of("audioPath", uri("/nowhere")));
        StageException failure =
                assertThrows(StageException.class, () -> new DatasetSplitter(configuration).run(Progress.silent()));

        assertEquals(
                "audioPath: the tar files cannot be read: File does not exist: " + uri("/nowhere"),
                failure.getMessage());
    }

    @Test
    void unreachableNameNodeIsReportedWithAOneLineMessage() throws IOException {
        String unusedAddress = "hdfs://127.0.0.1:" + StandaloneCluster.freePort() + "/audio";
        Configuration configuration = configuration(
                "nobody",
                Map.of("audioPath", unusedAddress, "sparkConf", "spark.hadoop.ipc.client.connect.max.retries=1"));
        StageException failure =
                assertThrows(StageException.class, () -> new DatasetSplitter(configuration).run(Progress.silent()));

        assertTrue(failure.getMessage().startsWith("audioPath: the tar files cannot be read: "), failure::getMessage);
        assertTrue(failure.getMessage().contains("Connection refused"), failure::getMessage);
        assertFalse(failure.getMessage().contains("\n"), failure::getMessage);
    }

    @Test
    void sourceTypeThatCannotReadUrisIsRejectedAndTarIsSuggested() {
        Configuration configuration =
                configuration("folders", Map.of("audioPath", uri("/audio"), "sourceType", "folders"));
        ConfigurationException failure = assertThrows(
                ConfigurationException.class, () -> new DatasetSplitter(configuration).run(Progress.silent()));

        assertTrue(failure.getMessage().contains("only sourceType=tar"), failure::getMessage);
    }
}
