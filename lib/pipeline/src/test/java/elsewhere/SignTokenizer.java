package elsewhere;

import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.token.ClipSignal;
import audiotokens.token.ClipTokens;
import audiotokens.token.FitSettings;
import audiotokens.token.TokenStream;
import audiotokens.token.Tokenizer;
import audiotokens.token.TokenizerFactory;
import audiotokens.token.TrainingClips;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The token of a frame has 8 bits: the signs of the differences between adjacent bands among the nine lowest. */
public final class SignTokenizer implements TokenizerFactory {
    @Override
    public Tokenizer fit(TrainingClips clips, FitSettings settings) {
        return new Signs(settings.mel());
    }

    @Override
    public Tokenizer load(Path folder, SpectrogramOptions mel) {
        return new Signs(mel);
    }

    /** The tokenizer as defined in a notebook cell. */
    record Signs(SpectrogramOptions mel) implements Tokenizer {
        @Override
        public List<TokenStream> streams() {
            return List.of(new TokenStream("signs", 256, mel.secondsPerFrame()));
        }

        @Override
        public ClipTokens tokenize(ClipSignal clip) throws IOException {
            Spectrogram decibels = clip.spectrogram();
            long[] tokens = new long[decibels.nFrames()];
            for (int frame = 0; frame < tokens.length; frame++) {
                for (int band = 0; band < 8; band++) {
                    boolean rises = decibels.at(band + 1, frame) > decibels.at(band, frame);
                    tokens[frame] |= rises ? 1L << band : 0;
                }
            }
            return ClipTokens.of(tokens);
        }
    }
}
