package audiotokens.token;

import audiotokens.spectrogram.Spectrogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Creates synthetic spectrograms in dB. */
final class SyntheticSpectrograms {
    static final int N_MELS = 16;

    private SyntheticSpectrograms() {}

    /** Creates {@code count} clips of {@code nFrames} frames; each frame has a peak in a random band, and noise. */
    static List<Spectrogram> make(int count, int nFrames, long seed) {
        Random random = new Random(seed);
        List<Spectrogram> clips = new ArrayList<>();
        for (int clip = 0; clip < count; clip++) {
            float[] rows = new float[nFrames * N_MELS];
            for (int frame = 0; frame < nFrames; frame++) {
                int peak = random.nextInt(N_MELS);
                for (int mel = 0; mel < N_MELS; mel++) {
                    rows[frame * N_MELS + mel] = (float) (-20 - 5 * Math.abs(mel - peak) + 3 * random.nextGaussian());
                }
            }
            clips.add(Spectrogram.fromFrames(N_MELS, rows));
        }
        return clips;
    }
}
