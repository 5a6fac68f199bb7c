package audiotokens.pipeline.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.label.LabelIndex;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long segment lists are parsed once; later reads use a cache in the run folder. */
class ClipCatalogCacheTest {
    private static final int N_ROWS = 200_000;

    @TempDir
    Path folder;

    private Configuration configuration;
    private Path list;

    @BeforeEach
    void writeLongSegmentList() throws IOException {
        Files.writeString(
                folder.resolve("ontology.json"),
                """
                [{"id": "/m/a", "name": "Rain", "restrictions": []}, {"id": "/m/b", "name": "Dög", "restrictions": []}]""");
        list = folder.resolve("segments.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(list)) {
            writer.write("#\n#\n#\n");
            for (int row = 0; row < N_ROWS; row++) {
                writer.write("id%08x, %d.5, %d.25, \"%s\"\n"
                        .formatted(row * 0x9E3779B9, row % 300, row % 300 + 10, row % 2 == 0 ? "/m/a" : "/m/b,/m/a"));
            }
            writer.write("not a row\n");
            writer.write("id00000000, 1.0, 2.0, \"/m/unknown\"\n");
        }
        configuration = Configuration.of(Map.of(
                "segments", list.toString(),
                "ontology", folder.resolve("ontology.json").toString(),
                "outputPath", folder.resolve("run").toString()));
    }

    private Optional<ClipCatalog> readCache() throws IOException {
        return ClipCatalogCache.read(
                RunFolder.of(configuration).clipCatalogCache(),
                ClipCatalogCache.cacheKey(List.of(list, folder.resolve("ontology.json"))),
                LabelIndex.readOntology(folder.resolve("ontology.json")));
    }

    @Test
    void theCacheHasTheContentOfTheLists() throws IOException {
        ClipCatalog parsed = Metadata.read(configuration);
        ClipCatalog cached = readCache().orElseThrow();

        assertEquals(N_ROWS, cached.ids().size());
        assertEquals(parsed.ids(), cached.ids());
        assertEquals(List.copyOf(parsed.clips()), List.copyOf(cached.clips()));
        Clip second = cached.find("id9e3779b9").orElseThrow();
        assertEquals(1.5, second.startSeconds());
        assertEquals(11.25, second.endSeconds());
        assertEquals(
                List.of("Dög", "Rain"),
                second.labels().stream().map(label -> label.name()).toList());
        assertEquals(Optional.empty(), cached.find("id9e3779b"));
        assertEquals(List.of(), cached.find("id00000000").orElseThrow().labels(), "the last row of a clip is used");
        assertEquals(parsed.fingerprint(), cached.fingerprint());
        assertEquals(1, cached.notes().repeatedIds());
        assertEquals(Map.of("/m/unknown", 1), cached.notes().unknownLabels());
        assertEquals(parsed.notes().problems(), cached.notes().problems());
        assertEquals(1, cached.notes().problems().size());
    }

    @Test
    void anOutdatedOrDamagedCacheIsNotUsed() throws IOException {
        Metadata.read(configuration);
        Path cacheFile = RunFolder.of(configuration).clipCatalogCache();
        byte[] bytes = Files.readAllBytes(cacheFile);
        bytes[bytes.length / 2]++;
        Files.write(cacheFile, bytes);
        assertFalse(readCache().isPresent(), "a byte has changed");
        bytes[bytes.length / 2]--;
        Files.write(cacheFile, bytes);
        assertTrue(readCache().isPresent());
        Files.writeString(list, "#\n#\n#\nother, 0.0, 1.0, \"/m/a\"\n");
        assertFalse(readCache().isPresent(), "the list has changed");
        assertEquals(List.of("other"), Metadata.read(configuration).ids());
    }

    @Test
    void eachCatalogHasItsOwnNotes() {
        ClipCatalog catalog = Metadata.read(configuration);
        catalog.notes().addProblem("a", "b", "c");
        assertEquals(1, Metadata.read(configuration).notes().problems().size());
    }

    @Test
    void theFingerprintEqualsThatOfEarlierVersions() {
        LabelIndex labels = LabelIndex.fromNames(List.of("Rain"));
        ClipCatalog catalog = new ClipCatalog(labels, Map.of("x", new Clip("x", 0, 10, List.of(labels.get(0)))));
        // printf '%s\0' '[Label[index=0, id=Rain, name=Rain]]' \
        //   'Clip[id=x, startSeconds=0.0, endSeconds=10.0, labels=[Label[index=0, id=Rain, name=Rain]]]' | sha256sum
        assertEquals("7da7e854c656aeb70e0ec9d62c7a4b0a3278ac273bb929ab27c681fa44e55f3f", catalog.fingerprint());
    }
}
