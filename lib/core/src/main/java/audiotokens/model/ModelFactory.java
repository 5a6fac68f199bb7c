package audiotokens.model;

import java.util.function.Function;

/**
 * Creates a {@link Model} for the sizes of a run. A run's configuration names a factory by its class ({@code
 * modelType=my.Factory}), which must be public and have a public no-argument constructor; a notebook passes an instance
 * to the stages instead.
 */
public interface ModelFactory {

    /**
     * Returns the name that identifies the model in runs. Training restarts when the name changes, so include the
     * model's own options in it. Defaults to the simple class name.
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Returns the model for {@code sizes}. Equal sizes must give equal parameter shapes, so that saved weights can be
     * loaded.
     *
     * @throws IllegalArgumentException if the model does not support such sizes; the message says why
     */
    Model create(ModelSizes sizes);

    /** Returns a factory with this name that creates models by {@code constructor}. */
    static ModelFactory of(String name, Function<ModelSizes, Model> constructor) {
        return new ModelFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Model create(ModelSizes sizes) {
                return constructor.apply(sizes);
            }
        };
    }
}
