package audiotokens.notebook.figure;

import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.TokenizerOptions;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.tokens.LabelProfiles;
import audiotokens.pipeline.tokens.RunTokens;
import audiotokens.pipeline.tokens.TokenReport;
import audiotokens.token.TokenStatistics;
import audiotokens.token.TokenStream;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Figures of stage 4, the tokens stage.
 *
 * @param configuration configuration of the run
 * @param report report of the stage
 */
public record TokenFigures(Configuration configuration, TokenReport report) {

    /** Returns a table of key figures of token usage. */
    public HtmlTable summary() {
        TokenStatistics statistics = report.statistics();
        return HtmlTable.of(Table.create(
                StringColumn.create(
                        "",
                        "training clips",
                        "validation clips",
                        "tokens in the training clips",
                        "distinct tokens",
                        "slope of the Zipf fit",
                        "R² of the Zipf fit",
                        "number of most frequent tokens that make up 80% of all",
                        "ratio of the most to the least frequent token"),
                DoubleColumn.create(
                        "value",
                        report.trainClips(),
                        report.validationClips(),
                        (double) statistics.nTokens(),
                        statistics.nUnique(),
                        statistics.zipf().slope(),
                        statistics.zipf().rSquared(),
                        statistics.coverage(),
                        statistics.maxMinRatio())));
    }

    /** Returns a table of the tokens and how often each occurs in the training clips. */
    public Table table() {
        long[] counts = report.statistics().counts();
        return Table.create(
                IntColumn.create("token", IntStream.range(0, counts.length).toArray()),
                LongColumn.create("frames", counts));
    }

    /** Draws a histogram of token occurrences in the training clips. */
    public Chart distribution() {
        Table table = table();
        return Chart.of(
                "Tokens of the training clips",
                Axis.linear("token"),
                Axis.linear("frames"),
                Series.Columns.of("", table.intColumn("token"), table.longColumn("frames")));
    }

    /**
     * Charts frequency by rank on logarithmic axes with a fit of Zipf's law; one curve per codebook if there are
     * several.
     */
    public Chart zipf() {
        List<TokenStream> streams = RunTokenizer.streams(configuration);
        return streams.stream().map(TokenStream::codebook).distinct().count() == 1
                ? zipfWithFit()
                : zipfOfEachCodebook(streams);
    }

    /** Charts frequency by rank, for the first stream of each codebook that has more than two tokens. */
    private Chart zipfOfEachCodebook(List<TokenStream> streams) {
        List<Series.Line> lines = new ArrayList<>();
        Set<String> codebooks = new HashSet<>();
        for (int index = 0; index < streams.size(); index++) {
            TokenStream stream = streams.get(index);
            if (codebooks.add(stream.codebook()) && stream.vocabularySize() > 2) {
                TokenStatistics statistics = index == 0
                        ? report.statistics()
                        : report.otherStreamStatistics().get(index - 1);
                double[] frequencies =
                        LongStream.of(statistics.frequencies()).asDoubleStream().toArray();
                lines.add(Series.Line.of(
                        "%s (slope %s)"
                                .formatted(
                                        stream.codebook(),
                                        NumberText.shortened(statistics.zipf().slope())),
                        IntStream.rangeClosed(1, frequencies.length)
                                .asDoubleStream()
                                .toArray(),
                        frequencies));
            }
        }
        return Chart.of(
                "Frequency by rank in each codebook, and the slope of the fit of Zipf's law",
                Axis.logarithmic("rank").with(new Axis.Decades()),
                Axis.logarithmic("tokens").with(new Axis.Decades()),
                lines);
    }

    private Chart zipfWithFit() {
        TokenStatistics statistics = report.statistics();
        double[] frequencies =
                LongStream.of(statistics.frequencies()).asDoubleStream().toArray();
        double[] ranks =
                IntStream.rangeClosed(1, frequencies.length).asDoubleStream().toArray();
        TokenStatistics.ZipfFit fit = statistics.zipf();
        double[] fittedFrequencies =
                Arrays.stream(ranks).map(rank -> fit.frequency((int) rank)).toArray();
        return Chart.of(
                "Frequency by rank, and the fit of Zipf's law (slope %s)".formatted(NumberText.shortened(fit.slope())),
                Axis.logarithmic("rank").with(new Axis.Decades()),
                Axis.logarithmic("frames").with(new Axis.Decades()),
                Series.Points.of("tokens", ranks, frequencies),
                Series.Line.of("fit", ranks, fittedFrequencies).withDashes());
    }

    /** Computes the most characteristic tokens per label; reads the tokens of every training clip. */
    public ProfileFigures profiles() {
        try {
            return new ProfileFigures(LabelProfiles.of(configuration));
        } catch (IOException e) {
            throw new StageException("the tokens cannot be read; run the tokens notebook first: " + e.getMessage(), e);
        }
    }

    /**
     * Shows a validation clip with its reconstructions from the spectrogram and from the tokens, as spectrograms and
     * audio.
     */
    public Renderable reconstruction(Progress progress) {
        boolean usesFamilies = configuration.tokenizer().tokenizerType().equals(TokenizerOptions.FAMILIES)
                || !RunTokenizer.families(configuration).isEmpty();
        if (usesFamilies) {
            return HtmlTable.ofNamesAndValues(
                    "reconstruction",
                    "shown only if each token represents a single frame (tokenizerType=kmeans or residual)");
        }
        return new ReconstructionPanels(configuration).of(exampleClip(RunTokens.of(configuration)), progress);
    }

    /** Draws the first token stream of a validation clip over its spectrogram. */
    public Chart clip() {
        return clip(RunTokenizer.streams(configuration).getFirst().name());
    }

    /**
     * Draws one token stream of a validation clip over its spectrogram. If the tokenizer skips silent frames, the
     * tokens are drawn without gaps.
     *
     * @param stream name of the stream
     * @throws StageException if the stream does not exist; the message lists the valid names
     */
    public Chart clip(String stream) {
        RunTokens tokens = RunTokens.of(configuration);
        Clip clip = exampleClip(tokens);
        List<TokenStream> streams = RunTokenizer.streams(configuration);
        List<String> names = streams.stream().map(TokenStream::name).toList();
        int index = names.indexOf(stream);
        if (index < 0) {
            throw new StageException(
                    "there is no token stream '" + stream + "'; it must be one of " + String.join(", ", names));
        }
        return TokensOnSpectrogram.of(
                "Tokens over the spectrogram: " + clip.caption(),
                configuration,
                SpectrogramFigures.read(configuration, Split.VALIDATION, clip.id()),
                index,
                tokens(tokens, clip.id(), index));
    }

    private Clip exampleClip(RunTokens tokens) {
        return new ExampleClips(configuration)
                .choose(Split.VALIDATION, 1, clip -> hasTokens(tokens, clip.id())).stream()
                        .findFirst()
                        .orElseThrow(() -> new StageException("no validation clip has tokens in "
                                + configuration.run().outputPath() + "; run the tokens notebook first"));
    }

    private static boolean hasTokens(RunTokens tokens, String id) {
        try {
            return tokens.contains(Split.VALIDATION, id);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static long[] tokens(RunTokens tokens, String id, int stream) {
        try {
            return tokens.read(Split.VALIDATION, id).streams().get(stream);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static StageException unreadable(IOException e) {
        return new StageException("tokens cannot be read; run the tokens notebook first: " + e.getMessage(), e);
    }
}
