package audiotokens.bench;

import audiotokens.device.DeviceChoice;
import audiotokens.device.DeviceRequest;
import audiotokens.model.ClipInput;
import audiotokens.model.LabelledClips;
import audiotokens.model.Lstm;
import audiotokens.token.TokenStream;
import audiotokens.training.Trainer;
import audiotokens.training.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Trains the LSTM on made clips that can be told apart, one line an epoch: loss, seconds, clips a second, and the share of
 * the time that was spent in training steps; the rest went into reading, padding and waiting.
 *
 * <p>Arguments: the device, clips, tokens a clip, clips a batch, epochs.
 */
public final class WholeTraining {
    private static final int VOCABULARY = 500;

    private WholeTraining() {}

    public static void main(String[] arguments) {
        int threads = Runtime.getRuntime().availableProcessors();
        DeviceChoice choice = DeviceChoice.of(DeviceRequest.of(arguments[0]), threads);
        System.out.println(choice.sentence());
        int count = Integer.parseInt(arguments[1]);
        TrainingOptions options = TrainingOptions.of("batchSize=" + arguments[3], "epochs=" + arguments[4]);
        Trainer.with(options)
                .device(choice.device())
                .listener(epoch -> System.out.printf(
                        Locale.ROOT,
                        "epoch %d: loss %.4f, %.2f s, %.0f clips/s, %.1f %% in steps%n",
                        epoch.number(),
                        epoch.trainLoss(),
                        epoch.seconds(),
                        count / epoch.seconds(),
                        100 * epoch.stepSeconds() / epoch.seconds()))
                .fit(Lstm.classifier(VOCABULARY, 2), clips(count, Integer.parseInt(arguments[2])))
                .close();
    }

    /** Low tokens have the one label, high ones the other. */
    private static LabelledClips clips(int count, int tokens) {
        SplittableRandom random = new SplittableRandom(1);
        List<LabelledClips.Clip> clips = new ArrayList<>();
        for (int clip = 0; clip < count; clip++) {
            boolean low = clip % 2 == 0;
            long from = low ? 0 : VOCABULARY / 4;
            long[] ids = random.longs(tokens, from, from + 3 * VOCABULARY / 4).toArray();
            clips.add(new LabelledClips.Clip("clip" + clip, new ClipInput.Tokens(ids), Set.of(low ? "low" : "high")));
        }
        return new LabelledClips(clips, List.of(new TokenStream("tokens", VOCABULARY, 0.01)), List.of("low", "high"));
    }
}
