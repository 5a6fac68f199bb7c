package audiotokens.pipeline.neighbors;

import audiotokens.ExceptionMessage;
import audiotokens.audio.AudioException;
import audiotokens.audio.AudioStream;
import audiotokens.audio.AudioWindows;
import audiotokens.audio.FlacEncoder;
import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import audiotokens.bag.StreamBags;
import audiotokens.file.AtomicFile;
import audiotokens.pipeline.inference.SoundModel;
import audiotokens.token.ClipTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads recordings window by window, for {@link NeighborMap}. Thread-safe.
 *
 * @param model computes tokens and scores; not closed
 * @param bags computes the bags of the model's token streams
 */
record SoundReader(SoundModel model, StreamBags bags) {
    private static final int EXCERPT_RATE = 22050;

    /**
     * Reads a recording and writes its loudest window.
     *
     * @param excerpt output file of that window
     * @return the recording; empty if it is completely silent
     * @throws AudioException if the recording cannot be read completely
     * @throws IOException if the excerpt cannot be written
     */
    Optional<ComparedSound> read(Path file, Path excerpt) throws IOException {
        BagSum sum = new BagSum(bags.sources());
        float[] highestScores = new float[model.labels().size()];
        Waveform loudest = null;
        double maxEnergy = 0;
        try (AudioStream stream = AudioStream.open(file);
                AudioWindows windows = model.windows(stream, 0)) {
            int sampleRate = model.sampleRate(stream.sampleRate());
            for (Optional<AudioWindows.Window> next = windows.next(); next.isPresent(); next = windows.next()) {
                Waveform window = new Waveform(next.get().samples(), sampleRate);
                double energy = energy(window.samples());
                if (energy == 0) {
                    continue;
                }
                ClipTokens tokens = tokens(file, window);
                sum.add(bags.of(tokens));
                float[] scores = model.scoresOfTokens(List.of(tokens))[0];
                for (int label = 0; label < highestScores.length; label++) {
                    highestScores[label] = Math.max(highestScores[label], scores[label]);
                }
                if (energy > maxEnergy) {
                    maxEnergy = energy;
                    loudest = window;
                }
            }
        }
        if (loudest == null || sum.isEmpty()) {
            return Optional.empty();
        }
        write(loudest, excerpt);
        return Optional.of(new ComparedSound(file, sum.weightedRoots(), highestScores, excerpt));
    }

    private ClipTokens tokens(Path file, Waveform window) throws AudioException {
        try {
            return model.tokens(window).orElseThrow();
        } catch (IOException e) {
            throw new AudioException(file.toString(), ExceptionMessage.of(e), e);
        }
    }

    private static double energy(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample * (double) sample;
        }
        return sum;
    }

    private static void write(Waveform window, Path file) throws IOException {
        Waveform resampled = window.sampleRate() > EXCERPT_RATE
                ? new Resampler(window.sampleRate(), EXCERPT_RATE).apply(window)
                : window;
        byte[] flac = FlacEncoder.encode(new float[][] {resampled.samples()}, resampled.sampleRate());
        AtomicFile.write(file, out -> out.write(flac));
    }
}
