package audiotokens.training;

import audiotokens.random.TorchRandom;
import java.util.Arrays;
import java.util.List;

/**
 * In which order the clips train: anew in each epoch, as PyTorch's {@code DataLoader(shuffle=True)} takes them when the
 * model's first weights were the last thing drawn before it, and nothing is drawn for dropout.
 *
 * <p>Source: PyTorch's torch/utils/data/dataloader.py and sampler.py. The order follows from the first weights' seed and
 * the epoch's number alone, so that a resumed training takes up an unbroken one's.
 */
final class ClipOrder {
    private final long[] seeds;

    /** Draws the orders' seeds from {@code random}. */
    ClipOrder(TorchRandom random, int epochs) {
        this.seeds = new long[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            // Each loader draws a seed for its workers first, used or not: the training's here,
            random.nextSeed();
            seeds[epoch] = random.nextSeed();
            // the validation's here.
            random.nextSeed();
        }
    }

    /** {@code clips} as {@code epoch}, counted from 1, takes them. */
    List<String> of(int epoch, List<String> clips) {
        int[] order = new TorchRandom(seeds[epoch - 1]).permutation(clips.size());
        return Arrays.stream(order).mapToObj(clips::get).toList();
    }
}
