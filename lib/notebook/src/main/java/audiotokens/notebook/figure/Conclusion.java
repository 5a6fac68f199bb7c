package audiotokens.notebook.figure;

import audiotokens.notebook.experiment.CrossValidationResult;
import audiotokens.notebook.experiment.LabelEfficiency;
import audiotokens.notebook.experiment.PairedDifference;
import audiotokens.notebook.experiment.SweepResult;
import audiotokens.pipeline.config.Configuration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The conclusion of an experiment in one sentence, computed from its results. */
public final class Conclusion {
    private Conclusion() {}

    /**
     * The best run of a sweep, and the runs that do not differ from it by more than the margin.
     *
     * @param margin mAP difference that one validation set cannot resolve: half the width of the 95% interval
     * @throws IllegalArgumentException if there are no results
     */
    public static String ranking(List<SweepResult> results, double margin) {
        requireAny(results);
        List<SweepResult> ranked = results.stream()
                .sorted(Comparator.comparingDouble(SweepResult::meanAveragePrecision)
                        .reversed())
                .toList();
        SweepResult best = ranked.getFirst();
        List<SweepResult> close = ranked.stream()
                .skip(1)
                .filter(result -> isClose(result, best, margin))
                .toList();
        String text = "Highest mAP: " + named(best) + ". ";
        if (close.size() == ranked.size() - 1) {
            return text + format("All %d runs are within %.2f of it.", ranked.size(), margin);
        }
        return text
                + (close.isEmpty()
                        ? format("No other run is within %.2f of it", margin)
                        : format("Within %.2f of it: %s", margin, join(close, Conclusion::named)))
                + "; lowest: " + named(ranked.getLast()) + ".";
    }

    /**
     * How the mAP changes along a sweep of one ordered setting, such as the vocabulary size.
     *
     * @param results in the order of the setting
     * @param margin mAP difference that one validation set cannot resolve: half the width of the 95% interval
     * @throws IllegalArgumentException if there are no results
     */
    public static String trend(List<SweepResult> results, double margin) {
        requireAny(results);
        SweepResult best = highest(results);
        int start = results.indexOf(best);
        int end = start;
        while (start > 0 && isClose(results.get(start - 1), best, margin)) {
            start--;
        }
        while (end + 1 < results.size() && isClose(results.get(end + 1), best, margin)) {
            end++;
        }
        if (end - start + 1 == results.size()) {
            return format("All %d runs are within %.2f of the highest mAP, %s.", results.size(), margin, named(best));
        }
        StringBuilder text = new StringBuilder("The mAP ");
        if (start > 0) {
            text.append("rises from ")
                    .append(named(lowest(results.subList(0, start))))
                    .append(" to ")
                    .append(named(best));
        } else {
            text.append("is highest at ").append(named(best));
        }
        if (start < end) {
            text.append(format(
                    ", is within %.2f of it from %s to %s",
                    margin, results.get(start).name(), results.get(end).name()));
        }
        if (end + 1 < results.size()) {
            text.append(", then falls to ").append(named(lowest(results.subList(end + 1, results.size()))));
        }
        return text.append('.').toString();
    }

    /**
     * The classifier with the highest mAP over all folds, and those that are not significantly lower by a paired bootstrap.
     *
     * @param configuration gives the number of resamples and their seed
     * @throws IllegalArgumentException if there are no results, or if they predicted different clips
     */
    @SuppressWarnings("ReferenceEquality") // one of the list, whose arrays need no comparison
    public static String best(List<CrossValidationResult> results, Configuration configuration) {
        requireAny(results);
        CrossValidationResult best = results.stream()
                .max(Comparator.comparingDouble(CrossValidationResult::meanAveragePrecision))
                .orElseThrow();
        List<PairedDifference> unclear = results.stream()
                .filter(result -> result != best)
                .map(result -> PairedDifference.of(best, result, configuration))
                .filter(difference -> !difference.isSignificant())
                .toList();
        return format("Highest mAP: %.3f (%s). ", best.meanAveragePrecision(), best.name())
                + (unclear.isEmpty()
                        ? "It is significantly higher than every other (95% level, paired bootstrap)."
                        : "Not significantly lower (95% level, paired bootstrap): "
                                + join(unclear, PairedDifference::second) + ".");
    }

    /**
     * What a series of changes achieves in total, and which of them have a significant effect.
     *
     * @param steps two or more, each with all changes of those before it
     * @param configuration gives the number of resamples and their seed
     * @throws IllegalArgumentException if there are fewer than two steps, or if they predicted different clips
     */
    public static String steps(List<CrossValidationResult> steps, Configuration configuration) {
        requireAny(steps);
        List<PairedDifference> changes = IntStream.range(1, steps.size())
                .mapToObj(step -> PairedDifference.of(steps.get(step - 1), steps.get(step), configuration))
                .toList();
        return format(
                        "The mAP changes from %.3f to %.3f. ",
                        steps.getFirst().meanAveragePrecision(), steps.getLast().meanAveragePrecision())
                + differences(changes);
    }

    /**
     * Which differences of mAP have a 95% interval without 0.
     *
     * @throws IllegalArgumentException if there are no differences
     */
    public static String differences(List<PairedDifference> differences) {
        requireAny(differences);
        List<PairedDifference> clear =
                differences.stream().filter(PairedDifference::isSignificant).toList();
        return clear.isEmpty()
                ? format("None of %d differences is significant: each 95%% interval contains 0.", differences.size())
                : format(
                        "Significant at the 95%% level, %d of %d: %s.",
                        clear.size(),
                        differences.size(),
                        join(clear, each -> format("%s %+.3f", each.second(), each.map())));
    }

    /**
     * What pre-training changes, by number of labeled clips.
     *
     * @throws IllegalArgumentException if there are no results
     */
    public static String labelEfficiency(List<LabelEfficiency> results) {
        requireAny(results);
        return "Pre-training changes the mAP by "
                + join(
                        results,
                        each -> format(
                                "%+.3f with %d labeled clips per label (%s)",
                                each.difference().map(),
                                each.labeled(),
                                each.difference().isSignificant() ? "significant" : "not significant"))
                + ".";
    }

    private static boolean isClose(SweepResult result, SweepResult best, double margin) {
        return best.meanAveragePrecision() - result.meanAveragePrecision() <= margin;
    }

    private static SweepResult highest(List<SweepResult> results) {
        return results.stream()
                .max(Comparator.comparingDouble(SweepResult::meanAveragePrecision))
                .orElseThrow();
    }

    private static SweepResult lowest(List<SweepResult> results) {
        return results.stream()
                .min(Comparator.comparingDouble(SweepResult::meanAveragePrecision))
                .orElseThrow();
    }

    private static String named(SweepResult result) {
        return format("%.3f (%s)", result.meanAveragePrecision(), result.name());
    }

    private static void requireAny(List<?> results) {
        if (results.isEmpty()) {
            throw new IllegalArgumentException("there are no results to summarize");
        }
    }

    private static <T> String join(List<T> values, Function<T, String> text) {
        return values.stream().map(text).collect(Collectors.joining(", "));
    }

    @SuppressWarnings("AnnotateFormatMethod") // Error Prone's annotation would be a dependency for one private method
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
