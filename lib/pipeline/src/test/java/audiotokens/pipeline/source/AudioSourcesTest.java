package audiotokens.pipeline.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.EncodedAudio;
import audiotokens.label.Label;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.DatasetReport;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.Problem;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioSourcesTest {
    @TempDir
    Path folder;

    @Nested
    class Tar {
        @Test
        void clipsOfAllShardsAreReadWhereTheyLie() throws IOException {
            MadeSources.tar(folder.resolve("audio/a.tar"), clips("audio/bal_train/%s.flac", "--one", "two"));
            MadeSources.tar(folder.resolve("audio/b.tar"), clips("%s.flac", "three"));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertBytes(MadeSources.flac(1), source.find("--one"));
                assertBytes(MadeSources.flac(2), source.find("two"));
                assertBytes(MadeSources.flac(1), source.find("three"));
                assertTrue(source.find("four").isEmpty());
                assertFalse(source.container("four").isPresent());
                assertEquals(List.of(), source.faults());
            }
        }

        @Test
        void aNameTooLongForTheOldHeaderIsStillFound() throws IOException {
            MadeSources.tar(folder.resolve("audio/a.tar"), clips("folder/".repeat(30) + "%s.flac", "one"));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertBytes(MadeSources.flac(1), source.find("one"));
            }
        }

        @Test
        void theIndexIsKeptWhileTheShardsStayAsTheyAre() throws IOException {
            Path shard = folder.resolve("audio/a.tar");
            MadeSources.tar(shard, clips("%s.flac", "one"));
            Path index = RunFolder.of(configuration("tar")).audioIndex();
            AudioSources.open(configuration("tar")).close();
            Files.writeString(index, Files.readString(index).replace("one,", "renamed,"));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertTrue(source.container("renamed").isPresent());
            }
            MadeSources.tar(shard, clips("%s.flac", "one", "two"));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertTrue(source.container("one").isPresent()
                        && source.container("two").isPresent());
            }
        }

        @Test
        void ofAShardThatIsCutOffTheWholeClipsAreUsed() throws IOException {
            Path shard = folder.resolve("audio/a.tar");
            MadeSources.tar(shard, clips("%s.flac", "one", "two"));
            byte[] bytes = Files.readAllBytes(shard);
            int inSecond = 512 + roundedUp(MadeSources.flac(1).length) + 512 + 10;
            Files.write(shard, Arrays.copyOf(bytes, inSecond));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertBytes(MadeSources.flac(1), source.find("one"));
                assertFalse(source.container("two").isPresent());
                assertEquals("two", source.faults().getFirst().name());
            }
        }

        @Test
        void linksNestedArchivesAndRepeatedIdsAreFaultsAndLeadNowhere() throws IOException {
            Files.createDirectories(folder.resolve("audio"));
            try (OutputStream out = Files.newOutputStream(folder.resolve("audio/a.tar"));
                    TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
                TarArchiveEntry link = new TarArchiveEntry("link.flac", TarConstants.LF_SYMLINK);
                link.setLinkName("/etc/passwd");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
                put(tar, "inner.tar", new byte[10]);
                put(tar, "../../escape.flac", MadeSources.flac(1));
                put(tar, "again/escape.flac", MadeSources.flac(2));
                put(tar, "escape.json", new byte[2]);
            }
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertEquals(
                        List.of("link.flac", "inner.tar", "escape"),
                        source.faults().stream().map(SourceFault::name).toList());
                assertBytes(MadeSources.flac(1), source.find("escape"));
            }
        }

        @Test
        void theReadingOrderFollowsTheShards() throws IOException {
            MadeSources.tar(folder.resolve("audio/a.tar"), clips("%s.flac", "c", "a"));
            MadeSources.tar(folder.resolve("audio/b.tar"), clips("%s.flac", "b"));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertEquals(
                        List.of("unknown", "c", "a", "b"), source.inReadingOrder(List.of("a", "b", "c", "unknown")));
            }
        }

        @Test
        void aFolderWithoutTarFilesIsSaidToHaveNone() throws IOException {
            Files.createDirectories(folder.resolve("audio"));
            StageException stop = assertThrows(StageException.class, () -> AudioSources.open(configuration("tar")));
            assertTrue(stop.getMessage().startsWith("audioPath: there is no *.tar file"), stop.getMessage());
        }
    }

    @Nested
    class Parquet {
        @Test
        void clipsAndLabelsAreReadFromTheShards() throws Exception {
            Files.createDirectories(folder.resolve("audio"));
            String[] ids = new String[40];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = "clip" + i;
            }
            MadeSources.parquet(folder.resolve("audio/a.parquet"), clips("%s", ids), List.of("rain,bark", "rain"));
            try (AudioSource source = AudioSources.open(configuration("parquet"))) {
                assertBytes(MadeSources.flac(1), source.find("clip0"));
                assertBytes(MadeSources.flac(40), source.find("clip39"));
                assertBytes(MadeSources.flac(17), source.find("clip16"));
                assertTrue(source.find("clip40").isEmpty());
            }
            ClipCatalog catalog = Metadata.read(configuration("parquet"));
            assertEquals(List.of("bark", "rain"), names(catalog.labels().all()));
            assertEquals(
                    List.of("rain", "bark"),
                    names(catalog.find("clip0").orElseThrow().labels()));
        }

        @Test
        void aFileWithoutAudioOrThatIsNoParquetIsAFaultAndTheOthersAreRead() throws Exception {
            Files.createDirectories(folder.resolve("audio"));
            MadeSources.parquet(folder.resolve("audio/a.parquet"), clips("%s", "one"), List.of("rain"));
            Files.writeString(folder.resolve("audio/b.parquet"), "no parquet");
            try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                    var statement = connection.createStatement()) {
                statement.execute(
                        "COPY (SELECT 1 AS id) TO '" + folder.resolve("audio/c.parquet") + "' (FORMAT parquet)");
            }
            try (AudioSource source = AudioSources.open(configuration("parquet"))) {
                assertTrue(source.container("one").isPresent());
                assertEquals(
                        List.of("b.parquet", "c.parquet"),
                        source.faults().stream().map(SourceFault::name).toList());
                assertTrue(source.faults().getLast().reason().contains("no column 'audio'"));
            }
        }

        @Test
        void classNumbersGetTheNamesOfTheFilesMetadata() throws Exception {
            Files.createDirectories(folder.resolve("audio"));
            String features = "{\"info\": {\"features\": {\"label\": {\"names\": [\"rain\", \"bark\"]}}}}";
            try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                    var statement = connection.createStatement()) {
                statement.execute("COPY (SELECT {'bytes': 'x'::BLOB, 'path': 'folder/one.wav'} AS audio, 1 AS label)"
                        + " TO '" + folder.resolve("audio/a.parquet") + "' (FORMAT parquet, KV_METADATA {huggingface: '"
                        + features + "'})");
            }
            ClipCatalog catalog = Metadata.read(configuration("parquet"));
            assertEquals(
                    List.of("bark"), names(catalog.find("one").orElseThrow().labels()));
        }
    }

    @Nested
    class Folds {
        @Test
        void aTableLikeEsc50sNamesFilesAndClasses() throws IOException {
            write("audio/audio/1-100-A-0.wav");
            write("audio/audio/2-200-A-1.wav");
            table("filename,fold,target,category,esc10,src_file,take\n"
                    + "1-100-A-0.wav,1,0,dog,True,100,A\n2-200-A-1.wav,2,1,sea waves,True,200,A\n");
            Configuration configuration = configuration("folds", "splitType", "fold", "validationFold", "2");
            DatasetReport report = new DatasetSplitter(configuration).run(Progress.silent());
            assertEquals(List.of(1, 1, 0), List.of(report.train(), report.validation(), report.withoutAudio()));
            ClipCatalog catalog = Metadata.read(configuration);
            assertEquals(List.of("dog", "sea waves"), names(catalog.labels().all()));
            try (AudioSource source = AudioSources.open(configuration)) {
                assertTrue(source.find("1-100-A-0").isPresent());
            }
        }

        @Test
        void aTableLikeUrbanSoundsFindsTheFilesInTheirFoldFolders() throws IOException {
            write("audio/audio/fold5/100032-3-0-0.wav");
            table("slice_file_name,fsID,start,end,salience,fold,classID,class\n"
                    + "100032-3-0-0.wav,100032,0.0,0.317551,1,5,3,dog_bark\n");
            try (AudioSource source = AudioSources.open(configuration("folds"))) {
                assertTrue(source.find("100032-3-0-0").isPresent());
            }
        }

        @Test
        void aRowThatLeadsOutOfTheFolderIsAFault() throws IOException {
            write("secret.wav");
            write("audio/inside.wav");
            table("filename,category\n../secret.wav,dog\n/etc/passwd.wav,dog\ninside.wav,dog\n");
            try (AudioSource source = AudioSources.open(configuration("folds"))) {
                assertEquals(2, source.faults().size());
                assertTrue(source.find("secret").isEmpty());
                assertTrue(source.find("inside").isPresent());
            }
        }

        @Test
        void aTableWithoutFileOrIdSaysSo() throws IOException {
            write("audio/inside.wav");
            table("fold,category\n1,dog\n");
            StageException stop = assertThrows(StageException.class, () -> AudioSources.open(configuration("folds")));
            assertTrue(stop.getMessage().startsWith("clipTable: "), stop.getMessage());
        }

        @Test
        void aHeaderThatIsNoneSaysSo() throws IOException {
            write("audio/1.wav");
            table("filename,\"category\n1.wav,dog\n");
            StageException stop = assertThrows(StageException.class, () -> AudioSources.open(configuration("folds")));
            assertTrue(stop.getMessage().contains("a quote is not closed"), stop.getMessage());
        }

        @Test
        void aTableWhoseRowsAreAllRefusedSaysWhy() throws IOException {
            write("audio/inside.wav");
            table("filename,category\n../inside.wav,dog\n");
            StageException stop = assertThrows(StageException.class, () -> Metadata.read(configuration("folds")));
            assertTrue(stop.getMessage().contains("leads out of audioPath"), stop.getMessage());
        }

        @Test
        void aTableWithoutLabelsSaysWhereTheyAreLookedFor() throws IOException {
            write("audio/inside.wav");
            table("filename,species\ninside.wav,dog\n");
            StageException stop = assertThrows(StageException.class, () -> Metadata.read(configuration("folds")));
            assertTrue(stop.getMessage().startsWith("clipTable: no clip of "), stop.getMessage());
        }
    }

    @Nested
    class Folders {
        @Test
        void aFolderIsAClassAndWhatIsNoAudioIsLeftOut() throws IOException {
            write("audio/dog bark/1.wav");
            write("audio/dog bark/deeper/1.mp3");
            write("audio/rain/1.FLAC");
            write("audio/rain/notes.txt");
            write("audio/rain/.hidden.wav");
            write("audio/loose.wav");
            ClipCatalog catalog = Metadata.read(configuration("folders"));
            assertEquals(List.of("dog bark_1", "dog bark_deeper_1", "rain_1"), catalog.ids());
            assertEquals(List.of("dog bark", "rain"), names(catalog.labels().all()));
            DatasetReport report = new DatasetSplitter(configuration("folders")).run(Progress.silent());
            assertEquals(
                    List.of("loose.wav"),
                    report.problems().stream().map(Problem::id).toList());
        }

        @Test
        void audioThatLiesInNoFolderOfAClassIsRefusedWithTheRule() throws IOException {
            write("audio/1.wav");
            write("audio/2.wav");
            StageException stop = assertThrows(StageException.class, () -> Metadata.read(configuration("folders")));
            assertTrue(stop.getMessage().contains("2 files or rows lie beside them"), stop.getMessage());
            assertTrue(stop.getMessage().contains("FOLDER/LABEL/FILE"), stop.getMessage());
        }

        @Test
        void linkedFoldersAreFoldersToo() throws IOException {
            write("elsewhere/rain/1.wav");
            write("bark/1.wav");
            Files.createSymbolicLink(folder.resolve("audio"), folder.resolve("elsewhere"));
            Files.createSymbolicLink(folder.resolve("elsewhere/dog bark"), folder.resolve("bark"));
            assertEquals(
                    List.of("dog bark_1", "rain_1"),
                    Metadata.read(configuration("folders")).ids());
        }

        @Test
        void aLinkThatLeadsBackIsNamed() throws IOException {
            write("audio/rain/1.wav");
            Files.createSymbolicLink(folder.resolve("audio/rain/again"), folder.resolve("audio"));
            StageException stop = assertThrows(StageException.class, () -> AudioSources.open(configuration("folders")));
            assertTrue(stop.getMessage().contains("rain/again"), stop.getMessage());
        }

        @Test
        void filesWhoseIdsFallTogetherAreNotLostWithoutAWord() throws IOException {
            write("audio/rain/1.wav");
            write("audio/rain/1.mp3");
            try (AudioSource source = AudioSources.open(configuration("folders"))) {
                assertEquals(1, source.faults().size());
            }
        }

        @Test
        void newFilesMakeANewSplit() throws IOException {
            write("audio/rain/1.wav");
            write("audio/rain/2.wav");
            assertEquals(
                    2,
                    new DatasetSplitter(configuration("folders"))
                            .run(Progress.silent())
                            .listed());
            write("audio/rain/3.wav");
            DatasetReport report = new DatasetSplitter(configuration("folders")).run(Progress.silent());
            assertEquals(3, report.train() + report.validation());
        }
    }

    @Test
    void labelsThatAreAudioSetsKeepItsOntology() throws IOException {
        write("audio/one.wav");
        table("filename,mid\none.wav,/m/rain\n");
        Files.writeString(
                folder.resolve("ontology.json"),
                "[{\"id\":\"/m/bark\",\"name\":\"Bark\",\"restrictions\":[]},"
                        + "{\"id\":\"/m/rain\",\"name\":\"Rain\",\"restrictions\":[]}]");
        Clip clip = Metadata.read(configuration("folds")).find("one").orElseThrow();
        assertEquals(List.of(new Label(1, "/m/rain", "Rain")), clip.labels());
    }

    @Test
    void aMissingFolderIsNamedWithItsKey() {
        StageException stop = assertThrows(StageException.class, () -> AudioSources.open(configuration("tree")));
        assertTrue(stop.getMessage().startsWith("audioPath: there is no "), stop.getMessage());
    }

    private Configuration configuration(String sourceType, String... more) {
        Map<String, String> keys = new LinkedHashMap<>(Map.of(
                "sourceType", sourceType,
                "audioPath", folder.resolve("audio").toString(),
                "clipTable",
                        Files.exists(folder.resolve("table.csv"))
                                ? folder.resolve("table.csv").toString()
                                : "",
                "ontology", folder.resolve("ontology.json").toString(),
                "outputPath", folder.resolve("run").toString()));
        for (int i = 0; i < more.length; i += 2) {
            keys.put(more[i], more[i + 1]);
        }
        return Configuration.of(keys);
    }

    private void table(String text) throws IOException {
        Files.writeString(folder.resolve("table.csv"), text);
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, MadeSources.flac(1));
    }

    private static SequencedMap<String, byte[]> clips(String name, String... ids) {
        SequencedMap<String, byte[]> clips = new LinkedHashMap<>();
        for (String id : ids) {
            clips.put(name.formatted(id), MadeSources.flac(clips.size() + 1));
        }
        return clips;
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static int roundedUp(int length) {
        return (length + 511) / 512 * 512;
    }

    private static List<String> names(List<Label> labels) {
        return new ArrayList<>(labels.stream().map(Label::name).toList());
    }

    private static void assertBytes(byte[] expected, Optional<EncodedAudio> found) {
        EncodedAudio.OfBytes bytes = assertInstanceOf(EncodedAudio.OfBytes.class, found.orElseThrow());
        assertArrayEquals(expected, bytes.bytes());
    }
}
