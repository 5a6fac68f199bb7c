package audiotokens.pipeline.source;

/**
 * Something in an audio source that cannot be used.
 *
 * @param name the clip's id where it has one, or the name it lies under
 * @param origin the file or shard it lies in
 * @param reason what is wrong with it
 */
public record SourceFault(String name, String origin, String reason) {}
