package audiotokens.notebook.figure;

import audiotokens.bag.BagReport;
import audiotokens.bag.BagSource;
import audiotokens.bag.BagTraining.Ablation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Figures of bag-of-tokens classifiers: the codebooks used and their contributions. */
public final class BagFigures {
    private BagFigures() {}

    /** Charts an ablation: the decrease of validation mAP and accuracy without each codebook, most important first. */
    public static Chart ablation(BagReport report) {
        return ablation(List.of(report));
    }

    /** Charts the ablation, averaged over several classifiers, for example one per fold. */
    public static Chart ablation(List<BagReport> reports) {
        Map<String, double[]> decreases = decreases(reports);
        List<String> names = decreases.entrySet().stream()
                .sorted((first, second) -> Double.compare(second.getValue()[0], first.getValue()[0]))
                .map(Map.Entry::getKey)
                .toList();
        return Chart.of(
                        "Ablation: decrease of the validation scores without each codebook",
                        Axis.linear("decrease (percentage points)"),
                        Axis.rows("left out", names),
                        Series.Bars.of("mAP", column(decreases, names, 0)),
                        Series.Bars.of("accuracy", column(decreases, names, 1)))
                .withHeight(170 + 44 * names.size());
    }

    private static double[] column(Map<String, double[]> decreases, List<String> names, int scoreIndex) {
        return names.stream()
                .mapToDouble(name -> Objects.requireNonNull(decreases.get(name))[scoreIndex])
                .toArray();
    }

    /**
     * Returns the mean decrease of mAP and accuracy by codebook, in percentage points. The decrease is 0 for a
     * classifier that does not use the codebook.
     */
    private static Map<String, double[]> decreases(List<BagReport> reports) {
        Map<String, double[]> decreases = new LinkedHashMap<>();
        for (BagReport report : reports) {
            if (report.ablations().size() > 1) {
                Ablation full = report.ablations().getFirst();
                for (Ablation ablation :
                        report.ablations().subList(1, report.ablations().size())) {
                    double[] sums = decreases.computeIfAbsent(ablation.left(), name -> new double[2]);
                    double percentPerReport = 100.0 / reports.size();
                    sums[0] += percentPerReport * (full.meanAveragePrecision() - ablation.meanAveragePrecision());
                    sums[1] += percentPerReport * (full.accuracy() - ablation.accuracy());
                }
            }
        }
        return decreases;
    }

    /** Returns a table of all codebooks with their windows and weights, and the scores without each codebook. */
    public static Table table(BagReport report) {
        List<BagSource> sources = report.sources();
        List<Double> map = new ArrayList<>();
        List<Double> accuracy = new ArrayList<>();
        for (BagSource source : sources) {
            Ablation ablation = report.ablations().stream()
                    .filter(candidate -> candidate.left().equals(source.name()))
                    .findFirst()
                    .orElse(new Ablation(source.name(), Double.NaN, Double.NaN));
            map.add(ablation.meanAveragePrecision());
            accuracy.add(ablation.accuracy());
        }
        double[] weights = report.choice().weights();
        return Table.create(
                StringColumn.create("codebook", sources.stream().map(BagSource::name)),
                DoubleColumn.create(
                        "window (s)",
                        sources.stream().mapToDouble(BagSource::windowSeconds).toArray()),
                DoubleColumn.create(
                        "initial weight",
                        sources.stream().mapToDouble(BagSource::weight).toArray()),
                DoubleColumn.create("weight", IntStream.range(0, weights.length).mapToDouble(i -> weights[i])),
                DoubleColumn.create("mAP without", map),
                DoubleColumn.create("accuracy without", accuracy));
    }
}
