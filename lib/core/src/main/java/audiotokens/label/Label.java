package audiotokens.label;

import java.io.Serializable;

/**
 * A sound class.
 *
 * @param index index of the model output, from 0
 * @param id ontology id, for example AudioSet's mid {@code /m/05tny_}
 * @param name display name
 */
public record Label(int index, String id, String name) implements Serializable {}
