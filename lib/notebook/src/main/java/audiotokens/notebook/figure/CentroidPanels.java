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
    private static final double SECONDS_AROUND = 0.2;
    private static final double GAP_SECONDS = 0.1;
    private static final double FADE_SECONDS = 0.01;

    private final Configuration configuration;
    private final ExampleClips clips;
    private final int around;
    private final int gap;

    CentroidPanels(Configuration configuration) {
        this.configuration = configuration;
        this.clips = new ExampleClips(configuration);
        double secondsPerFrame = configuration.spectrogram().secondsPerFrame();
        this.around = (int) Math.round(SECONDS_AROUND / secondsPerFrame);
        this.gap = Math.max(1, (int) Math.round(GAP_SECONDS / secondsPerFrame));
    }

    /** @param examples at least one frame, all with the same token */
    SpectrogramGrid.Panel panel(List<Example> examples) {
        int stride = 2 * around + 1 + gap;
        int frames = examples.size() * stride - gap;
        int nMels = configuration.spectrogram().nMels();
        List<Waveform> waveforms =
                clips
                        .decode(examples.stream()
                                .map(example -> clips.clip(example.clip()))
                                .toList())
                        .stream()
                        .map(ExampleClips::played)
                        .toList();
        int rate = waveforms.getFirst().sampleRate();
        float[] values = new float[nMels * frames];
        float[] samples = new float[sample(frames, rate)];
        Arrays.fill(values, Float.NaN);
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            copyFrames(example, values, frames, i * stride);
            copySamples(example, waveforms.get(i), samples, sample(i * stride, rate), rate);
        }
        fillGaps(values);
        return new SpectrogramGrid.Panel(
                new PlayerList.PlayableClip(caption(examples), new Waveform(samples, rate)),
                SpectrogramImage.of(values, nMels, frames),
                MelAxis.of(configuration.spectrogram()),
                frames * configuration.spectrogram().secondsPerFrame(),
                SpectrogramFigures.unit(configuration.spectrogram()));
    }

    private void copyFrames(Example example, float[] values, int frames, int to) {
        Spectrogram spectrogram = SpectrogramFigures.read(configuration, Split.TRAIN, example.clip());
        for (int offset = 0; offset < 2 * around + 1; offset++) {
            int frame = example.frame() - around + offset;
            for (int mel = 0; mel < spectrogram.nMels() && frame >= 0 && frame < spectrogram.nFrames(); mel++) {
                values[mel * frames + to + offset] = spectrogram.at(mel, frame);
            }
        }
    }

    private void copySamples(Example example, Waveform waveform, float[] samples, int to, int rate) {
        int from = sample(example.frame() - around, rate);
        int length = sample(2 * around + 1, rate);
        double fade = FADE_SECONDS * rate;
        for (int i = 0; i < length && to + i < samples.length; i++) {
            if (from + i >= 0 && from + i < waveform.samples().length && waveform.sampleRate() == rate) {
                double level = Math.min(1, Math.min(i, length - 1 - i) / fade);
                samples[to + i] = (float) (level * waveform.samples()[from + i]);
            }
        }
    }

    /** Gaps and positions outside of a clip have the minimum value. */
    private static void fillGaps(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        for (float value : values) {
            min = Float.isNaN(value) ? min : Math.min(min, value);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isNaN(values[i]) ? min : values[i];
        }
    }

    private int sample(int frame, int rate) {
        return (int) Math.round(frame * configuration.spectrogram().secondsPerFrame() * rate);
    }

    private String caption(List<Example> examples) {
        return "token %d: frames of %s"
                .formatted(
                        examples.getFirst().token(),
                        examples.stream()
                                .map(example -> clips.clip(example.clip()).labels().stream()
                                        .map(Label::name)
                                        .collect(Collectors.joining(" + ")))
                                .collect(Collectors.joining("; ")));
    }
}
