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
 * A fused step of {@link AdamW}: one pass over the parameter, its gradient and its moments. The engine's separate
 * operations would make a dozen passes and allocate an array in each pass.
 */
final class AdamWUpdate {
    /** Minimum number of values per thread. */
    private static final int MIN_VALUES_PER_PART = 1 << 16;

    private final float beta2;
    private final float epsilon;
    private final float scale;
    /** Weight-decay factor. */
    private final float decayFactor;

    private final float oneMinusBeta1;
    private final float oneMinusBeta2;
    /** Minus the learning rate, divided by the bias correction of the first moment. */
    private final float negativeStepSize;
    /** Square root of the bias correction of the second moment. */
    private final float biasCorrection2Sqrt;

    /**
     * @param scale factor by which all gradients are multiplied, for clipping
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
        this.beta2 = (float) beta2;
        this.epsilon = (float) epsilon;
        this.scale = (float) scale;
        decayFactor = (float) (1 - learningRate * weightDecay);
        oneMinusBeta1 = (float) (1 - beta1);
        oneMinusBeta2 = (float) (1 - beta2);
        negativeStepSize = (float) (-learningRate / (1 - Math.pow(beta1, (double) step)));
        biasCorrection2Sqrt = (float) Math.sqrt(1 - Math.pow(beta2, (double) step));
    }

    /**
     * Divides the update of one parameter into parts that may run concurrently. The arrays must stay open until the
     * parts have run.
     */
    List<Runnable> parts(NDArray parameter, NDArray gradient, NDArray firstMoment, NDArray secondMoment, int threads) {
        MemorySegment p = memory(parameter);
        MemorySegment g = memory(gradient);
        MemorySegment m = memory(firstMoment);
        MemorySegment v = memory(secondMoment);
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
            float firstMoment = m.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            firstMoment += oneMinusBeta1 * (gradient - firstMoment);
            float secondMoment = v.getAtIndex(ValueLayout.JAVA_FLOAT, i) * beta2 + oneMinusBeta2 * gradient * gradient;
            float value = p.getAtIndex(ValueLayout.JAVA_FLOAT, i) * decayFactor;
            m.setAtIndex(ValueLayout.JAVA_FLOAT, i, firstMoment);
            v.setAtIndex(ValueLayout.JAVA_FLOAT, i, secondMoment);
            float divisor = (float) Math.sqrt(secondMoment) / biasCorrection2Sqrt + epsilon;
            p.setAtIndex(ValueLayout.JAVA_FLOAT, i, value + negativeStepSize * firstMoment / divisor);
        }
    }

    /** The SIMD update; in a class of its own, which is loaded only if the vector module is available. */
    private static final class VectorizedUpdate {
        private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

        /** Returns the index of the first value not updated; the remaining values are too few to fill a SIMD vector. */
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
                FloatVector firstMoment = FloatVector.fromMemorySegment(SPECIES, m, offset, order);
                firstMoment = firstMoment.add(gradient.sub(firstMoment).mul(update.oneMinusBeta1));
                FloatVector secondMoment = FloatVector.fromMemorySegment(SPECIES, v, offset, order)
                        .mul(update.beta2)
                        .add(gradient.mul(update.oneMinusBeta2).mul(gradient));
                FloatVector value =
                        FloatVector.fromMemorySegment(SPECIES, p, offset, order).mul(update.decayFactor);
                FloatVector divisor =
                        secondMoment.sqrt().div(update.biasCorrection2Sqrt).add(update.epsilon);
                firstMoment.intoMemorySegment(m, offset, order);
                secondMoment.intoMemorySegment(v, offset, order);
                value.add(firstMoment.mul(update.negativeStepSize).div(divisor)).intoMemorySegment(p, offset, order);
            }
            return i;
        }
    }
}
