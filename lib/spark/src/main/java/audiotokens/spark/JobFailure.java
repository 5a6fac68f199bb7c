package audiotokens.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes why a Spark job failed, in one line. */
final class JobFailure {
    private static final Pattern ERROR =
            Pattern.compile(Pattern.quote(PartitionFailedException.class.getName()) + ": (.*)");
    private static final Pattern ATTEMPTS = Pattern.compile("failed (\\d+) times");

    private JobFailure() {}

    static String describe(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        Matcher error = ERROR.matcher(text);
        if (error.find()) {
            Matcher attempts = ATTEMPTS.matcher(text);
            return error.group(1) + (attempts.find() ? "; tried " + attempts.group(1) + " times" : "");
        }
        return "Spark: " + text.lines().findFirst().orElse("") + "; run the same command again to resume";
    }
}
