package audiotokens.token;

import audiotokens.spectrogram.SpectrogramOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A kind of tokenizer, with its options: fits a new one on training clips, or loads one that was saved.
 *
 * <p>A run's configuration names a factory by its class ({@code tokenizerType=my.Factory}), which then is public and has
 * a public constructor without parameters. A notebook passes an object to the stages instead; for a tokenizer that
 * learns nothing {@link #untrained} makes one.
 */
public interface TokenizerFactory {

    /**
     * What runs know this kind of tokenizer by. Stages are computed anew when it changes, so it has to tell apart
     * whatever gives other tokens: put the options into it. By default the simple name of the class.
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Whether its tokenizers read a clip's waveform. Audio is decoded in the stages 'clusters' and 'tokens' only where
     * this is true; otherwise {@link ClipSignal#waveform} has nothing to give there.
     */
    default boolean readsWaveform() {
        return false;
    }

    /**
     * Fits a tokenizer. The result follows from the clips, the options and the seed alone, not from the number of
     * threads.
     *
     * @throws IOException where a clip cannot be read
     * @throws audiotokens.AudioTokensException where the clips are not enough; the message is for the user
     * @throws java.util.concurrent.CancellationException where the calling thread is interrupted
     */
    Tokenizer fit(TrainingClips clips, FitSettings settings) throws IOException;

    /**
     * Loads what {@link Tokenizer#save} wrote, for a factory of the same options.
     *
     * @param mel how the spectrograms are made that it will be given
     * @throws IOException where a file is missing or does not fit the options; the message names it
     */
    Tokenizer load(Path folder, SpectrogramOptions mel) throws IOException;

    /**
     * A factory of tokenizers that learn nothing.
     *
     * @param name what runs know it by, see {@link #name}
     * @param make the tokenizer for spectrograms made with the given options
     */
    static TokenizerFactory untrained(String name, Function<SpectrogramOptions, Tokenizer> make) {
        return new TokenizerFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Tokenizer fit(TrainingClips clips, FitSettings settings) {
                return make.apply(settings.mel());
            }

            @Override
            public Tokenizer load(Path folder, SpectrogramOptions mel) {
                return make.apply(mel);
            }
        };
    }
}
