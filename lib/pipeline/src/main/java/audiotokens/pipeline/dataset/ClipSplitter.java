package audiotokens.pipeline.dataset;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetOptions;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.source.ClipId;
import audiotokens.pipeline.source.ClipTable;
import audiotokens.pipeline.source.SplitName;
import audiotokens.random.PythonRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Splits clips into a training and a validation subset. Every split type first shuffles all ids, as the original Python
 * implementation does, and then uses only the first ids, a fraction of {@code datasetRatio}.
 */
final class ClipSplitter {
    private final ClipCatalog catalog;
    private final Configuration configuration;
    private final DatasetOptions options;
    private final long seed;

    ClipSplitter(ClipCatalog catalog, Configuration configuration) {
        this.catalog = catalog;
        this.configuration = configuration;
        this.options = configuration.dataset();
        this.seed = configuration.run().seed();
    }

    /**
     * Splits the clips of the catalog.
     *
     * @throws StageException if the lists overlap, or a table that the split needs is missing or has no matching column
     */
    SplitFile split() {
        List<String> shuffledIds = new ArrayList<>(catalog.ids());
        new PythonRandom(seed).shuffle(shuffledIds);
        List<String> selectedIds = shuffledIds.subList(0, (int) (shuffledIds.size() * options.datasetRatio()));
        int trainCount = (int) (selectedIds.size() * (1 - options.validationRatio()));
        return switch (options.splitType()) {
            case RANDOM ->
                new SplitFile(selectedIds.subList(0, trainCount), selectedIds.subList(trainCount, selectedIds.size()));
            case LISTS -> splitByLists(selectedIds);
            case FOLD -> splitByFold(selectedIds);
            case GROUP -> splitByGroup(selectedIds, selectedIds.size() - trainCount);
            case STRATIFIED -> new StratifiedSplit(catalog, options.validationRatio()).split(selectedIds);
        };
    }

    private SplitFile splitByLists(List<String> ids) {
        if (options.validationSegments().isEmpty()) {
            if (catalog.splits().isEmpty()) {
                throw new StageException("validationSegments: is empty; splitType lists needs lists of validation"
                        + " clips, such as eval_segments.csv, or a source with its own split: folders train and"
                        + " test, a column 'split', or shards named train and test");
            }
            return splitBySource(ids);
        }
        boolean usesLists =
                switch (options.layout()) {
                    case DEMO, TREE, TAR -> true;
                    case PARQUET, FOLDS, FOLDERS, CUSTOM -> false;
                };
        Set<String> trainingIds = usesLists ? SegmentList.ids(options.segments()) : Set.of();
        Set<String> validationIds = SegmentList.ids(options.validationSegments());
        List<String> overlap =
                validationIds.stream().filter(trainingIds::contains).sorted().toList();
        if (!overlap.isEmpty()) {
            throw new StageException(
                    "validationSegments: " + overlap.size() + " clips are also in segments, the first is "
                            + overlap.getFirst() + "; a clip can be in one subset only");
        }
        return divide(ids, validationIds::contains);
    }

    /** Uses the source's own split; clips outside of it are excluded. */
    private SplitFile splitBySource(List<String> ids) {
        Set<String> splitNames = new HashSet<>(catalog.splits().values());
        Map<Split, List<String>> subsets = new EnumMap<>(Split.class);
        for (Split subset : Split.values()) {
            subsets.put(
                    subset,
                    ids.stream()
                            .filter(id -> SplitName.toSplit(catalog.splits().getOrDefault(id, ""), splitNames)
                                    .filter(subset::equals)
                                    .isPresent())
                            .toList());
        }
        int excludedClips =
                ids.size() - subsets.values().stream().mapToInt(List::size).sum();
        if (excludedClips > 0) {
            catalog.notes()
                    .addRemark(excludedClips
                            + " clips are excluded, since the source assigns them to no split that is used for training or"
                            + " validation; its splits are " + new TreeSet<>(splitNames));
        }
        return new SplitFile(
                Objects.requireNonNull(subsets.get(Split.TRAIN)),
                Objects.requireNonNull(subsets.get(Split.VALIDATION)));
    }

    private SplitFile splitByFold(List<String> ids) {
        Map<String, String> folds = column("fold", ClipTable.Row::fold);
        String validationFold = Integer.toString(options.validationFold());
        if (options.excludedFold() == options.validationFold()) {
            throw new StageException("excludedFold: fold " + validationFold
                    + " is the validation fold (validationFold); it must be another fold, or -1 for none");
        }
        String excludedFold = Integer.toString(options.excludedFold());
        List<String> idsInUsedFolds = ids.stream()
                .filter(id -> folds.containsKey(id) && !excludedFold.equals(folds.get(id)))
                .toList();
        if (idsInUsedFolds.stream().noneMatch(id -> validationFold.equals(folds.get(id)))) {
            throw new StageException("validationFold: no clip is in fold " + validationFold + "; the folds are "
                    + folds.values().stream().distinct().sorted().collect(Collectors.joining(", ")));
        }
        ids.stream().filter(id -> !folds.containsKey(id)).forEach(id -> catalog.notes()
                .addProblem(id, options.clipTable().toString(), "has no fold in the table"));
        return divide(idsInUsedFolds, id -> validationFold.equals(folds.get(id)));
    }

    /**
     * Assigns whole groups to the validation set, from the end of the shuffled ids; a group is skipped if at most half
     * of its clips are still needed.
     */
    private SplitFile splitByGroup(List<String> ids, int targetCount) {
        Map<String, String> groups = column("group", ClipTable.Row::group);
        Map<String, List<String>> members = new LinkedHashMap<>();
        for (String id : ids.reversed()) {
            members.computeIfAbsent(groups.getOrDefault(id, "\0" + id), group -> new ArrayList<>())
                    .add(id);
        }
        Set<String> validationIds = new HashSet<>();
        for (List<String> group : members.values()) {
            if (validationIds.size() + group.size() / 2 < targetCount) {
                validationIds.addAll(group);
            }
        }
        return divide(ids, validationIds::contains);
    }

    private Map<String, String> column(String name, Function<ClipTable.Row, String> field) {
        if (options.clipTable().isEmpty()) {
            throw new StageException("clipTable: is empty; splitType " + name + " needs a CSV with a column of ids (or"
                    + " file names) and a column '" + name + "'");
        }
        Map<String, String> values = new HashMap<>();
        for (ClipTable.Row row : ClipTable.read(configuration).rows()) {
            if (!field.apply(row).isEmpty()) {
                values.put(row.id(), field.apply(row));
                // ids of folder sources are derived from file paths
                values.putIfAbsent(ClipId.fromPath(row.file()), field.apply(row));
            }
        }
        if (values.isEmpty()) {
            throw new StageException("clipTable: " + options.clipTable() + " has no column '" + name + "'");
        }
        return values;
    }

    private static SplitFile divide(List<String> ids, Predicate<String> isValidation) {
        return new SplitFile(
                ids.stream().filter(isValidation.negate()).toList(),
                ids.stream().filter(isValidation).toList());
    }
}
