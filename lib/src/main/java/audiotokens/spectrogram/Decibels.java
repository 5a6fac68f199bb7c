package audiotokens.spectrogram;

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
        float[] values = new float[power.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = 10f * (float) Math.log10(Math.max(power.values()[i], LEAST_POWER));
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
}
