package audiotokens.token;

import audiotokens.spectrogram.SpectrogramOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Fits a new tokenizer on training clips, or loads a saved one.
 *
 * <p>A run's configuration names a factory by its class ({@code tokenizerType=my.Factory}), which must be public and
 * have a public no-argument constructor. A notebook passes an instance to the stages instead; {@link #withoutTraining}
 * creates one for a tokenizer without learned parameters.
 */
public interface TokenizerFactory {

    /**
     * Returns the tokenizer's name in runs. Stages are recomputed when it changes, so it must include every option that
     * affects the tokens. Defaults to the simple class name.
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Returns whether the tokenizers read a clip's waveform. The clusters and tokens stages decode audio only if this
     * is true; otherwise {@link ClipSignal#waveform} throws.
     */
    default boolean readsWaveform() {
        return false;
    }

    /**
     * Fits a tokenizer. The result depends on the clips, the options and the seed, but not on the number of threads.
     *
     * @throws IOException if a clip cannot be read
     * @throws audiotokens.AudioTokensException if the clips do not suffice; the message is shown to the user
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    Tokenizer fit(TrainingClips clips, FitSettings settings) throws IOException;

    /**
     * Loads a tokenizer that {@link Tokenizer#save} wrote, with the same options.
     *
     * @param mel options of the spectrograms to tokenize
     * @throws IOException if a file is missing or does not match the options; the message names the file
     */
    Tokenizer load(Path folder, SpectrogramOptions mel) throws IOException;

    /**
     * Returns a factory for tokenizers without learned parameters.
     *
     * @param name the tokenizer's name in runs, see {@link #name}
     * @param constructor creates the tokenizer for spectrograms with the given options
     */
    static TokenizerFactory withoutTraining(String name, Function<SpectrogramOptions, Tokenizer> constructor) {
        return new TokenizerFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Tokenizer fit(TrainingClips clips, FitSettings settings) {
                return constructor.apply(settings.mel());
            }

            @Override
            public Tokenizer load(Path folder, SpectrogramOptions mel) {
                return constructor.apply(mel);
            }
        };
    }
}
