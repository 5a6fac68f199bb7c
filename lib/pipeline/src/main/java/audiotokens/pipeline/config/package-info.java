/**
 * What a run is told: one flat set of keys, read from YAML and {@code key=value} overrides, checked before any work.
 *
 * <p>Each stage has a record of {@link audiotokens.option.Option}s; {@link audiotokens.pipeline.config.Configuration} joins
 * them. A new key is a new record component, nothing else: its range, default and description stand on it.
 */
package audiotokens.pipeline.config;
