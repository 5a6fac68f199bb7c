package audiotokens.spectrogram;

/** What is done to the decibels of a spectrogram before it is kept. */
public sealed interface Normalization {

    /** Decibels as they are. */
    record None() implements Normalization {}

    /** Each clip scaled to 0 to 1 by its own least and greatest value; a constant clip becomes 0. */
    record ByClip() implements Normalization {}

    /**
     * Every clip shifted by the training set's mean and divided by twice its standard deviation, as AST does (Gong,
     * Chung and Glass, "AST: Audio Spectrogram Transformer", 2021); 0 where the deviation is 0.
     *
     * @param mean mean of all values of the training clips, in dB
     * @param deviation their standard deviation, in dB
     */
    record ByCorpus(double mean, double deviation) implements Normalization {}

    /** The normalised spectrogram. */
    default Spectrogram apply(Spectrogram decibels) {
        return switch (this) {
            case None none -> decibels;
            case ByClip clip -> {
                float least = Float.POSITIVE_INFINITY;
                float greatest = Float.NEGATIVE_INFINITY;
                for (float value : decibels.values()) {
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                }
                yield scaled(decibels, least, greatest - least);
            }
            case ByCorpus corpus -> scaled(decibels, (float) corpus.mean(), (float) (2 * corpus.deviation()));
        };
    }

    private static Spectrogram scaled(Spectrogram decibels, float zero, float range) {
        float[] values = new float[decibels.values().length];
        if (range > 0) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (decibels.values()[i] - zero) / range;
            }
        }
        return new Spectrogram(decibels.nMels(), decibels.nFrames(), values);
    }
}
