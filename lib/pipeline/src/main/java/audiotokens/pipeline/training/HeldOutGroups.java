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
 * Divides training clips into the groups that are held out in turn while a model's settings are chosen. The clip table's
 * folds are such groups where the run splits by them; else the clips of one recording (the column group) stay together,
 * and groups are drawn by the run's seed.
 */
final class HeldOutGroups {
    private static final int GROUPS = 5;
    private static final int MAX_GROUPS = 10;

    private HeldOutGroups() {}

    /** A group number for each clip; two groups or more. */
    static int[] of(Configuration configuration, List<String> ids) {
        Map<String, String> names = names(configuration);
        List<String> units =
                ids.stream().map(id -> names.getOrDefault(id, "\0" + id)).toList();
        List<String> distinct = new ArrayList<>(units.stream().distinct().toList());
        if (distinct.size() < 2) {
            units = ids; // all of one recording: better held out clip by clip than not at all
            distinct = new ArrayList<>(ids);
        }
        int groups = distinct.size() <= MAX_GROUPS ? distinct.size() : GROUPS;
        Collections.shuffle(
                distinct, Random.from(new RandomStreams(configuration.run().seed()).stream("held-out groups")));
        Map<String, Integer> numbers = new HashMap<>();
        for (int unit = 0; unit < distinct.size(); unit++) {
            numbers.put(distinct.get(unit), unit % groups);
        }
        return units.stream().mapToInt(numbers::get).toArray();
    }

    /** The fold or recording of each clip that the clip table tells it of. */
    private static Map<String, String> names(Configuration configuration) {
        if (configuration.dataset().clipTable().isEmpty()) {
            return Map.of();
        }
        Function<ClipTable.Row, String> column =
                configuration.dataset().splitType() == SplitType.FOLD ? ClipTable.Row::fold : ClipTable.Row::group;
        Map<String, String> names = new HashMap<>();
        for (ClipTable.Row row : ClipTable.read(configuration).rows()) {
            if (!column.apply(row).isEmpty()) {
                names.put(row.id(), column.apply(row));
            }
        }
        return names;
    }
}
