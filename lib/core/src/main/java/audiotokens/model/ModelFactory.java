package audiotokens.model;

import java.util.function.Function;

/**
 * Makes a {@link Model} for the sizes of a run. A run's configuration names a factory by its class
 * ({@code modelType=my.Factory}), which then is public and has a public constructor without parameters; a notebook passes
 * an object to the stages instead.
 */
public interface ModelFactory {

    /**
     * What runs know this model by. A training starts anew when it changes, so put the model's own options into it. By
     * default the simple name of the class.
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * The model for {@code inputs}. The same inputs give the same parameters, so that saved weights fit.
     *
     * @throws IllegalArgumentException where the model cannot read such inputs; the message says why
     */
    Model create(ModelInputs inputs);

    /** A factory of this name. */
    static ModelFactory of(String name, Function<ModelInputs, Model> make) {
        return new ModelFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Model create(ModelInputs inputs) {
                return make.apply(inputs);
            }
        };
    }
}
