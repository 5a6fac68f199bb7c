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
     * Names the best run of a sweep, and the runs that do not differ from it by more than the margin.
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
        List<SweepResult> closeRuns = ranked.stream()
                .skip(1)
                .filter(result -> isClose(result, best, margin))
                .toList();
        String text = "Highest mAP: " + mapAndName(best) + ". ";
        if (closeRuns.size() == ranked.size() - 1) {
            return text + format("All %d runs are within %.2f of it.", ranked.size(), margin);
        }
        return text
                + (closeRuns.isEmpty()
                        ? format("No other run is within %.2f of it", margin)
                        : format("Within %.2f of it: %s", margin, join(closeRuns, Conclusion::mapAndName)))
                + "; lowest: " + mapAndName(ranked.getLast()) + ".";
    }

    /**
     * Describes how the mAP changes along a sweep of one ordered setting, such as the vocabulary size.
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
            return format(
                    "All %d runs are within %.2f of the highest mAP, %s.", results.size(), margin, mapAndName(best));
        }
        StringBuilder text = new StringBuilder("The mAP ");
        if (start > 0) {
            text.append("rises from ")
                    .append(mapAndName(lowest(results.subList(0, start))))
                    .append(" to ")
                    .append(mapAndName(best));
        } else {
            text.append("is highest at ").append(mapAndName(best));
        }
        if (start < end) {
            text.append(format(
                    ", is within %.2f of it from %s to %s",
                    margin, results.get(start).name(), results.get(end).name()));
        }
        if (end + 1 < results.size()) {
            text.append(", then falls to ").append(mapAndName(lowest(results.subList(end + 1, results.size()))));
        }
        return text.append('.').toString();
    }

    /**
     * Names the classifier with the highest mAP over all folds, and those that are not significantly lower in a paired
     * bootstrap.
     *
     * @param configuration gives the number of resamples and their seed
     * @throws IllegalArgumentException if there are no results, or if they predicted different clips
     */
    @SuppressWarnings("ReferenceEquality") // best is an element of the list
    public static String best(List<CrossValidationResult> results, Configuration configuration) {
        requireAny(results);
        CrossValidationResult best = results.stream()
                .max(Comparator.comparingDouble(CrossValidationResult::meanAveragePrecision))
                .orElseThrow();
        List<PairedDifference> notSignificant = results.stream()
                .filter(result -> result != best)
                .map(result -> PairedDifference.of(best, result, configuration))
                .filter(difference -> !difference.isSignificant())
                .toList();
        return format("Highest mAP: %.3f (%s). ", best.meanAveragePrecision(), best.name())
                + (notSignificant.isEmpty()
                        ? "It is significantly higher than every other (95% level, paired bootstrap)."
                        : "Not significantly lower (95% level, paired bootstrap): "
                                + join(notSignificant, PairedDifference::second) + ".");
    }

    /**
     * Describes the total effect of a series of changes, and names the changes with a significant effect.
     *
     * @param steps results of two or more steps; each step includes the changes of all steps before it
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
     * Names the mAP differences whose 95% interval does not contain 0.
     *
     * @throws IllegalArgumentException if there are no differences
     */
    public static String differences(List<PairedDifference> differences) {
        requireAny(differences);
        List<PairedDifference> significant =
                differences.stream().filter(PairedDifference::isSignificant).toList();
        return significant.isEmpty()
                ? format("None of %d differences is significant: each 95%% interval contains 0.", differences.size())
                : format(
                        "Significant at the 95%% level, %d of %d: %s.",
                        significant.size(),
                        differences.size(),
                        join(significant, change -> format("%s %+.3f", change.second(), change.mapDifference())));
    }

    /**
     * Describes the effect of pre-training for each number of labeled clips.
     *
     * @throws IllegalArgumentException if there are no results
     */
    public static String labelEfficiency(List<LabelEfficiency> results) {
        requireAny(results);
        return "Pre-training changes the mAP by "
                + join(
                        results,
                        result -> format(
                                "%+.3f with %d labeled clips per label (%s)",
                                result.difference().mapDifference(),
                                result.clipsPerLabel(),
                                result.difference().isSignificant() ? "significant" : "not significant"))
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

    private static String mapAndName(SweepResult result) {
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
