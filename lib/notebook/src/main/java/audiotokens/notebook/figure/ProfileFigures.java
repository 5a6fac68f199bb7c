package audiotokens.notebook.figure;

import audiotokens.pipeline.tokens.LabelProfiles;
import audiotokens.pipeline.tokens.LabelProfiles.Profile;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Figures of the most characteristic tokens per label.
 *
 * @param profiles profiles of all labels
 */
public record ProfileFigures(LabelProfiles profiles) {
    private static final int TOKENS_PER_LABEL = 3;

    /**
     * Draws a heatmap of labels (rows) and their characteristic tokens (columns), in the same order, so that high
     * values form a diagonal.
     *
     * @param maxLabels maximum number of labels; those with the most clips are shown
     */
    public Chart heatmap(int maxLabels) {
        List<Profile> shownProfiles = profiles.profiles().stream()
                .sorted(Comparator.comparingInt(Profile::clips).reversed())
                .limit(maxLabels)
                .toList();
        Set<Integer> tokens = new LinkedHashSet<>();
        shownProfiles.forEach(profile -> tokens.addAll(profiles.characteristicTokens(profile, TOKENS_PER_LABEL)));
        double[][] percent =
                shownProfiles.stream().map(profile -> percent(profile, tokens)).toArray(double[][]::new);
        return Chart.of(
                        "Most characteristic tokens of each label",
                        Axis.columns(
                                "token", tokens.stream().map(String::valueOf).toList()),
                        Axis.rows(
                                "",
                                shownProfiles.stream()
                                        .map(profile -> profile.label().name())
                                        .toList()),
                        Series.Heatmap.of(percent, 0, "fraction of the label's tokens (%)"))
                .withHeight(190 + 22 * shownProfiles.size());
    }

    private static double[] percent(Profile profile, Set<Integer> tokens) {
        double[] frequencies = profile.frequencies();
        return tokens.stream().mapToDouble(token -> 100 * frequencies[token]).toArray();
    }

    /** Returns a table of all labels, their numbers of clips and their most characteristic tokens. */
    public Table characteristicTokens() {
        List<Profile> allProfiles = profiles.profiles();
        return Table.create(
                StringColumn.create("label", allProfiles.stream().map(profile -> profile.label()
                        .name())),
                IntColumn.create(
                        "training clips",
                        allProfiles.stream().mapToInt(Profile::clips).toArray()),
                StringColumn.create(
                        "most characteristic tokens",
                        allProfiles.stream()
                                .map(profile -> profiles.characteristicTokens(profile, 2 * TOKENS_PER_LABEL).stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", ")))));
    }
}
