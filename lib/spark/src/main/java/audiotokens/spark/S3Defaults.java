package audiotokens.spark;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Settings of {@code s3a://} that differ from Hadoop's defaults, unless the user has set them. */
final class S3Defaults {
    private static final Map<String, String> SETTINGS = Map.of(
            // The default stream reads ahead into memory, which is of no use for clips at random positions.
            "fs.s3a.input.stream.type", "classic",
            // Minimum number of bytes per read: enough for the header of a tar entry, without the clip after it.
            "fs.s3a.readahead.range", "4K");

    private S3Defaults() {}

    static void apply(Configuration hadoop) {
        SETTINGS.forEach((name, value) -> {
            if (isDefault(hadoop, name)) {
                hadoop.set(name, value);
            }
        });
    }

    private static boolean isDefault(Configuration hadoop, String name) {
        String[] sources = hadoop.getPropertySources(name);
        return sources == null || sources[0].equals("core-default.xml");
    }
}
