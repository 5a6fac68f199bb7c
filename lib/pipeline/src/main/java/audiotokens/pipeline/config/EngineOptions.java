package audiotokens.pipeline.config;

import audiotokens.option.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * Options of the engine that processes the clips. These keys affect the speed of a run but not its results, so changing
 * them does not invalidate finished stages.
 *
 * @param sparkConf Spark settings, {@code spark.NAME=VALUE} each. A configuration may also set them as separate keys,
 *     such as {@code spark.executor.memory: 4g}, which are added to this list
 */
public record EngineOptions(
        @Option(value = "Where clips are processed: local (threads of this process) or spark", defaultValue = "local")
                Engine engine,
        @Option(
                        value = "Spark master: local[2], spark://HOST:7077, yarn or k8s://https://HOST:PORT",
                        defaultValue = "local[*]")
                String sparkMaster,
        @Option(
                        value = "Spark settings, spark.NAME=VALUE each; spark.NAME can also be used as a key",
                        defaultValue = "")
                List<String> sparkConf) {
    /** Prefix of the names of Spark settings. */
    static final String SETTING_PREFIX = "spark.";

    /**
     * Matches settings that may hold a secret, by a word in their name, or in an option such as
     * {@code -Dpassword=VALUE}.
     */
    private static final Pattern SECRET =
            Pattern.compile("secret|passw|credential|(token|key)[^=]*=", Pattern.CASE_INSENSITIVE);

    private static final Pattern MASTER =
            Pattern.compile("local(\\[(\\*|\\d+)(,\\d+)?])?|spark://[^/,]+:\\d+(,[^/,]+:\\d+)*|yarn|k8s://.+");
    /** Spark settings that have a key of their own in this library, and that key. */
    private static final Map<String, String> DEDICATED_KEYS =
            Map.of("spark.master", "sparkMaster", "spark.app.name", "outputPath");

    public EngineOptions {
        if (!MASTER.matcher(sparkMaster).matches()) {
            throw new ConfigurationException(
                    "sparkMaster",
                    "'" + sparkMaster + "' is not a master URL; it must be local[2], spark://HOST:7077, yarn or"
                            + " k8s://https://HOST:PORT");
        }
        sparkConf = List.copyOf(rejoin(sparkConf));
        sparkConf.forEach(EngineOptions::check);
    }

    /** Rejoins values that were split at commas: an item that does not start a setting continues the previous value. */
    private static List<String> rejoin(List<String> items) {
        List<String> settings = new ArrayList<>();
        for (String item : items) {
            if (item.startsWith(SETTING_PREFIX) || settings.isEmpty()) {
                settings.add(item);
            } else {
                settings.add(settings.removeLast() + "," + item);
            }
        }
        return settings;
    }

    private static void check(String setting) {
        int equalsIndex = setting.indexOf('=');
        if (!setting.startsWith(SETTING_PREFIX) || equalsIndex <= SETTING_PREFIX.length()) {
            throw new ConfigurationException(
                    "sparkConf", "'" + setting + "' is not a Spark setting; it must have the form spark.NAME=VALUE");
        }
        String name = setting.substring(0, equalsIndex);
        if (DEDICATED_KEYS.containsKey(name)) {
            throw new ConfigurationException(name, "is set by the key " + DEDICATED_KEYS.get(name));
        }
    }

    /** Returns {@link #sparkConf} for publication: values that may be secret are replaced by {@code ***}. */
    List<String> maskedSparkConf() {
        return sparkConf.stream()
                .map(setting -> SECRET.matcher(setting).find()
                        ? setting.substring(0, setting.indexOf('=') + 1) + "***"
                        : setting)
                .toList();
    }

    /** Returns the Spark settings by name; of several with the same name, the last is used. */
    public SequencedMap<String, String> sparkSettings() {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        for (String setting : sparkConf) {
            int equalsIndex = setting.indexOf('=');
            settings.put(setting.substring(0, equalsIndex), setting.substring(equalsIndex + 1));
        }
        return settings;
    }
}
