package audiotokens.pipeline.source;

/**
 * An unusable entry of an audio source.
 *
 * @param name the clip's id if the entry has one, otherwise the entry's name in the source
 * @param origin file or shard that contains it
 * @param reason what is wrong with it
 */
public record SourceProblem(String name, String origin, String reason) {}
