package audiotokens.spectrogram;

import audiotokens.run.VectorModule;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Power in decibels and back, as torchaudio's {@code AmplitudeToDB} without a floor below the maximum: 10 log10 of the
 * power, of at least 1e-10.
 */
public final class Decibels {
    /** The least power told apart from silence. */
    public static final float LEAST_POWER = 1e-10f;

    /** The value of silence, in dB. */
    public static final float SILENCE = -100;

    private Decibels() {}

    /** The power's decibels, from -100. */
    public static Spectrogram ofPower(Spectrogram power) {
        float[] values = power.values().clone();
        int done = VectorModule.isPresent() ? Vectors.toDecibels(values) : 0;
        for (int i = done; i < values.length; i++) {
            values[i] = 10f * (float) Math.log10(Math.max(values[i], LEAST_POWER));
        }
        return new Spectrogram(power.nMels(), power.nFrames(), values);
    }

    /** The power that has these decibels. */
    public static Spectrogram toPower(Spectrogram decibels) {
        float[] values = new float[decibels.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.pow(10, decibels.values()[i] / 10);
        }
        return new Spectrogram(decibels.nMels(), decibels.nFrames(), values);
    }

    /** Apart, so that the class is loaded without the vector module too. */
    private static final class Vectors {
        private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

        /** Converts all whole vectors in place and returns how many values those are. */
        static int toDecibels(float[] values) {
            int end = SPECIES.loopBound(values.length);
            for (int i = 0; i < end; i += SPECIES.length()) {
                FloatVector.fromArray(SPECIES, values, i)
                        .max(LEAST_POWER)
                        .lanewise(VectorOperators.LOG10)
                        .mul(10)
                        .intoArray(values, i);
            }
            return end;
        }
    }
}
