package audiotokens.training;

import audiotokens.random.TorchRandom;
import java.util.Arrays;
import java.util.List;

/**
 * In which order the clips train: anew in each epoch, as PyTorch's {@code DataLoader(shuffle=True)} takes them while
 * nothing else, such as dropout, draws from the same generator.
 *
 * <p>The original seeds it anew after it has made its model, so that an order follows from the seed and the epoch's
 * number alone, and a resumed training takes up an unbroken one's.
 *
 * <p>Source: PyTorch's torch/utils/data/dataloader.py and sampler.py.
 */
final class ClipOrder {
    private final long[] seeds;

    /** Draws the seeds of the epochs' orders from {@code random}. */
    ClipOrder(TorchRandom random, int epochs) {
        this.seeds = new long[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            // Each loader first draws a seed for its workers, used or not: the training's here,
            random.nextSeed();
            seeds[epoch] = random.nextSeed();
            // and the validation's here.
            random.nextSeed();
        }
    }

    /** {@code clips} as {@code epoch}, counted from 1, takes them. */
    List<String> of(int epoch, List<String> clips) {
        int[] order = new TorchRandom(seeds[epoch - 1]).permutation(clips.size());
        return Arrays.stream(order).mapToObj(clips::get).toList();
    }
}
