package audiotokens.pipeline.dataset;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetOptions;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.source.ClipTable;
import audiotokens.random.PythonRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Divides clips into those that train and those that validate. Every kind of split begins with the original's shuffle
 * of all ids and uses the first {@code datasetRatio} of them.
 */
final class ClipSplitter {
    private final ClipCatalog catalog;
    private final DatasetOptions options;
    private final long seed;

    ClipSplitter(ClipCatalog catalog, Configuration configuration) {
        this.catalog = catalog;
        this.options = configuration.dataset();
        this.seed = configuration.run().seed();
    }

    /** @throws StageException where the lists overlap, or a table that the split needs is missing or says nothing */
    SplitFile split() {
        List<String> shuffled = new ArrayList<>(catalog.ids());
        new PythonRandom(seed).shuffle(shuffled);
        List<String> used = shuffled.subList(0, (int) (shuffled.size() * options.datasetRatio()));
        int train = (int) (used.size() * (1 - options.validationRatio()));
        return switch (options.splitType()) {
            case RANDOM -> new SplitFile(used.subList(0, train), used.subList(train, used.size()));
            case LISTS -> byLists(used);
            case FOLD -> byFold(used);
            case GROUP -> byGroup(used, used.size() - train);
            case STRATIFIED -> new StratifiedSplit(catalog, options.validationRatio()).split(used);
        };
    }

    private SplitFile byLists(List<String> ids) {
        if (options.validationSegments().isEmpty()) {
            throw new StageException("validationSegments: is empty; splitType lists needs the lists of the clips that"
                    + " validate, as eval_segments.csv");
        }
        Set<String> training = SegmentList.ids(options.segments());
        Set<String> validating = SegmentList.ids(options.validationSegments());
        List<String> both =
                validating.stream().filter(training::contains).sorted().toList();
        if (!both.isEmpty()) {
            throw new StageException("validationSegments: " + both.size() + " clips are in segments too, the first is "
                    + both.getFirst() + "; a clip may train or validate, not both");
        }
        return divide(ids, validating::contains);
    }

    private SplitFile byFold(List<String> ids) {
        Map<String, String> folds = column("fold", ClipTable.Row::fold);
        String kept = Integer.toString(options.validationFold());
        List<String> withFold = ids.stream().filter(folds::containsKey).toList();
        if (withFold.stream().noneMatch(id -> folds.get(id).equals(kept))) {
            throw new StageException("validationFold: no clip is in fold " + kept + "; the folds are "
                    + folds.values().stream().distinct().sorted().collect(Collectors.joining(", ")));
        }
        ids.stream().filter(id -> !folds.containsKey(id)).forEach(id -> catalog.notes()
                .problem(id, options.clipTable().toString(), "has no fold in the table"));
        return divide(withFold, id -> folds.get(id).equals(kept));
    }

    /** Whole groups validate, the last of the shuffle first, until there are enough clips. */
    private SplitFile byGroup(List<String> ids, int wanted) {
        Map<String, String> groups = column("group", ClipTable.Row::group);
        Map<String, List<String>> members = new LinkedHashMap<>();
        for (String id : ids.reversed()) {
            members.computeIfAbsent(groups.getOrDefault(id, "\0" + id), group -> new ArrayList<>())
                    .add(id);
        }
        Set<String> validating = new HashSet<>();
        for (List<String> group : members.values()) {
            if (validating.size() + group.size() / 2 < wanted) {
                validating.addAll(group);
            }
        }
        return divide(ids, validating::contains);
    }

    private Map<String, String> column(String name, Function<ClipTable.Row, String> field) {
        if (options.clipTable().isEmpty()) {
            throw new StageException("clipTable: is empty; splitType " + name + " needs a CSV with a column of ids (or"
                    + " file names) and a column '" + name + "'");
        }
        Map<String, String> values = new HashMap<>();
        for (ClipTable.Row row : ClipTable.read(options.clipTable()).rows()) {
            if (!field.apply(row).isEmpty()) {
                values.put(row.id(), field.apply(row));
            }
        }
        if (values.isEmpty()) {
            throw new StageException("clipTable: " + options.clipTable() + " has no column '" + name + "'");
        }
        return values;
    }

    private static SplitFile divide(List<String> ids, Predicate<String> validates) {
        Map<Boolean, List<String>> halves = ids.stream().collect(Collectors.partitioningBy(validates));
        return new SplitFile(halves.get(false), halves.get(true));
    }
}
