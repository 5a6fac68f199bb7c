package audiotokens.label;

/**
 * A class of sound.
 *
 * @param index its place among the model's outputs, from 0
 * @param id its id in the ontology: AudioSet's mid, as {@code /m/05tny_}
 * @param name its name for people
 */
public record Label(int index, String id, String name) {}
