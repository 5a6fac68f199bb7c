/**
 * The configuration of a run: a flat set of keys, read from YAML and {@code key=value} overrides, validated before any
 * work.
 *
 * <p>Each stage has a record of {@link audiotokens.option.Option}s; {@link audiotokens.pipeline.config.Configuration}
 * combines them. A new key is a new record component, annotated with its range, default value and description.
 */
@NullMarked
package audiotokens.pipeline.config;

import org.jspecify.annotations.NullMarked;
