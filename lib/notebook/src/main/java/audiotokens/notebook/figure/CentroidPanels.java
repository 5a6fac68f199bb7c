package audiotokens.notebook.figure;

import audiotokens.audio.Waveform;
import audiotokens.label.Label;
import audiotokens.pipeline.clusters.CentroidExamples.Example;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Split;
import audiotokens.spectrogram.Spectrogram;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The frames nearest to a token's centroid, each with its context, concatenated with short gaps: a single frame is too
 * short to be heard.
 */
final class CentroidPanels {
    private static final double CONTEXT_SECONDS = 0.2;
    private static final double GAP_SECONDS = 0.1;
    private static final double FADE_SECONDS = 0.01;

    private final Configuration configuration;
    private final ExampleClips clips;
    private final int contextFrames;
    private final int gapFrames;

    CentroidPanels(Configuration configuration) {
        this.configuration = configuration;
        this.clips = new ExampleClips(configuration);
        double secondsPerFrame = configuration.spectrogram().secondsPerFrame();
        this.contextFrames = (int) Math.round(CONTEXT_SECONDS / secondsPerFrame);
        this.gapFrames = Math.max(1, (int) Math.round(GAP_SECONDS / secondsPerFrame));
    }

    /** @param examples at least one frame, all with the same token */
    SpectrogramGrid.Panel panel(List<Example> examples) {
        int stride = 2 * contextFrames + 1 + gapFrames;
        int nFrames = examples.size() * stride - gapFrames;
        int nMels = configuration.spectrogram().nMels();
        List<Waveform> waveforms =
                clips
                        .decode(examples.stream()
                                .map(example -> clips.clip(example.clipId()))
                                .toList())
                        .stream()
                        .map(ExampleClips::forPlayback)
                        .toList();
        int rate = waveforms.getFirst().sampleRate();
        float[] values = new float[nMels * nFrames];
        float[] samples = new float[sampleIndex(nFrames, rate)];
        Arrays.fill(values, Float.NaN);
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            copyFrames(example, values, nFrames, i * stride);
            copySamples(example, waveforms.get(i), samples, sampleIndex(i * stride, rate), rate);
        }
        fillGaps(values);
        return new SpectrogramGrid.Panel(
                new PlayerList.PlayableClip(caption(examples), new Waveform(samples, rate)),
                SpectrogramImage.of(values, nMels, nFrames),
                MelAxis.of(configuration.spectrogram()),
                nFrames * configuration.spectrogram().secondsPerFrame(),
                SpectrogramFigures.unit(configuration.spectrogram()));
    }

    private void copyFrames(Example example, float[] values, int nFrames, int start) {
        Spectrogram spectrogram = SpectrogramFigures.read(configuration, Split.TRAIN, example.clipId());
        for (int offset = 0; offset < 2 * contextFrames + 1; offset++) {
            int frame = example.frame() - contextFrames + offset;
            for (int mel = 0; mel < spectrogram.nMels() && frame >= 0 && frame < spectrogram.nFrames(); mel++) {
                values[mel * nFrames + start + offset] = spectrogram.at(mel, frame);
            }
        }
    }

    private void copySamples(Example example, Waveform waveform, float[] samples, int start, int rate) {
        int sourceStart = sampleIndex(example.frame() - contextFrames, rate);
        int length = sampleIndex(2 * contextFrames + 1, rate);
        double fadeSamples = FADE_SECONDS * rate;
        for (int i = 0; i < length && start + i < samples.length; i++) {
            if (sourceStart + i >= 0 && sourceStart + i < waveform.samples().length && waveform.sampleRate() == rate) {
                double gain = Math.min(1, Math.min(i, length - 1 - i) / fadeSamples);
                samples[start + i] = (float) (gain * waveform.samples()[sourceStart + i]);
            }
        }
    }

    /** Fills gaps and positions outside a clip with the minimum value. */
    private static void fillGaps(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        for (float value : values) {
            min = Float.isNaN(value) ? min : Math.min(min, value);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isNaN(values[i]) ? min : values[i];
        }
    }

    private int sampleIndex(int frame, int rate) {
        return (int) Math.round(frame * configuration.spectrogram().secondsPerFrame() * rate);
    }

    private String caption(List<Example> examples) {
        return "token %d: frames of %s"
                .formatted(
                        examples.getFirst().token(),
                        examples.stream()
                                .map(example -> clips.clip(example.clipId()).labels().stream()
                                        .map(Label::name)
                                        .collect(Collectors.joining(" + ")))
                                .collect(Collectors.joining("; ")));
    }
}
