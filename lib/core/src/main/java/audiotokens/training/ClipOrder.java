package audiotokens.training;

import audiotokens.random.TorchRandom;
import java.util.Arrays;
import java.util.List;

/**
 * The shuffled order of training clips in each epoch: the same as PyTorch's {@code DataLoader(shuffle=True)} if nothing
 * else, such as dropout, draws from PyTorch's generator.
 *
 * <p>The original Python implementation reseeds the generator after it creates the model. The order therefore depends
 * only on the seed and the epoch number, and a resumed run has the same orders as an uninterrupted one.
 *
 * <p>Source: PyTorch's torch/utils/data/dataloader.py and sampler.py.
 */
final class ClipOrder {
    private final long[] seeds;

    /** Draws the seed of each epoch's order from {@code random}. */
    ClipOrder(TorchRandom random, int epochs) {
        this.seeds = new long[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            // a DataLoader always draws a base seed for its workers: here the training loader's
            random.nextSeed();
            seeds[epoch] = random.nextSeed();
            // the validation loader's base seed
            random.nextSeed();
        }
    }

    /** Returns {@code clips} in the order for {@code epoch}; the first epoch is 1. */
    List<String> shuffled(int epoch, List<String> clips) {
        int[] order = new TorchRandom(seeds[epoch - 1]).permutation(clips.size());
        return Arrays.stream(order).mapToObj(clips::get).toList();
    }
}
