package audiotokens.pipeline.spectrograms;

import audiotokens.ExceptionMessage;
import audiotokens.audio.AudioException;
import audiotokens.audio.AudioLength;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipDecoder;
import audiotokens.pipeline.run.ItemException;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.spectrogram.MelSpectrogram;
import audiotokens.spectrogram.Normalization;
import audiotokens.spectrogram.SelectedFrames;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;

/**
 * Reads clips and computes their spectrograms. Not thread-safe; holds native memory until closed. Does not close the
 * source.
 */
final class ClipReader implements AutoCloseable {
    private final AudioSource source;
    private final ClipDecoder decoder;
    private final MelSpectrogram transform;

    ClipReader(Configuration configuration, AudioSource source, Normalization normalization) {
        this.source = source;
        this.decoder = new ClipDecoder(configuration, source);
        this.transform = MelSpectrogram.with(configuration.spectrogram(), normalization);
    }

    /**
     * Decodes a clip.
     *
     * @throws AudioException if it is missing or cannot be decoded
     */
    Waveform waveform(ClipToRead clip) throws AudioException {
        return decoder.decode(decoder.find(clip.id()), clip.startSeconds(), clip.endSeconds());
    }

    /**
     * Computes the spectrogram of a decoded clip.
     *
     * @throws AudioException if it cannot be computed, for example because the clip is too short
     */
    Spectrogram spectrogram(ClipToRead clip, Waveform waveform) throws AudioException {
        try {
            return transform.of(waveform);
        } catch (IOException e) {
            throw new AudioException(origin(clip), ExceptionMessage.of(e), e);
        }
    }

    /**
     * Computes selected frames of the clip's spectrogram, from the part of the audio that they need.
     *
     * @throws AudioException if the clip cannot be used
     */
    SelectedFrames frames(ClipToRead clip, BitSet frames) throws AudioException {
        Waveform waveform = decoder.decode(
                decoder.find(clip.id()),
                clip.startSeconds(),
                clip.endSeconds(),
                length -> transform.requiredSamples(length, frames));
        try {
            return transform.of(waveform, frames);
        } catch (IOException e) {
            throw new AudioException(origin(clip), ExceptionMessage.of(e), e);
        }
    }

    /**
     * Decodes a clip and computes its spectrogram.
     *
     * @throws ItemException if it is missing or cannot be used
     */
    Spectrogram read(ClipToRead clip) throws ItemException {
        try {
            return spectrogram(clip, waveform(clip));
        } catch (AudioException e) {
            throw new ItemException(e.origin(), e.reason(), e);
        }
    }

    /**
     * Returns the number of frames of the clip's spectrogram, usually without computing it.
     *
     * @throws ItemException if the clip is missing or cannot be used
     */
    int frameCount(ClipToRead clip) throws ItemException {
        try {
            EncodedAudio audio = decoder.find(clip.id());
            Optional<AudioLength> length = decoder.lengthWithoutDecoding(audio, clip.startSeconds(), clip.endSeconds());
            return length.isPresent()
                    ? transform.nFrames(length.get())
                    : transform.nFrames(decoder.decode(audio, clip.startSeconds(), clip.endSeconds()));
        } catch (AudioException e) {
            throw new ItemException(e.origin(), e.reason(), e);
        } catch (IOException e) {
            throw new ItemException(origin(clip), ExceptionMessage.of(e), e);
        }
    }

    private String origin(ClipToRead clip) {
        try {
            return decoder.find(clip.id()).origin();
        } catch (AudioException e) {
            return source.describe(clip.id());
        }
    }

    @Override
    public void close() {
        decoder.close();
    }
}
