package audiotokens.metrics;

/**
 * A range in which a value lies with some confidence.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {}
