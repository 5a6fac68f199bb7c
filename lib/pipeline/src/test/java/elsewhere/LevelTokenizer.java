package elsewhere;

import audiotokens.audio.Waveform;
import audiotokens.file.NpyFile;
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

/**
 * Computes two streams with different hops from the waveform. A token is 1 if the RMS level of its step is above
 * the mean level of the training clips.
 */
public final class LevelTokenizer implements TokenizerFactory {
    @Override
    public boolean readsWaveform() {
        return true;
    }

    @Override
    public Tokenizer fit(TrainingClips clips, FitSettings settings) throws IOException {
        double sum = 0;
        for (int i = 0; i < clips.size(); i++) {
            float[] samples = clips.clip(i).waveform().samples();
            sum += level(samples, 0, samples.length);
        }
        return new ThresholdTokenizer((float) (sum / clips.size()));
    }

    @Override
    public Tokenizer load(Path folder, SpectrogramOptions mel) throws IOException {
        return new ThresholdTokenizer(
                NpyFile.readFloats(folder.resolve("threshold.npy"), 1).values()[0]);
    }

    private static double level(float[] samples, int start, int end) {
        double squares = 0;
        for (int i = start; i < end; i++) {
            squares += (double) samples[i] * samples[i];
        }
        return Math.sqrt(squares / (end - start));
    }

    record ThresholdTokenizer(float threshold) implements Tokenizer {
        @Override
        public List<TokenStream> streams() {
            return List.of(new TokenStream("short", 2, 0.05), new TokenStream("long", 2, 0.5));
        }

        @Override
        public ClipTokens tokenize(ClipSignal clip) throws IOException {
            Waveform sound = clip.waveform();
            return new ClipTokens(List.of(tokens(sound, 0.05), tokens(sound, 0.5)));
        }

        private long[] tokens(Waveform sound, double stepSeconds) {
            int stepSamples = (int) Math.round(stepSeconds * sound.sampleRate());
            long[] tokens = new long[sound.samples().length / stepSamples];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = level(sound.samples(), i * stepSamples, (i + 1) * stepSamples) > threshold ? 1 : 0;
            }
            return tokens;
        }

        @Override
        public void save(Path folder) throws IOException {
            NpyFile.write(folder.resolve("threshold.npy"), new float[] {threshold}, 1);
        }
    }
}
