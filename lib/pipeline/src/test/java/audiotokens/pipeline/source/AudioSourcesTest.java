package audiotokens.pipeline.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.AudioDecoder;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.label.Label;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.DatasetReport;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.Problem;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioSourcesTest {
    @TempDir
    Path folder;

    @Nested
    class Tar {
        @Test
        void clipsAreReadInPlaceFromAllShards() throws IOException {
            SyntheticShards.tar(folder.resolve("audio/a.tar"), clips("audio/bal_train/%s.flac", "--one", "two"));
            SyntheticShards.tar(folder.resolve("audio/b.tar"), clips("%s.flac", "three"));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertBytes(SyntheticShards.flac(1), source.find("--one"));
                assertBytes(SyntheticShards.flac(2), source.find("two"));
                assertBytes(SyntheticShards.flac(1), source.find("three"));
                assertTrue(source.find("four").isEmpty());
                assertFalse(source.container("four").isPresent());
                assertEquals(List.of(), source.problems());
            }
        }

        @Test
        void longNamesAreFound() throws IOException {
            SyntheticShards.tar(folder.resolve("audio/a.tar"), clips("folder/".repeat(30) + "%s.flac", "one"));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertBytes(SyntheticShards.flac(1), source.find("one"));
            }
        }

        @Test
        void theIndexIsReusedWhileTheShardsAreUnchanged() throws IOException {
            Path shard = folder.resolve("audio/a.tar");
            SyntheticShards.tar(shard, clips("%s.flac", "one"));
            Path index = RunFolder.of(configuration("tar")).audioIndex();
            AudioSources.open(configuration("tar")).close();
            Files.writeString(index, Files.readString(index).replace("one,", "renamed,"));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertTrue(source.container("renamed").isPresent());
            }
            SyntheticShards.tar(shard, clips("%s.flac", "one", "two"));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertTrue(source.container("one").isPresent()
                        && source.container("two").isPresent());
            }
        }

        @Test
        void completeClipsOfATruncatedShardAreUsed() throws IOException {
            Path shard = folder.resolve("audio/a.tar");
            SyntheticShards.tar(shard, clips("%s.flac", "one", "two"));
            byte[] bytes = Files.readAllBytes(shard);
            int lengthIntoSecondClip = 512 + roundedUpToBlock(SyntheticShards.flac(1).length) + 512 + 10;
            Files.write(shard, Arrays.copyOf(bytes, lengthIntoSecondClip));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertBytes(SyntheticShards.flac(1), source.find("one"));
                assertFalse(source.container("two").isPresent());
                assertEquals("two", source.problems().getFirst().name());
            }
        }

        @Test
        void linksNestedArchivesAndRepeatedIdsAreReported() throws IOException {
            Files.createDirectories(folder.resolve("audio"));
            try (OutputStream out = Files.newOutputStream(folder.resolve("audio/a.tar"));
                    TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
                TarArchiveEntry link = new TarArchiveEntry("link.flac", TarConstants.LF_SYMLINK);
                link.setLinkName("/etc/passwd");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
                putEntry(tar, "inner.tar", new byte[10]);
                putEntry(tar, "../../escape.flac", SyntheticShards.flac(1));
                putEntry(tar, "again/escape.flac", SyntheticShards.flac(2));
                putEntry(tar, "escape.json", new byte[2]);
            }
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertEquals(
                        List.of("link.flac", "inner.tar", "escape"),
                        source.problems().stream().map(SourceProblem::name).toList());
                assertBytes(SyntheticShards.flac(1), source.find("escape"));
            }
        }

        @Test
        void clipsWithTheSameFileNameAreFoundByTheirPaths() throws IOException {
            SyntheticShards.tar(folder.resolve("audio/a.tar"), clips("%s.flac", "dog/0000", "cat/0000", "cat/0001"));
            for (int i = 0; i < 2; i++) { // scanned, then read from the saved index
                try (AudioSource source = AudioSources.open(configuration("tar"))) {
                    assertBytes(SyntheticShards.flac(1), source.find("dog_0000"));
                    assertBytes(SyntheticShards.flac(2), source.find("cat_0000"));
                    assertBytes(SyntheticShards.flac(3), source.find("0001"));
                    assertBytes(SyntheticShards.flac(1), source.find("0000"));
                    assertEquals(
                            "2 clips have file names that are not unique; a segment list must name each by its path,"
                                    + " such as cat_0000; the file name alone refers to the first",
                            source.problems().getFirst().reason());
                }
            }
        }

        @Test
        void theReadingOrderFollowsTheShards() throws IOException {
            SyntheticShards.tar(folder.resolve("audio/a.tar"), clips("%s.flac", "c", "a"));
            SyntheticShards.tar(folder.resolve("audio/b.tar"), clips("%s.flac", "b"));
            try (AudioSource source = AudioSources.open(configuration("tar"))) {
                assertEquals(
                        List.of("unknown", "c", "a", "b"), source.sortForReading(List.of("a", "b", "c", "unknown")));
            }
        }

        @Test
        void aFolderWithoutTarFilesIsRejected() throws IOException {
            Files.createDirectories(folder.resolve("audio"));
            StageException exception =
                    assertThrows(StageException.class, () -> AudioSources.open(configuration("tar")));
            assertTrue(exception.getMessage().startsWith("audioPath: there is no *.tar file"), exception.getMessage());
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
            SyntheticShards.parquet(folder.resolve("audio/a.parquet"), clips("%s", ids), List.of("rain,bark", "rain"));
            try (AudioSource source = AudioSources.open(configuration("parquet"))) {
                assertBytes(SyntheticShards.flac(1), source.find("clip0"));
                assertBytes(SyntheticShards.flac(40), source.find("clip39"));
                assertBytes(SyntheticShards.flac(17), source.find("clip16"));
                assertTrue(source.find("clip40").isEmpty());
            }
            ClipCatalog catalog = Metadata.read(configuration("parquet"));
            assertEquals(List.of("bark", "rain"), names(catalog.labels().all()));
            assertEquals(
                    List.of("rain", "bark"),
                    names(catalog.find("clip0").orElseThrow().labels()));
        }

        @Test
        void unreadableParquetFilesAreReportedAndOthersAreRead() throws Exception {
            Files.createDirectories(folder.resolve("audio"));
            SyntheticShards.parquet(folder.resolve("audio/a.parquet"), clips("%s", "one"), List.of("rain"));
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
                        source.problems().stream().map(SourceProblem::name).toList());
                assertTrue(source.problems().getLast().reason().contains("no column 'audio'"));
            }
        }

        @Test
        void rowsWithEqualOrMissingNamesAreSeparateClips() throws Exception {
            for (String shard : List.of("train-00000-of-00001", "test-00000-of-00001")) {
                writeParquet(
                        shard,
                        "SELECT r[1] AS id, {'bytes': 'x'::BLOB, 'path': r[2]} AS audio, r[3] AS label FROM (SELECT"
                                + " unnest([['7', 'a.wav', 'x'], ['8', 'a.wav', 'y'], ['', NULL, 'x']]) AS r)");
            }
            ClipCatalog catalog = Metadata.read(configuration("parquet"));
            assertEquals(
                    Set.of(
                            "7-test-00000-of-00001-0",
                            "8-test-00000-of-00001-1",
                            "test-00000-of-00001-2",
                            "7-train-00000-of-00001-0",
                            "8-train-00000-of-00001-1",
                            "train-00000-of-00001-2"),
                    Set.copyOf(catalog.ids()));
            Configuration splitByShards = configuration("parquet", "splitType", "lists");
            new DatasetSplitter(splitByShards).run(Progress.silent());
            SplitFile split = SplitFile.read(RunFolder.of(splitByShards).split());
            assertEquals(3, split.train().size());
            assertTrue(split.validation().stream().allMatch(id -> id.contains("test")), split.toString());
        }

        @Test
        void pathsAndDecodedSamplesAreRead() throws Exception {
            writeFlac("audio/clips/one.wav");
            writeFlac("secret.wav");
            writeParquet(
                    "paths",
                    "SELECT {'bytes': NULL::BLOB, 'path': p} AS audio, 'x' AS label FROM (SELECT"
                            + " unnest(['clips/one.wav', '../secret.wav', 'clips/none.wav']) AS p)");
            writeParquet(
                    "samples",
                    "SELECT 'two' AS id, {'array': [0.5, -0.25, 0]::FLOAT[], 'sampling_rate': 8000,"
                            + " 'path': 'two.wav'} AS audio, 'x' AS label");
            writeParquet(
                    "stereo",
                    "SELECT 'three' AS id, [[0.5, 0, 0], [0, 0.5, 0]]::DOUBLE[][] AS sound, 16000 AS"
                            + " sampling_rate, 'x' AS label");
            try (AudioSource source = AudioSources.open(configuration("parquet"));
                    AudioDecoder decoder = new AudioDecoder(60)) {
                assertEquals(
                        folder.resolve("audio/clips/one.wav").toString(),
                        source.find("one").orElseThrow().origin());
                assertEquals(
                        List.of(
                                "has 0 bytes of audio, and there is no file ../secret.wav next to the shard or below audioPath",
                                "has 0 bytes of audio, and there is no file clips/none.wav next to the shard or below"
                                        + " audioPath"),
                        source.problems().stream().map(SourceProblem::reason).toList());
                Waveform decodedMono = decoder.decode(source.find("two").orElseThrow());
                assertEquals(8000, decodedMono.sampleRate());
                assertArrayEquals(new float[] {0.5f, -0.25f, 0}, decodedMono.samples());
                assertArrayEquals(
                        new float[] {0.25f, 0.25f, 0},
                        decoder.decode(source.find("three").orElseThrow()).samples());
            }
        }

        @Test
        void renamedColumnsAreFoundByTypeOrKey() throws Exception {
            writeParquet(
                    "a",
                    "SELECT 'one' AS clip, {'bytes': 'x'::BLOB, 'path': 'one.wav'} AS sound, {'bytes': 'y'::BLOB,"
                            + " 'path': 'noise.wav'} AS noise, 'dog,cat' AS tags");
            StageException exception =
                    assertThrows(StageException.class, () -> Metadata.read(configuration("parquet")));
            assertTrue(
                    exception
                            .getMessage()
                            .contains("the first problem is in a.parquet: cannot be read: there is no column 'audio'"
                                    + " with bytes or paths; the columns are clip, sound, noise, tags;"
                                    + " set audioColumn=NAME"),
                    exception.getMessage());
            ClipCatalog catalog = Metadata.read(
                    configuration("parquet", "audioColumn", "sound", "idColumn", "clip", "labelColumn", "tags"));
            assertEquals(List.of("one"), catalog.ids());
            assertEquals(
                    List.of("dog", "cat"),
                    names(catalog.find("one").orElseThrow().labels()));
        }

        @Test
        void shardsWithoutLabelsAreRejectedWithTheKey() throws Exception {
            writeParquet("a", "SELECT {'bytes': 'x'::BLOB, 'path': 'one.wav'} AS audio");
            StageException exception =
                    assertThrows(StageException.class, () -> Metadata.read(configuration("parquet")));
            assertTrue(
                    exception
                            .getMessage()
                            .contains("a.parquet has no column labels, label, category, class; its columns are audio;"
                                    + " set labelColumn=NAME"),
                    exception.getMessage());
        }

        @Test
        void columnNamesAreFoundInAnyCase() throws Exception {
            writeParquet("a", "SELECT {'bytes': 'x'::BLOB, 'path': 'one.wav'} AS Audio, 'dog' AS Label");
            ClipCatalog catalog = Metadata.read(configuration("parquet"));
            assertEquals(List.of("dog"), names(catalog.find("one").orElseThrow().labels()));
        }

        @Test
        void samplesOf16BitsAreScaled() throws Exception {
            writeParquet(
                    "a",
                    "SELECT 'one' AS id, {'array': [16384, -32768]::SMALLINT[], 'sampling_rate': 8000} AS audio,"
                            + " 'x' AS label");
            try (AudioSource source = AudioSources.open(configuration("parquet"));
                    AudioDecoder decoder = new AudioDecoder(60)) {
                assertArrayEquals(
                        new float[] {0.5f, -1},
                        decoder.decode(source.find("one").orElseThrow()).samples());
            }
        }

        @Test
        void severalLabelsInOneTextAreSplitAtTheLabelSeparator() throws Exception {
            writeParquet(
                    "a",
                    "SELECT l AS id, 'x'::BLOB AS audio, l AS label FROM (SELECT unnest(['dog, cat', 'cat']) AS l)");
            ClipCatalog joinedLabels = Metadata.read(configuration("parquet"));
            assertEquals(
                    List.of(
                            "'dog, cat' is read as one label, though 'cat' is a label too; 'labelSeparator=,' splits it"),
                    joinedLabels.notes().remarks());
            ClipCatalog splitLabels = Metadata.read(configuration("parquet", "labelSeparator", ","));
            assertEquals(List.of("cat", "dog"), names(splitLabels.labels().all()));
            assertEquals(List.of(), splitLabels.notes().remarks());
        }

        @Test
        void noRemarkOnJoinedLabelsIsMadeIfTheSeparatorIsSet() throws Exception {
            writeParquet(
                    "a",
                    "SELECT l AS id, 'x'::BLOB AS audio, l AS label FROM (SELECT unnest(['dog;cat', 'cat']) AS l)");
            assertEquals(
                    List.of(
                            "'dog;cat' is read as one label, though 'cat' is a label too; 'labelSeparator=;' splits it"),
                    Metadata.read(configuration("parquet")).notes().remarks());
            ClipCatalog otherSeparator = Metadata.read(configuration("parquet", "labelSeparator", "|"));
            assertEquals(
                    List.of("cat", "dog;cat"), names(otherSeparator.labels().all()));
            assertEquals(List.of(), otherSeparator.notes().remarks());
        }

        @Test
        void noRemarkIsMadeOnANumpyListWithoutSeparators() throws Exception {
            writeParquet(
                    "a",
                    "SELECT col0 AS id, 'x'::BLOB AS audio, [col1] AS labels"
                            + " FROM (VALUES ('one', '[''dog'' ''cat'']'), ('two', 'cat'))");
            ClipCatalog catalog = Metadata.read(configuration("parquet"));
            assertEquals(List.of("['dog' 'cat']", "cat"), names(catalog.labels().all()));
            assertEquals(List.of(), catalog.notes().remarks());
        }

        @Test
        void negativeClassNumbersMeanNoLabelAndUnknownOnesAreReported() throws Exception {
            Files.createDirectories(folder.resolve("audio"));
            String features = "{\"info\": {\"features\": {\"label\": {\"names\": [\"rain\", \"bark\"]}}}}";
            try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                    var statement = connection.createStatement()) {
                statement.execute(
                        "COPY (SELECT {'bytes': 'x'::BLOB, 'path': l || '.wav'} AS audio, l AS label FROM (SELECT"
                                + " unnest([0, -1, 2]) AS l)) TO '" + folder.resolve("audio/a.parquet")
                                + "' (FORMAT parquet, KV_METADATA {huggingface: '" + features + "'})");
            }
            ClipCatalog catalog = Metadata.read(configuration("parquet"));
            assertEquals(List.of("0", "-1"), catalog.ids());
            assertEquals(List.of("rain"), names(catalog.labels().all()));
            assertEquals(List.of(), catalog.find("-1").orElseThrow().labels());
            try (AudioSource source = AudioSources.open(configuration("parquet"))) {
                assertEquals(
                        "has the class number 2, but the column 'label' names 2 classes",
                        source.problems().getFirst().reason());
            }
        }

        private void writeParquet(String name, String select) throws Exception {
            Files.createDirectories(folder.resolve("audio"));
            try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                    var statement = connection.createStatement()) {
                statement.execute("COPY (" + select + ") TO '" + folder.resolve("audio/" + name + ".parquet")
                        + "' (FORMAT parquet)");
            }
        }

        @Test
        void classNumbersAreMappedToTheNamesInTheFileMetadata() throws Exception {
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
        void readsATableInTheFormatOfEsc50() throws IOException {
            writeFlac("audio/audio/1-100-A-0.wav");
            writeFlac("audio/audio/2-200-A-1.wav");
            writeTable(
                    """
                    filename,fold,target,category,esc10,src_file,take
                    1-100-A-0.wav,1,0,dog,True,100,A
                    2-200-A-1.wav,2,1,sea waves,True,200,A
                    """);
            Configuration configuration = configuration("folds", "splitType", "fold", "validationFold", "2");
            DatasetReport report = new DatasetSplitter(configuration).run(Progress.silent());
            assertEquals(
                    List.of(1, 1, 0),
                    List.of(report.trainClips(), report.validationClips(), report.clipsWithoutAudio()));
            ClipCatalog catalog = Metadata.read(configuration);
            assertEquals(List.of("dog", "sea waves"), names(catalog.labels().all()));
            try (AudioSource source = AudioSources.open(configuration)) {
                assertTrue(source.find("1-100-A-0").isPresent());
            }
        }

        @Test
        void readsATableInTheFormatOfUrbanSound8k() throws IOException {
            writeFlac("audio/audio/fold5/100032-3-0-0.wav");
            writeTable(
                    """
                    slice_file_name,fsID,start,end,salience,fold,classID,class
                    100032-3-0-0.wav,100032,0.0,0.317551,1,5,3,dog_bark
                    """);
            try (AudioSource source = AudioSources.open(configuration("folds"))) {
                assertTrue(source.find("100032-3-0-0").isPresent());
            }
        }

        @Test
        void filesWithEqualNamesInTwoFoldersAreTwoClips() throws IOException {
            writeFlac("audio/dog/0000.wav");
            writeFlac("audio/cat/0000.wav");
            writeFlac("audio/cat/0001.wav");
            writeTable("filename,category\ndog/0000.wav,dog\ncat/0000.wav,cat\ncat/0001.wav,cat\n");
            ClipCatalog catalog = Metadata.read(configuration("folds"));
            assertEquals(List.of("dog_0000", "cat_0000", "0001"), catalog.ids());
            assertEquals(
                    List.of("cat"), names(catalog.find("cat_0000").orElseThrow().labels()));
            try (AudioSource source = AudioSources.open(configuration("folds"))) {
                assertEquals(folder.resolve("audio/dog/0000.wav").toString(), source.describe("dog_0000"));
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '~',
                textBlock =
                        """
                semicolons         ~ filename;labels|1.wav;dog,cat|
                tabs               ~ filename<TAB>labels|1.wav<TAB>dog,cat|
                byte order mark    ~ <BOM>filename,labels|1.wav,"dog,cat"|
                one row per label  ~ filename,label|1.wav,dog|1.wav,cat|
                line break         ~ filename,note,labels|1.wav,"two|lines","dog,cat"|
                Python's list      ~ filename,labels|1.wav,"['dog', 'cat']"|
                old Mac line ends  ~ filename,labels<CR>1.wav,"dog,cat"<CR>
                backslashes        ~ filename,labels|.\\1.wav,"dog,cat"|
                no extension       ~ fname,labels,mids,split|1,"dog,cat","/m/d,/m/c",train|
                columns by key     ~ clip file,tags|1.wav,dog;cat|
                all quoted         ~ "filename";"labels"|"1.wav";"dog,cat"|
                text after a quote ~ filename,labels|1.wav,"dog",|1.wav,"c"at|
                Excel's separator  ~ sep=;|filename;labels|1.wav;dog,cat|
                list as one label  ~ filename,label|1.wav,"['dog', 'cat']"|
                too few fields     ~ filename,labels,note|1.wav,"dog,cat"|
                extra empty fields ~ filename,labels|1.wav,"dog,cat",,|
                pandas index       ~ ,filename,labels|0,1.wav,"dog,cat"|
                spaces             ~ filename, labels|1.wav, "dog,cat"|
                unclosed quote     ~ filename<TAB>said<TAB>labels|1.wav<TAB>"so<TAB>dog,cat|
                quotes in a text   ~ filename<TAB>said<TAB>labels|1.wav<TAB>"so" and "so"<TAB>dog,cat|
                a quote in a name  ~ filename,labels,note|1.wav,"dog,cat","a ""dog"" here"|
                """)
        void tableDialectsAreDetected(String name, String text) throws IOException {
            writeFlac("audio/1.wav");
            writeTable(text.replace("|", "\n")
                    .replace("<TAB>", "\t")
                    .replace("<BOM>", "\uFEFF")
                    .replace("<CR>", "\r"));
            Configuration configuration = text.startsWith("clip file")
                    ? configuration("folds", "audioColumn", "clip file", "labelColumn", "tags")
                    : configuration("folds");
            ClipCatalog catalog = Metadata.read(configuration);
            assertEquals(List.of("1"), catalog.ids());
            assertEquals(
                    List.of("dog", "cat"), names(catalog.find("1").orElseThrow().labels()));
            assertEquals(List.of(), catalog.notes().problems());
            try (AudioSource source = AudioSources.open(configuration)) {
                assertTrue(source.find("1").isPresent());
                assertEquals(List.of(), source.problems());
            }
        }

        @Test
        void tablesInOtherEncodingsNeedTableEncoding() throws IOException {
            writeFlac("audio/1.wav");
            writeFlac("audio/2.wav");
            String text = "filename,label\n1.wav,Bär\n2.wav,Bör\n";
            for (Charset charset :
                    List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
                Files.write(folder.resolve("table.csv"), text.getBytes(charset));
                assertEquals(
                        List.of("Bär", "Bör"),
                        names(Metadata.read(configuration("folds")).labels().all()));
            }
            Files.write(folder.resolve("table.csv"), text.getBytes(Charset.forName("windows-1252")));
            StageException exception = assertThrows(StageException.class, () -> Metadata.read(configuration("folds")));
            assertEquals(
                    "clipTable: " + folder.resolve("table.csv")
                            + " line 2 is not UTF-8 (byte 0xE4); save it as UTF-8, or"
                            + " set its encoding, for example tableEncoding=windows-1252",
                    exception.getMessage());
            assertEquals(
                    List.of("Bär", "Bör"),
                    names(Metadata.read(configuration("folds", "tableEncoding", "windows-1252"))
                            .labels()
                            .all()));
        }

        @Test
        void aStrayQuoteSkipsOnlyItsRow() throws IOException {
            writeFlac("audio/1.wav");
            writeFlac("audio/3.wav");
            writeTable("filename,label\n1.wav,dog\n2.wav,\"cat\n3.wav,dog\n");
            try (AudioSource source = AudioSources.open(configuration("folds"))) {
                assertEquals(1, source.problems().size());
                assertTrue(source.problems().getFirst().origin().endsWith("line 3"));
                assertTrue(source.find("1").isPresent() && source.find("3").isPresent());
            }
        }

        @Test
        void unclosedQuoteOfATextDoesNotConsumeTheNextRow() throws IOException {
            writeFlac("audio/1.wav");
            writeFlac("audio/2.wav");
            writeTable("path\tsentence\tlabel\n1.wav\t\"He said\tdog\n2.wav\t\"She said\tcat\n");
            ClipCatalog catalog = Metadata.read(configuration("folds"));
            assertEquals(List.of("1", "2"), catalog.ids());
            assertEquals(List.of("dog"), names(catalog.find("1").orElseThrow().labels()));
            assertEquals(List.of("cat"), names(catalog.find("2").orElseThrow().labels()));
        }

        @Test
        void rowWithMoreFieldsThanColumnsIsReported() throws IOException {
            writeFlac("audio/1.wav");
            writeFlac("audio/2.wav");
            writeTable("filename,label\n1.wav,dog,cat\n2.wav,cat\n");
            try (AudioSource source = AudioSources.open(configuration("folds"))) {
                assertEquals(
                        List.of(
                                "the row has 3 fields, but the header has 2; quote a field that contains the separator"),
                        source.problems().stream().map(SourceProblem::reason).toList());
                assertTrue(source.find("2").isPresent());
            }
        }

        @Test
        void severalLabelsInOneCellAreSplitAtTheLabelSeparator() throws IOException {
            writeFlac("audio/1.wav");
            writeTable("filename,label\n1.wav,dog / cat\n");
            ClipCatalog catalog = Metadata.read(configuration("folds", "labelSeparator", "/"));
            assertEquals(
                    List.of("dog", "cat"), names(catalog.find("1").orElseThrow().labels()));
        }

        @Test
        void theColumnNamedSplitIsUsedIfRequested() throws IOException {
            for (int i = 1; i <= 4; i++) {
                writeFlac("audio/" + i + ".wav");
            }
            writeTable("fname,labels,mids,split\n1,\"a,b\",m,train\n2,a,m,val\n3,b,m,train\n4,b,m,val\n");
            Configuration configuration = configuration("folds", "splitType", "lists");
            new DatasetSplitter(configuration).run(Progress.silent());
            SplitFile split = SplitFile.read(RunFolder.of(configuration).split());
            assertEquals(Set.of("1", "3"), Set.copyOf(split.train()));
            assertEquals(Set.of("2", "4"), Set.copyOf(split.validation()));
        }

        @Test
        void fileWithTheSameNameInAnotherFolderIsNotUsed() throws IOException {
            writeFlac("audio/b/1.wav");
            writeTable("filename,label\na/1.wav,dog\n");
            try (AudioSource source = AudioSources.open(configuration("folds"))) {
                assertTrue(source.find("1").isEmpty());
            }
        }

        @Test
        void namesInAnotherUnicodeNormalizationFormAreFound() throws IOException {
            writeFlac("audio/" + Normalizer.normalize("Bär.wav", Normalizer.Form.NFD));
            writeTable("filename,label\nBär.wav,bear\n");
            try (AudioSource source = AudioSources.open(configuration("folds"))) {
                assertTrue(source.find("Bär").isPresent());
            }
        }

        @Test
        void aRowWithAPathTraversalIsReported() throws IOException {
            writeFlac("secret.wav");
            writeFlac("audio/inside.wav");
            writeTable("filename,category\n../secret.wav,dog\n/etc/passwd.wav,dog\ninside.wav,dog\n");
            try (AudioSource source = AudioSources.open(configuration("folds"))) {
                assertEquals(2, source.problems().size());
                assertTrue(source.find("secret").isEmpty());
                assertTrue(source.find("inside").isPresent());
            }
        }

        @Test
        void aTableWithoutFileOrIdIsRejected() throws IOException {
            writeFlac("audio/inside.wav");
            writeTable("fold,category\n1,dog\n");
            StageException exception =
                    assertThrows(StageException.class, () -> AudioSources.open(configuration("folds")));
            assertTrue(exception.getMessage().startsWith("clipTable: "), exception.getMessage());
        }

        @Test
        void anUnclosedQuoteInTheHeaderIsReported() throws IOException {
            writeFlac("audio/1.wav");
            writeTable("filename,\"category\n1.wav,dog\n");
            StageException exception =
                    assertThrows(StageException.class, () -> AudioSources.open(configuration("folds")));
            assertTrue(exception.getMessage().contains("a quote is not closed"), exception.getMessage());
        }

        @Test
        void aTableWithoutValidRowsIsRejectedWithTheReason() throws IOException {
            writeFlac("audio/inside.wav");
            writeTable("filename,category\n../inside.wav,dog\n");
            StageException exception = assertThrows(StageException.class, () -> Metadata.read(configuration("folds")));
            assertTrue(exception.getMessage().contains("is outside of audioPath"), exception.getMessage());
        }

        @Test
        void aTableWithoutLabelsIsRejectedWithTheExpectedColumns() throws IOException {
            writeFlac("audio/inside.wav");
            writeTable("filename,species\ninside.wav,dog\n");
            StageException exception = assertThrows(StageException.class, () -> Metadata.read(configuration("folds")));
            assertTrue(exception.getMessage().startsWith("clipTable: no clip of "), exception.getMessage());
        }
    }

    @Nested
    class Folders {
        @Test
        void folderNamesAreLabelsAndOtherFilesAreIgnored() throws IOException {
            writeFlac("audio/dog bark/1.wav");
            writeFlac("audio/dog bark/deeper/1.mp3");
            writeFlac("audio/rain/1.FLAC");
            writeFlac("audio/rain/notes.txt");
            writeFlac("audio/rain/.hidden.wav");
            writeFlac("audio/loose.wav");
            ClipCatalog catalog = Metadata.read(configuration("folders"));
            assertEquals(List.of("dog bark_1", "dog bark_deeper_1", "rain_1"), catalog.ids());
            assertEquals(List.of("dog bark", "rain"), names(catalog.labels().all()));
            DatasetReport report = new DatasetSplitter(configuration("folders")).run(Progress.silent());
            assertEquals(
                    List.of("loose.wav"),
                    report.problems().stream().map(Problem::id).toList());
        }

        @Test
        void audioOutsideOfClassFoldersIsRejected() throws IOException {
            writeFlac("audio/1.wav");
            writeFlac("audio/2.wav");
            StageException exception =
                    assertThrows(StageException.class, () -> Metadata.read(configuration("folders")));
            assertTrue(exception.getMessage().contains("2 files are outside of folders"), exception.getMessage());
            assertTrue(exception.getMessage().contains("FOLDER/LABEL/FILE"), exception.getMessage());
        }

        @Test
        void linkedFoldersAreFollowed() throws IOException {
            writeFlac("elsewhere/rain/1.wav");
            writeFlac("bark/1.wav");
            Files.createSymbolicLink(folder.resolve("audio"), folder.resolve("elsewhere"));
            Files.createSymbolicLink(folder.resolve("elsewhere/dog bark"), folder.resolve("bark"));
            assertEquals(
                    List.of("dog bark_1", "rain_1"),
                    Metadata.read(configuration("folders")).ids());
        }

        @Test
        void aCyclicLinkIsNamed() throws IOException {
            writeFlac("audio/rain/1.wav");
            Files.createSymbolicLink(folder.resolve("audio/rain/again"), folder.resolve("audio"));
            StageException exception =
                    assertThrows(StageException.class, () -> AudioSources.open(configuration("folders")));
            assertTrue(exception.getMessage().contains("rain/again"), exception.getMessage());
        }

        @Test
        void filesWithClashingIdsAreAllUsed() throws IOException {
            writeFlac("audio/rain/1.wav");
            writeFlac("audio/rain/1.mp3");
            writeFlac("audio/rain_a/b.wav");
            writeFlac("audio/rain/a_b.wav");
            writeFlac("audio/rain/2.wav");
            ClipCatalog catalog = Metadata.read(configuration("folders"));
            assertEquals(5, catalog.ids().size());
            assertTrue(
                    catalog.ids().containsAll(List.of("rain_1.mp3", "rain_1.wav", "rain_2")),
                    catalog.ids().toString());
            assertEquals(
                    2,
                    catalog.ids().stream()
                            .filter(id -> id.matches("rain_a_b-[0-9a-f]{12}"))
                            .count());
            try (AudioSource source = AudioSources.open(configuration("folders"))) {
                assertEquals(List.of(), source.problems());
                assertEquals(folder.resolve("audio/rain/1.mp3").toString(), source.describe("rain_1.mp3"));
            }
        }

        @Test
        void aPathTooLongForAFileNameIsShortened() throws IOException {
            writeFlac("audio/rain/" + "very long folder/".repeat(15) + "1.wav");
            writeFlac("audio/rain/" + "雨".repeat(80) + ".wav");
            ClipCatalog catalog = Metadata.read(configuration("folders"));
            assertEquals(2, catalog.ids().size());
            catalog.ids().forEach(id -> assertTrue(id.matches("(?s).{60}-[0-9a-f]{12}"), id));
        }

        @Test
        void foldersNamedTrainAndTestDefineTheSplit() throws IOException {
            for (String subset : List.of("train", "test")) {
                writeFlac("audio/" + subset + "/dog/1.wav");
                writeFlac("audio/" + subset + "/rain/1.wav");
            }
            Configuration configuration = configuration("folders", "splitType", "lists");
            DatasetReport report = new DatasetSplitter(configuration).run(Progress.silent());
            assertEquals(
                    List.of("dog", "rain"),
                    names(Metadata.read(configuration).labels().all()));
            SplitFile split = SplitFile.read(RunFolder.of(configuration).split());
            assertEquals(Set.of("test_dog_1", "test_rain_1"), Set.copyOf(split.validation()));
            assertEquals(Set.of("train_dog_1", "train_rain_1"), Set.copyOf(split.train()));
            assertTrue(report.remarks().getFirst().contains("contains the folders test, train"), report.toString());
        }

        @Test
        void speechCommandsListIsUsedAndNoiseIsExcluded() throws IOException {
            writeFlac("audio/yes/a_nohash_0.wav");
            writeFlac("audio/no/a_nohash_0.wav");
            writeFlac("audio/yes/b_nohash_0.wav");
            writeFlac("audio/_background_noise_/pink_noise.wav");
            Files.writeString(folder.resolve("audio/validation_list.txt"), "yes/a_nohash_0.wav\n");
            Configuration configuration = configuration(
                    "folders",
                    "splitType",
                    "lists",
                    "validationSegments",
                    folder.resolve("audio/validation_list.txt").toString());
            DatasetReport report = new DatasetSplitter(configuration).run(Progress.silent());
            assertEquals(
                    List.of("no", "yes"),
                    names(Metadata.read(configuration).labels().all()));
            assertEquals(
                    List.of("yes_a_nohash_0"),
                    SplitFile.read(RunFolder.of(configuration).split()).validation());
            assertEquals(2, report.trainClips());
            assertEquals(
                    "is background noise, not a class",
                    report.problems().getFirst().reason());
            assertTrue(
                    report.remarks().toString().contains("Speech Commands' layout"),
                    report.remarks().toString());
        }

        @Test
        void subfoldersAreSuggestedIfAllClipsHaveTheSameLabel() throws IOException {
            writeFlac("audio/genres_original/blues/blues.00000.wav");
            writeFlac("audio/genres_original/jazz/jazz.00000.wav");
            writeFlac("audio/images_original/blues/blues00000.png");
            List<String> remarks = new DatasetSplitter(configuration("folders", "validationRatio", "0.5"))
                    .run(Progress.silent())
                    .remarks();
            assertTrue(
                    remarks.getFirst()
                            .contains("but its folder has the subfolders blues, jazz: audioPath="
                                    + folder.resolve("audio/genres_original")),
                    remarks.toString());
            assertTrue(
                    remarks.toString().contains("1 file without an audio extension below " + folder.resolve("audio")));
            assertTrue(remarks.getLast().startsWith("every labeled clip has the same label"), remarks.toString());
        }

        @Test
        void deeperSubfoldersAreSuggestedIfAllClipsHaveTheSameLabel() throws IOException {
            writeFlac("audio/Data/genres_original/blues/blues.00000.wav");
            writeFlac("audio/Data/genres_original/jazz/jazz.00000.wav");
            try (AudioSource source = AudioSources.open(configuration("folders"))) {
                assertEquals(
                        List.of("all clips have the label Data, but its folder has the subfolders"
                                + " genres_original/blues, genres_original/jazz: audioPath="
                                + folder.resolve("audio/Data/genres_original") + " uses these as labels"),
                        source.remarks());
            }
        }

        @Test
        void ignoredFilesAreCountedByExtension() throws IOException {
            writeFlac("audio/rain/1.sph");
            writeFlac("audio/rain/readme.TXT");
            writeFlac("audio/rain/notes.txt");
            writeFlac("audio/rain/raw");
            writeFlac("audio/rain/.DS_Store");
            try (AudioSource source = AudioSources.open(configuration("folders"))) {
                assertTrue(source.find("rain_1").isPresent());
                assertEquals(
                        List.of("4 files without an audio extension below " + folder.resolve("audio")
                                + " are ignored: 2 .txt, 1 hidden, 1 without an extension"),
                        source.remarks());
            }
        }

        @Test
        void newFilesChangeTheSplit() throws IOException {
            writeFlac("audio/rain/1.wav");
            writeFlac("audio/rain/2.wav");
            assertEquals(
                    2,
                    new DatasetSplitter(configuration("folders"))
                            .run(Progress.silent())
                            .listedClips());
            writeFlac("audio/rain/3.wav");
            DatasetReport report = new DatasetSplitter(configuration("folders")).run(Progress.silent());
            assertEquals(3, report.trainClips() + report.validationClips());
        }
    }

    @Nested
    class Tree {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "bal_train/-0/-0xzrMun0Rs.flac",
                    "bal_train/-0/-0xzrMun0Rs.wav",
                    "bal_train/Y-0xzrMun0Rs.wav",
                    "bal_train/Y-/Y-0xzrMun0Rs.wav",
                    "bal_train/-0/-0xzrMun0Rs_30000.flac",
                    "bal_train/-0xzrMun0Rs_30.m4a",
                    "bal_train/-0xzrMun0Rs_30.000_40.000.wav",
                    "bal_train/Y-0xzrMun0Rs_30000_40000.flac",
                })
        void namesOfOtherDownloadersAreRecognized(String name) throws IOException {
            writeFlac("audio/" + name);
            try (AudioSource source = AudioSources.open(configuration("tree"))) {
                assertEquals(
                        folder.resolve("audio/" + name).toString(),
                        source.find("-0xzrMun0Rs").orElseThrow().origin());
                assertEquals(
                        folder.resolve("audio/bal_train").toString(),
                        source.container("-0xzrMun0Rs").orElseThrow());
                assertTrue(source.find("-0xzrMun0R").isEmpty());
            }
        }

        @Test
        void filesDirectlyInAudioPathAreFound() throws IOException {
            writeFlac("audio/Y-0xzrMun0Rs.wav");
            writeFlac("audio/1xzrMun0Rsa_30000.flac");
            try (AudioSource source = AudioSources.open(configuration("tree"))) {
                assertEquals(
                        folder.resolve("audio/Y-0xzrMun0Rs.wav").toString(),
                        source.find("-0xzrMun0Rs").orElseThrow().origin());
                assertTrue(source.find("1xzrMun0Rsa").isPresent());
            }
        }

        @Test
        void ambiguousFilesAreNotUsed() throws IOException {
            writeFlac("audio/bal_train/-0xzrMun0Rs_30000.wav");
            writeFlac("audio/bal_train/-0xzrMun0Rs_60000.wav");
            try (AudioSource source = AudioSources.open(configuration("tree"))) {
                assertTrue(source.find("-0xzrMun0Rs").isEmpty());
            }
        }

        @Test
        void theReportOnMissingAudioShowsAnExistingFile() throws IOException {
            writeFlac("audio/bal_train/clip of dog.wav");
            Files.writeString(
                    folder.resolve("ontology.json"), "[{\"id\":\"/m/a\",\"name\":\"A\",\"restrictions\":[]}]");
            Files.writeString(folder.resolve("segments.csv"), "a1, 0, 10, /m/a\nb2, 0, 10, /m/a\n");
            List<String> remarks = new DatasetSplitter(configuration(
                            "tree",
                            "validationRatio",
                            "0.5",
                            "segments",
                            folder.resolve("segments.csv").toString()))
                    .run(Progress.silent())
                    .remarks();
            assertTrue(
                    remarks.getFirst()
                            .contains("an example of what it contains is "
                                    + folder.resolve("audio/bal_train/clip of dog.wav")),
                    remarks.toString());
        }
    }

    @Test
    void labelsOfAudioSetAreLookedUpInItsOntology() throws IOException {
        writeFlac("audio/one.wav");
        writeTable("filename,mid\none.wav,/m/rain\n");
        Files.writeString(
                folder.resolve("ontology.json"),
                "[{\"id\":\"/m/bark\",\"name\":\"Bark\",\"restrictions\":[]},"
                        + "{\"id\":\"/m/rain\",\"name\":\"Rain\",\"restrictions\":[]}]");
        Clip clip = Metadata.read(configuration("folds")).find("one").orElseThrow();
        assertEquals(List.of(new Label(1, "/m/rain", "Rain")), clip.labels());
    }

    @Test
    void theErrorForAMissingFolderNamesItsKey() {
        StageException exception = assertThrows(StageException.class, () -> AudioSources.open(configuration("tree")));
        assertTrue(exception.getMessage().startsWith("audioPath: "), exception.getMessage());
        assertTrue(exception.getMessage().contains(" does not exist; set audioPath=FOLDER"), exception.getMessage());
    }

    private Configuration configuration(String sourceType, String... keysAndValues) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "sourceType", sourceType,
                "audioPath", folder.resolve("audio").toString(),
                "clipTable",
                        Files.exists(folder.resolve("table.csv"))
                                ? folder.resolve("table.csv").toString()
                                : "",
                "ontology", folder.resolve("ontology.json").toString(),
                "outputPath", folder.resolve("run").toString()));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Configuration.of(settings);
    }

    private void writeTable(String text) throws IOException {
        Files.writeString(folder.resolve("table.csv"), text);
    }

    private void writeFlac(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, SyntheticShards.flac(1));
    }

    private static SequencedMap<String, byte[]> clips(String nameFormat, String... ids) {
        SequencedMap<String, byte[]> clips = new LinkedHashMap<>();
        for (String id : ids) {
            clips.put(nameFormat.formatted(id), SyntheticShards.flac(clips.size() + 1));
        }
        return clips;
    }

    private static void putEntry(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static int roundedUpToBlock(int length) {
        return (length + 511) / 512 * 512;
    }

    private static List<String> names(List<Label> labels) {
        return new ArrayList<>(labels.stream().map(Label::name).toList());
    }

    private static void assertBytes(byte[] expected, Optional<EncodedAudio> found) {
        EncodedAudio.InMemory bytes = assertInstanceOf(EncodedAudio.InMemory.class, found.orElseThrow());
        assertArrayEquals(expected, bytes.bytes());
    }
}
