package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.notebook.experiment.TokenBags;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.work.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of notebooks 2 to 4 for a run without stored spectrograms and with tokens in Parquet files. */
@Tag("slow")
class FiguresAcrossStoresTest {
    @TempDir
    Path folder;

    @Test
    void figuresDoNotDependOnTheStores() {
        Map<String, Renderable> figuresFromFiles = figures(configuration("files", "files"));
        Map<String, Renderable> figuresFromParquet = figures(configuration("none", "parquet"));
        figuresFromFiles.forEach((name, figure) -> {
            assertEquals(figure.text(), figuresFromParquet.get(name).text(), name);
            assertArrayEquals(
                    figure.png().orElse(new byte[0]),
                    figuresFromParquet.get(name).png().orElse(new byte[0]),
                    name);
        });
    }

    private Configuration configuration(String spectrogramStore, String tokenStore) {
        Map<String, String> keys = TinyDemo.settings(folder, 24);
        keys.put("spectrogramStore", spectrogramStore);
        keys.put("tokenStore", tokenStore);
        keys.put("outputPath", folder.resolve(tokenStore).toString());
        keys.put("vocabSize", "20");
        return Configuration.of(keys);
    }

    private static Map<String, Renderable> figures(Configuration configuration) {
        Progress progress = Progress.silent();
        new DatasetSplitter(configuration).run(progress);
        SpectrogramFigures spectrograms =
                new SpectrogramFigures(configuration, new SpectrogramGenerator(configuration).run(progress));
        ClusterFigures clusters = new ClusterFigures(configuration, new ClusterCreator(configuration).run(progress));
        TokenFigures tokens = new TokenFigures(configuration, new SpecTokenizer(configuration).run(progress));
        Map<String, Renderable> figures = new LinkedHashMap<>();
        figures.put("grid", spectrograms.grid(3));
        figures.put("spectra", clusters.spectra(3));
        figures.put("examples", clusters.examples(2, progress));
        figures.put("zipf", tokens.zipf());
        figures.put("heatmap", tokens.profiles().heatmap(5));
        figures.put("clip", tokens.clip());
        figures.put("reconstruction", tokens.reconstruction(progress));
        return figures;
    }

    @Test
    void bagsOfTokensDoNotDependOnTheStores() {
        Configuration fileStores = configuration("files", "files");
        Configuration parquetStore = configuration("none", "parquet");
        figures(fileStores);
        figures(parquetStore);
        for (Split split : Split.values()) {
            TokenBags expected = TokenBags.read(fileStores, split);
            TokenBags actual = TokenBags.read(parquetStore, split);
            assertEquals(expected.ids(), actual.ids());
            assertArrayEquals(expected.features(), actual.features());
        }
    }
}
