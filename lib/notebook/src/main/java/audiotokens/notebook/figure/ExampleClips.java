package audiotokens.notebook.figure;

import audiotokens.audio.AudioException;
import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import audiotokens.label.Label;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.ClipDecoder;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.pipeline.source.AudioSources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A few clips of a run as examples; the selection is deterministic. */
final class ExampleClips {
    /** Maximum sample rate of players, in Hz: keeps pages small but sounds recognizable. */
    private static final int PLAYBACK_RATE = 16_000;

    private final Configuration configuration;
    private final ClipCatalog catalog;

    ExampleClips(Configuration configuration) {
        this.configuration = configuration;
        this.catalog = Metadata.read(configuration);
    }

    /** Chooses up to {@code count} usable clips of a subset, with as many different labels as possible. */
    List<Clip> choose(Split subset, int count, Predicate<Clip> usable) {
        List<Clip> candidates =
                new ArrayList<>(SplitFile.read(RunFolder.of(configuration).split()).ids(subset).stream()
                        .map(catalog::find)
                        .flatMap(Optional::stream)
                        .filter(clip -> !clip.labels().isEmpty())
                        .limit(50L * count)
                        .toList());
        List<Clip> chosen = new ArrayList<>();
        Set<Label> shownLabels = new HashSet<>();
        while (chosen.size() < count && !candidates.isEmpty()) {
            Clip candidate = candidates.stream()
                    .max(Comparator.comparingLong(clip -> clip.labels().stream()
                            .filter(label -> !shownLabels.contains(label))
                            .count()))
                    .orElseThrow();
            candidates.remove(candidate);
            if (usable.test(candidate)) {
                chosen.add(candidate);
                shownLabels.addAll(candidate.labels());
            }
        }
        return chosen;
    }

    /** Chooses clips like {@link #choose}, among those that can be decoded, and adds captions and audio. */
    List<PlayerList.PlayableClip> choosePlayable(Split subset, int count) {
        List<PlayerList.PlayableClip> playable = new ArrayList<>();
        try (AudioSource source = AudioSources.open(configuration);
                ClipDecoder decoder = new ClipDecoder(configuration, source)) {
            choose(subset, count, clip -> {
                try {
                    playable.add(new PlayerList.PlayableClip(clip.caption(), forPlayback(decoder.decode(clip))));
                    return true;
                } catch (AudioException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            throw unreadable(e);
        }
        return playable;
    }

    /** Returns the clips with captions and audio. */
    List<PlayerList.PlayableClip> playable(List<Clip> clips) {
        List<Waveform> waveforms = decode(clips);
        return IntStream.range(0, clips.size())
                .mapToObj(i -> new PlayerList.PlayableClip(clips.get(i).caption(), forPlayback(waveforms.get(i))))
                .toList();
    }

    /** Decodes clips at their own sample rates. */
    List<Waveform> decode(List<Clip> clips) {
        List<Waveform> waveforms = new ArrayList<>();
        try (AudioSource source = AudioSources.open(configuration);
                ClipDecoder decoder = new ClipDecoder(configuration, source)) {
            for (Clip clip : clips) {
                waveforms.add(decodeOrSilence(clip, decoder));
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return waveforms;
    }

    private static StageException unreadable(IOException e) {
        return new StageException("the audio of the example clips cannot be read: " + e.getMessage(), e);
    }

    /** Resamples to at most {@value #PLAYBACK_RATE} Hz, for smaller pages. */
    static Waveform forPlayback(Waveform waveform) {
        return waveform.sampleRate() <= PLAYBACK_RATE
                ? waveform
                : new Resampler(waveform.sampleRate(), PLAYBACK_RATE).apply(waveform);
    }

    /** Returns a clip of the run by its id. */
    Clip clip(String id) {
        return catalog.find(id).orElseThrow();
    }

    /** Decodes a clip, or returns silence if it cannot be decoded; the problem list contains the reason. */
    private static Waveform decodeOrSilence(Clip clip, ClipDecoder decoder) {
        try {
            return decoder.decode(clip);
        } catch (AudioException e) {
            return new Waveform(new float[1], PLAYBACK_RATE);
        }
    }
}
