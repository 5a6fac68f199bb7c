package audiotokens.pipeline.training;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.SplitType;
import audiotokens.pipeline.source.ClipTable;
import audiotokens.random.RandomStreams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Assigns training clips to groups for cross-validation of a model's settings. If the run splits by fold, the clip
 * table's folds are the groups; otherwise groups are drawn with the run's seed, and the clips of a recording (column
 * {@code group}) stay together.
 */
final class HeldOutGroups {
    /** Number of groups if there are more than {@link #MAX_GROUPS} folds, recordings or single clips. */
    private static final int DEFAULT_GROUPS = 5;

    private static final int MAX_GROUPS = 10;

    private HeldOutGroups() {}

    /** Returns the group index of each clip; there are at least two groups. */
    static int[] of(Configuration configuration, List<String> ids) {
        Map<String, String> unitsById = unitsById(configuration);
        // a unit is a fold, a recording or a single clip
        List<String> units =
                ids.stream().map(id -> unitsById.getOrDefault(id, "\0" + id)).toList();
        List<String> distinctUnits = new ArrayList<>(units.stream().distinct().toList());
        if (distinctUnits.size() < 2) {
            units = ids; // all clips are from one recording: hold out single clips
            distinctUnits = new ArrayList<>(ids);
        }
        int groupCount = distinctUnits.size() <= MAX_GROUPS ? distinctUnits.size() : DEFAULT_GROUPS;
        Collections.shuffle(
                distinctUnits, Random.from(new RandomStreams(configuration.run().seed()).stream("held-out groups")));
        Map<String, Integer> groupIndices = new HashMap<>();
        for (int unit = 0; unit < distinctUnits.size(); unit++) {
            groupIndices.put(distinctUnits.get(unit), unit % groupCount);
        }
        return units.stream().mapToInt(groupIndices::get).toArray();
    }

    /** Returns the fold or recording of each clip in the clip table. */
    private static Map<String, String> unitsById(Configuration configuration) {
        if (configuration.dataset().clipTable().isEmpty()) {
            return Map.of();
        }
        Function<ClipTable.Row, String> column =
                configuration.dataset().splitType() == SplitType.FOLD ? ClipTable.Row::fold : ClipTable.Row::group;
        Map<String, String> units = new HashMap<>();
        for (ClipTable.Row row : ClipTable.read(configuration).rows()) {
            if (!column.apply(row).isEmpty()) {
                units.put(row.id(), column.apply(row));
            }
        }
        return units;
    }
}
