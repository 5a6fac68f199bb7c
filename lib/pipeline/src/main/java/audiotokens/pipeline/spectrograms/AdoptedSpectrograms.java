package audiotokens.pipeline.spectrograms;

import audiotokens.audio.AudioException;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipDecoder;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.spectrogram.SpectrogramOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether spectrograms of another program are what this configuration makes, as far as some of the files and their audio
 * can tell: the number of mel bands, the range of the values, the number of frames.
 *
 * @param configuration of the run
 * @param source of the clips' audio
 */
record AdoptedSpectrograms(Configuration configuration, AudioSource source) {
    private static final int CANDIDATES = 1000;
    private static final int READ = 16;
    private static final int DECODED = 4;
    /** Programs count the last, incomplete frames and resample the last samples in ways of their own. */
    private static final double TOLERANCE = 0.02;

    private static final int FEW_FRAMES = 2;
    private static final double WIDEST_NORMALIZED = 20;
    private static final String REMEDY = ". The files are another program's and stay: set the keys that they were made"
            + " with, or choose another outputPath to make new ones";

    private record Found(ClipToRead clip, Path file, int frames) {}

    /**
     * Checks some of the files.
     *
     * @return what was checked, for a person to read
     * @throws StageException where a key contradicts a file; the message names both
     */
    String check(List<ClipToRead> clips) {
        List<Found> found = new ArrayList<>();
        for (ClipToRead clip : some(clips)) {
            Path file = RunFolder.of(configuration).spectrogram(clip.split(), clip.id());
            try {
                found.add(new Found(clip, file, frames(file, NpyFile.readFloats(file, 2))));
            } catch (IOException e) {
                // a damaged file costs its own clip, which the stage notes
            }
        }
        int decoded = checkFrames(found);
        return found.size()
                + " of another program's spectrograms have the mel bands and the range of this configuration; "
                + (decoded == 0
                        ? "there is no audio to compare their frames with."
                        : decoded + " were compared with their audio and have its number of frames.");
    }

    /** Some clips that have a file, from all over the list. */
    private List<ClipToRead> some(List<ClipToRead> clips) {
        int candidates = Math.min(CANDIDATES, clips.size());
        List<ClipToRead> there = IntStream.range(0, candidates)
                .mapToObj(i -> clips.get((int) ((long) i * clips.size() / candidates)))
                .filter(clip -> Files.exists(RunFolder.of(configuration).spectrogram(clip.split(), clip.id())))
                .toList();
        int chosen = Math.min(READ, there.size());
        return IntStream.range(0, chosen)
                .mapToObj(i -> there.get(i * there.size() / chosen))
                .toList();
    }

    private int frames(Path file, NpyFile.Floats spectrogram) {
        SpectrogramOptions options = configuration.spectrogram();
        int nMels = spectrogram.shape()[0];
        if (nMels != options.nMels()) {
            throw new StageException(
                    "nMels: " + file + " has " + nMels + " mel bands where nMels is " + options.nMels() + REMEDY);
        }
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : spectrogram.values()) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        boolean normalized = min == 0 && max == 1;
        if (min < max && normalized != options.normalize()) {
            throw new StageException("normalize: " + file + " holds values from " + min + " to " + max + ", as "
                    + (normalized ? "normalize=true" : "normalize=false") + " makes them, where normalize is "
                    + options.normalize() + REMEDY);
        }
        if (options.normalizeCorpus() && max - min > WIDEST_NORMALIZED) {
            throw new StageException("normalizeCorpus: " + file + " holds values from " + min + " to " + max
                    + ", which are decibels, where normalizeCorpus is true" + REMEDY);
        }
        return spectrogram.shape()[1];
    }

    /** Compares a few files with their audio; a single one that differs may be of another recording. */
    private int checkFrames(List<Found> found) {
        List<String> contradictions = new ArrayList<>();
        int decoded = 0;
        try (ClipDecoder decoder = new ClipDecoder(configuration, source)) {
            for (Found each : found) {
                if (decoded == DECODED) {
                    break;
                }
                try {
                    contradiction(each, decoder).ifPresent(contradictions::add);
                    decoded++;
                } catch (AudioException e) {
                    // a clip whose audio is not there, or cannot be used, tells nothing
                }
            }
        }
        if (2 * contradictions.size() > decoded) {
            throw new StageException(contradictions.getFirst() + REMEDY);
        }
        return decoded - contradictions.size();
    }

    /** The original takes the whole file where this program takes the segment: either number of frames is right. */
    private Optional<String> contradiction(Found found, ClipDecoder decoder) throws AudioException {
        ClipToRead clip = found.clip();
        EncodedAudio audio = decoder.find(clip.id());
        Waveform segment = decoder.decode(audio, clip.startSeconds(), clip.endSeconds());
        long least = frames(segment);
        if (found.frames() < least * (1 - TOLERANCE) - FEW_FRAMES) {
            return Optional.of(describe(found, segment, least));
        }
        Waveform whole = decoder.decode(audio, 0, 0);
        boolean isCut = whole.seconds() > 0.99 * configuration.spectrogram().maxSeconds();
        if (!isCut && found.frames() > frames(whole) * (1 + TOLERANCE) + FEW_FRAMES) {
            return Optional.of(describe(found, whole, frames(whole)));
        }
        return Optional.empty();
    }

    private long frames(Waveform waveform) {
        double samples = waveform.seconds() * configuration.spectrogram().sampleRate();
        return 1 + (long) (samples / configuration.spectrogram().hopLength());
    }

    private String describe(Found found, Waveform audio, long expected) {
        SpectrogramOptions options = configuration.spectrogram();
        long hop = Math.round(audio.seconds() * options.sampleRate() / Math.max(0.5, found.frames() - 0.5));
        return "hopLength: %s has %,d frames where hopLength=%d and sampleRate=%d make %,d of its %.2f s of audio; about hopLength=%d would make as many"
                .formatted(
                        found.file(),
                        found.frames(),
                        options.hopLength(),
                        options.sampleRate(),
                        expected,
                        audio.seconds(),
                        hop);
    }
}
