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
 * Checks whether another program's spectrograms match this configuration, using samples of the files and their audio:
 * number of mel bands, value range and number of frames.
 *
 * @param configuration configuration of the run
 * @param source audio source of the clips
 */
record AdoptedSpectrogramsCheck(Configuration configuration, AudioSource source) {
    private static final int MAX_CANDIDATES = 1000;
    private static final int MAX_FILES = 16;
    private static final int MAX_DECODED_CLIPS = 4;
    /**
     * Relative tolerance of the frame count: programs differ in how they resample the last samples and count incomplete
     * frames.
     */
    private static final double RELATIVE_TOLERANCE = 0.02;

    private static final int FRAME_TOLERANCE = 2;
    /** Maximum range of values normalized with corpus statistics, in standard deviations. */
    private static final double MAX_NORMALIZED_RANGE = 20;

    private static final String REMEDY = ". The files are another program's and are not changed: set the keys to"
            + " the values that the files were computed with, or choose another outputPath to compute new ones";

    private record CheckedFile(ClipToRead clip, Path file, int frames) {}

    /**
     * Checks a sample of the files.
     *
     * @return what was checked, as a sentence for the user
     * @throws StageException if a file contradicts a key; the message names both
     */
    String check(List<ClipToRead> clips) {
        List<CheckedFile> checkedFiles = new ArrayList<>();
        for (ClipToRead clip : sample(clips)) {
            Path file = RunFolder.of(configuration).spectrogram(clip.split(), clip.id());
            try {
                checkedFiles.add(new CheckedFile(clip, file, checkedFrameCount(file, NpyFile.readFloats(file, 2))));
            } catch (IOException e) {
                // a damaged file affects only its own clip, which the stage reports
            }
        }
        int decoded = checkFrames(checkedFiles);
        return checkedFiles.size()
                + " of another program's spectrograms have the mel bands and the value range of this configuration; "
                + (decoded == 0
                        ? "there is no audio to compare their frame counts with."
                        : decoded + " were compared with their audio and have the expected number of frames.");
    }

    /** Returns up to {@link #MAX_FILES} clips with a file, evenly spaced among up to {@link #MAX_CANDIDATES} clips. */
    private List<ClipToRead> sample(List<ClipToRead> clips) {
        int candidates = Math.min(MAX_CANDIDATES, clips.size());
        List<ClipToRead> existing = IntStream.range(0, candidates)
                .mapToObj(i -> clips.get((int) ((long) i * clips.size() / candidates)))
                .filter(clip -> Files.exists(RunFolder.of(configuration).spectrogram(clip.split(), clip.id())))
                .toList();
        int count = Math.min(MAX_FILES, existing.size());
        return IntStream.range(0, count)
                .mapToObj(i -> existing.get(i * existing.size() / count))
                .toList();
    }

    /** Returns the number of frames, after checking the mel bands and the value range. */
    private int checkedFrameCount(Path file, NpyFile.Floats spectrogram) {
        SpectrogramOptions options = configuration.spectrogram();
        int nMels = spectrogram.shape()[0];
        if (nMels != options.nMels()) {
            throw new StageException(
                    "nMels: " + file + " has " + nMels + " mel bands, but nMels is " + options.nMels() + REMEDY);
        }
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : spectrogram.values()) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        boolean normalized = min == 0 && max == 1;
        if (min < max && normalized != options.normalize()) {
            throw new StageException("normalize: " + file + " has values from " + min + " to " + max + ", as with "
                    + (normalized ? "normalize=true" : "normalize=false") + ", but normalize is "
                    + options.normalize() + REMEDY);
        }
        if (options.normalizeCorpus() && max - min > MAX_NORMALIZED_RANGE) {
            throw new StageException("normalizeCorpus: " + file + " has values from " + min + " to " + max
                    + ", which are decibels, but normalizeCorpus is true" + REMEDY);
        }
        return spectrogram.shape()[1];
    }

    /**
     * Compares a few files with their audio. Fails only if more than half of them mismatch, since single recordings may
     * have changed.
     */
    private int checkFrames(List<CheckedFile> checkedFiles) {
        List<String> mismatches = new ArrayList<>();
        int decoded = 0;
        try (ClipDecoder decoder = new ClipDecoder(configuration, source)) {
            for (CheckedFile checkedFile : checkedFiles) {
                if (decoded == MAX_DECODED_CLIPS) {
                    break;
                }
                try {
                    mismatch(checkedFile, decoder).ifPresent(mismatches::add);
                    decoded++;
                } catch (AudioException e) {
                    // skip clips whose audio is missing or unusable
                }
            }
        }
        if (2 * mismatches.size() > decoded) {
            throw new StageException(mismatches.getFirst() + REMEDY);
        }
        return decoded - mismatches.size();
    }

    /**
     * Returns a description of a mismatch. The original Python implementation decodes the whole file, this program only
     * the segment: the frame count of either is accepted.
     */
    private Optional<String> mismatch(CheckedFile found, ClipDecoder decoder) throws AudioException {
        ClipToRead clip = found.clip();
        EncodedAudio audio = decoder.find(clip.id());
        Waveform segment = decoder.decode(audio, clip.startSeconds(), clip.endSeconds());
        long segmentFrames = expectedFrames(segment);
        if (found.frames() < segmentFrames * (1 - RELATIVE_TOLERANCE) - FRAME_TOLERANCE) {
            return Optional.of(describe(found, segment, segmentFrames));
        }
        Waveform recording = decoder.decode(audio, 0, 0);
        boolean isTruncated =
                recording.seconds() > 0.99 * configuration.spectrogram().maxSeconds();
        if (!isTruncated && found.frames() > expectedFrames(recording) * (1 + RELATIVE_TOLERANCE) + FRAME_TOLERANCE) {
            return Optional.of(describe(found, recording, expectedFrames(recording)));
        }
        return Optional.empty();
    }

    private long expectedFrames(Waveform waveform) {
        double samples = waveform.seconds() * configuration.spectrogram().sampleRate();
        return 1 + (long) (samples / configuration.spectrogram().hopLength());
    }

    private String describe(CheckedFile found, Waveform audio, long expected) {
        SpectrogramOptions options = configuration.spectrogram();
        long hop = Math.round(audio.seconds() * options.sampleRate() / Math.max(0.5, found.frames() - 0.5));
        return ("hopLength: %s has %,d frames, but hopLength=%d and sampleRate=%d give %,d for its %.2f s of audio;"
                        + " its frame count corresponds to a hopLength of about %d")
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
