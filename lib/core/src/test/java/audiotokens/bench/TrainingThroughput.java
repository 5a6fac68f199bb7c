package audiotokens.bench;

import audiotokens.device.DeviceChoice;
import audiotokens.device.DeviceRequest;
import audiotokens.file.FileTree;
import audiotokens.model.Lstm;
import audiotokens.model.Pooling;
import audiotokens.training.Trainer;
import audiotokens.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Trains an LSTM on synthetic token files in a temporary folder. First prints the reading speed in clips per second
 * without training. Then prints one line per epoch: loss, seconds, clips per second, and the fraction of the time spent
 * in training steps; the rest is waiting for batches.
 *
 * <p>Arguments: the device, the precision, the LSTM's hidden size per direction, the number of clips, tokens per clip,
 * batch size, epochs.
 */
public final class TrainingThroughput {
    private TrainingThroughput() {}

    public static void main(String[] arguments) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        DeviceChoice choice = DeviceChoice.of(DeviceRequest.of(arguments[0]), threads);
        System.out.println(choice.description());
        int hiddenSize = Integer.parseInt(arguments[2]);
        int nClips = Integer.parseInt(arguments[3]);
        Lstm model = new Lstm(
                SyntheticTokenDataset.VOCABULARY_SIZE, hiddenSize / 2, hiddenSize, 1, 2, 0, Pooling.LAST, false, false);
        TrainingOptions options = TrainingOptions.of(
                "precision=" + arguments[1],
                "batchSize=" + arguments[5],
                "epochs=" + arguments[6],
                "learningRate=0.001");
        Path folder = Files.createTempDirectory("audio-tokens");
        try {
            SyntheticTokenDataset clips = SyntheticTokenDataset.write(folder, nClips, Integer.parseInt(arguments[4]));
            long start = System.nanoTime();
            clips.ids().forEach(clips::read);
            System.out.printf(
                    Locale.ROOT, "reading: %.0f clips/s on one thread%n", nClips * 1e9 / (System.nanoTime() - start));
            Trainer.with(options)
                    .device(choice.device())
                    .listener(epoch -> System.out.printf(
                            Locale.ROOT,
                            "epoch %d %s: loss %.4f, mAP %.3f, %.2f s, %.0f clips/s, %.1f%% in steps%n",
                            epoch.number(),
                            arguments[1],
                            epoch.trainLoss(),
                            epoch.trainMap().orElse(Double.NaN),
                            epoch.seconds(),
                            nClips / epoch.seconds(),
                            100 * epoch.stepSeconds() / epoch.seconds()))
                    .fit(model, clips)
                    .close();
        } finally {
            FileTree.deleteIfExists(folder);
        }
    }
}
