package audiotokens.bench;

import audiotokens.model.Batch;
import audiotokens.model.Bert;
import audiotokens.model.ClipInput;
import audiotokens.model.Cnn;
import audiotokens.model.LabeledBatch;
import audiotokens.model.Lstm;
import audiotokens.model.Mlp;
import audiotokens.model.Model;
import audiotokens.model.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Models of the sizes in the original Python implementation, with synthetic batches; {@code environment/bench/gpu.py}
 * has the same models.
 */
enum BenchModel {
    LSTM,
    BERT,
    CNN,
    MLP;

    static final int N_LABELS = 543;
    private static final int VOCABULARY_SIZE = 500;
    private static final int N_MELS = 64;
    private static final int N_FRAMES = 862;

    /** @param dropout whether to use the original's dropout; BERT always does */
    Model model(boolean dropout) {
        return switch (this) {
            case LSTM ->
                new Lstm(VOCABULARY_SIZE, 256, 512, 1, N_LABELS, dropout ? 0.5 : 0, Pooling.LAST, false, false);
            case BERT -> new Bert(VOCABULARY_SIZE, 768, 12, 1, N_LABELS, 0, false);
            case CNN -> new Cnn(N_FRAMES, N_MELS, N_LABELS);
            case MLP -> new Mlp(N_FRAMES, N_MELS, N_LABELS);
        };
    }

    /** Clips of equal length: tokens for the LSTM and BERT, frames for the others. */
    LabeledBatch batch(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ClipInput> inputs = new ArrayList<>();
        float[][] targets = new float[size][N_LABELS];
        for (int clip = 0; clip < size; clip++) {
            inputs.add(input(random));
            targets[clip][random.nextInt(N_LABELS)] = 1;
        }
        List<String> ids = IntStream.range(0, size).mapToObj(Integer::toString).toList();
        return new LabeledBatch(ids, Batch.of(inputs, 0), targets);
    }

    private ClipInput input(SplittableRandom random) {
        if (this == LSTM || this == BERT) {
            int length = this == BERT ? 512 : N_FRAMES;
            return new ClipInput.Tokens(random.longs(length, 0, VOCABULARY_SIZE).toArray());
        }
        float[] values = new float[N_FRAMES * N_MELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new ClipInput.Frames(values, N_MELS);
    }
}
