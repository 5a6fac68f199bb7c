package audiotokens.spectrogram;

import java.io.Serializable;

/** Normalization of a spectrogram in dB. */
public sealed interface Normalization extends Serializable {

    /** No normalization. */
    record None() implements Normalization {}

    /** Scales each clip to [0, 1] by its minimum and maximum; a constant clip becomes 0. */
    record PerClip() implements Normalization {}

    /**
     * Subtracts the training set's mean and divides by twice its standard deviation, as AST does (Gong, Chung and
     * Glass, "AST: Audio Spectrogram Transformer", 2021); all values become 0 if the standard deviation is 0.
     *
     * @param mean mean of all values of the training clips, in dB
     * @param deviation standard deviation of these values, in dB
     */
    record PerCorpus(double mean, double deviation) implements Normalization {}

    /** Normalizes a spectrogram. */
    default Spectrogram apply(Spectrogram decibels) {
        return switch (this) {
            case None none -> decibels;
            case PerClip clip -> {
                Range range = Range.of(decibels);
                yield normalize(decibels, range.min(), range.width());
            }
            case PerCorpus corpus -> normalize(decibels, (float) corpus.mean(), (float) (2 * corpus.deviation()));
        };
    }

    /**
     * Converts a normalized spectrogram back to decibels.
     *
     * @param original the clip's original decibels, since {@link PerClip} does not store the range
     */
    default Spectrogram undo(Spectrogram normalized, Spectrogram original) {
        return switch (this) {
            case None none -> normalized;
            case PerClip clip -> {
                Range range = Range.of(original);
                yield denormalize(normalized, range.min(), range.width());
            }
            case PerCorpus corpus -> denormalize(normalized, (float) corpus.mean(), (float) (2 * corpus.deviation()));
        };
    }

    /** Minimum and maximum of a spectrogram. */
    record Range(float min, float max) {
        static Range of(Spectrogram spectrogram) {
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (float value : spectrogram.values()) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            return new Range(min, max);
        }

        float width() {
            return max - min;
        }
    }

    private static Spectrogram denormalize(Spectrogram normalized, float offset, float range) {
        float[] values = normalized.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] * range + offset;
        }
        return new Spectrogram(normalized.nMels(), normalized.nFrames(), values);
    }

    private static Spectrogram normalize(Spectrogram decibels, float offset, float range) {
        float[] values = new float[decibels.values().length];
        if (range > 0) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (decibels.values()[i] - offset) / range;
            }
        }
        return new Spectrogram(decibels.nMels(), decibels.nFrames(), values);
    }
}
