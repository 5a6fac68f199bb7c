package audiotokens.training;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import audiotokens.work.VectorModule;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A fused step of {@link AdamW}: one pass over the parameter, its gradient and its moments, whereas the engine's
 * separate operations make a dozen passes and allocate an array for each.
 */
final class AdamWUpdate {
    /** Minimum number of values per thread. */
    private static final int MIN_VALUES_PER_PART = 1 << 16;

    private final float learningRate;
    private final float weightDecay;
    private final float beta1;
    private final float beta2;
    private final float epsilon;
    private final float scale;
    /** Weight-decay factor. */
    private final float decayFactor;

    private final float oneMinusBeta1;
    private final float oneMinusBeta2;
    /** Step size: minus the learning rate over the bias correction of the first moment. */
    private final float negativeStepSize;
    /** Square root of the bias correction of the second moment. */
    private final float rootOfCorrection;

    /**
     * @param scale factor of all gradients, for clipping
     * @param step number of this step, from 1
     */
    AdamWUpdate(
            double learningRate,
            double weightDecay,
            double scale,
            double beta1,
            double beta2,
            double epsilon,
            long step) {
        this.learningRate = (float) learningRate;
        this.weightDecay = (float) weightDecay;
        this.beta1 = (float) beta1;
        this.beta2 = (float) beta2;
        this.epsilon = (float) epsilon;
        this.scale = (float) scale;
        decayFactor = (float) (1 - learningRate * weightDecay);
        oneMinusBeta1 = (float) (1 - beta1);
        oneMinusBeta2 = (float) (1 - beta2);
        negativeStepSize = (float) (-learningRate / (1 - Math.pow(beta1, (double) step)));
        rootOfCorrection = (float) Math.sqrt(1 - Math.pow(beta2, (double) step));
    }

    /** Applies the engine's update, for memory on another device. */
    void applyOnDevice(NDArray parameter, NDArray gradient, NDArray mean, NDArray variance) {
        // the engine adds epsilon before the bias correction of the second moment, PyTorch after it
        JniUtils.adamUpdate(
                (PtNDArray) parameter,
                (PtNDArray) gradient,
                (PtNDArray) mean,
                (PtNDArray) variance,
                learningRate,
                -negativeStepSize * rootOfCorrection,
                weightDecay,
                scale,
                -1,
                beta1,
                beta2,
                epsilon * rootOfCorrection,
                true);
    }

    /**
     * Divides the update of one parameter into parts that may run concurrently. The arrays must stay open until the
     * parts have run.
     */
    List<Runnable> parts(NDArray parameter, NDArray gradient, NDArray mean, NDArray variance, int threads) {
        MemorySegment p = memory(parameter);
        MemorySegment g = memory(gradient);
        MemorySegment m = memory(mean);
        MemorySegment v = memory(variance);
        long size = parameter.size();
        int count = Math.clamp(size / MIN_VALUES_PER_PART, 1, threads);
        List<Runnable> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            long from = size * part / count;
            long to = size * (part + 1) / count;
            parts.add(() -> {
                long firstRemaining =
                        VectorModule.isPresent() ? VectorizedUpdate.apply(this, p, g, m, v, from, to) : from;
                apply(p, g, m, v, firstRemaining, to);
            });
        }
        return parts;
    }

    private static MemorySegment memory(NDArray array) {
        return MemorySegment.ofBuffer(JniUtils.getByteBuffer((PtNDArray) array, true));
    }

    private void apply(MemorySegment p, MemorySegment g, MemorySegment m, MemorySegment v, long from, long to) {
        for (long i = from; i < to; i++) {
            float gradient = g.getAtIndex(ValueLayout.JAVA_FLOAT, i) * scale;
            float mean = m.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            mean += oneMinusBeta1 * (gradient - mean);
            float variance = v.getAtIndex(ValueLayout.JAVA_FLOAT, i) * beta2 + oneMinusBeta2 * gradient * gradient;
            float value = p.getAtIndex(ValueLayout.JAVA_FLOAT, i) * decayFactor;
            m.setAtIndex(ValueLayout.JAVA_FLOAT, i, mean);
            v.setAtIndex(ValueLayout.JAVA_FLOAT, i, variance);
            p.setAtIndex(
                    ValueLayout.JAVA_FLOAT,
                    i,
                    value + negativeStepSize * mean / ((float) Math.sqrt(variance) / rootOfCorrection + epsilon));
        }
    }

    /** The vectorized update; a separate class, loaded only if the vector module is available. */
    private static final class VectorizedUpdate {
        private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

        /** Returns the index of the first value not updated; fewer values than one vector remain. */
        static long apply(
                AdamWUpdate update,
                MemorySegment p,
                MemorySegment g,
                MemorySegment m,
                MemorySegment v,
                long from,
                long to) {
            ByteOrder order = ByteOrder.nativeOrder();
            long i = from;
            for (; i + SPECIES.length() <= to; i += SPECIES.length()) {
                long offset = i * Float.BYTES;
                FloatVector gradient =
                        FloatVector.fromMemorySegment(SPECIES, g, offset, order).mul(update.scale);
                FloatVector mean = FloatVector.fromMemorySegment(SPECIES, m, offset, order);
                mean = mean.add(gradient.sub(mean).mul(update.oneMinusBeta1));
                FloatVector variance = FloatVector.fromMemorySegment(SPECIES, v, offset, order)
                        .mul(update.beta2)
                        .add(gradient.mul(update.oneMinusBeta2).mul(gradient));
                FloatVector value =
                        FloatVector.fromMemorySegment(SPECIES, p, offset, order).mul(update.decayFactor);
                FloatVector divisor =
                        variance.sqrt().div(update.rootOfCorrection).add(update.epsilon);
                mean.intoMemorySegment(m, offset, order);
                variance.intoMemorySegment(v, offset, order);
                value.add(mean.mul(update.negativeStepSize).div(divisor)).intoMemorySegment(p, offset, order);
            }
            return i;
        }
    }
}
