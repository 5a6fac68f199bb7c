package elsewhere;

import audiotokens.audio.EncodedAudio;
import audiotokens.audio.Waveform;
import audiotokens.pipeline.source.LabeledSource;
import audiotokens.pipeline.source.ListedClip;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Synthetic rising and falling sweeps of one second; the second half of each is quieter. */
public final class Sweeps implements LabeledSource {
    private static final int SAMPLE_RATE = 8000;
    private static final int N_CLIPS = 24;

    @Override
    public List<ListedClip> clips() {
        return IntStream.range(0, N_CLIPS)
                .mapToObj(clip -> new ListedClip("sweep" + clip, List.of(clip % 2 == 0 ? "rising" : "falling")))
                .toList();
    }

    @Override
    public Optional<EncodedAudio> find(String id) {
        if (!id.matches("sweep\\d+")) {
            return Optional.empty();
        }
        int clip = Integer.parseInt(id.substring(5));
        float[] samples = new float[SAMPLE_RATE];
        double phase = 0;
        for (int i = 0; i < SAMPLE_RATE; i++) {
            double position = clip % 2 == 0 ? (double) i / SAMPLE_RATE : 1 - (double) i / SAMPLE_RATE;
            phase += 2 * Math.PI * (200 + 20 * clip + 2500 * position) / SAMPLE_RATE;
            samples[i] = (float) ((i < SAMPLE_RATE / 2 ? 0.5 : 0.1) * Math.sin(phase));
        }
        return Optional.of(EncodedAudio.encode(describe(id), new Waveform(samples, SAMPLE_RATE)));
    }

    @Override
    public String describe(String id) {
        return "synthetic sweep " + id;
    }
}
