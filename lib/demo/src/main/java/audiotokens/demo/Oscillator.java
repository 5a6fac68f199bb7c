package audiotokens.demo;

/** A tone whose frequency may change at every sample. */
final class Oscillator {
    private final int rate;
    private double phase;

    Oscillator(int rate) {
        this.rate = rate;
    }

    /** Moves on by one sample at {@code frequency} and gives the sine there. */
    double sine(double frequency) {
        advance(frequency);
        return StrictMath.sin(2 * Math.PI * phase);
    }

    /**
     * Moves on by one sample at {@code frequency} and gives a sum of sines, the k-th harmonic with {@code
     * amplitudes[k-1]}; harmonics above half the rate are left out.
     */
    double harmonics(double frequency, double[] amplitudes) {
        advance(frequency);
        // sin(kx) by Chebyshev's recurrence costs one sine for all harmonics
        double first = StrictMath.sin(2 * Math.PI * phase);
        double twiceCosine = 2 * StrictMath.cos(2 * Math.PI * phase);
        double previous = 0;
        double current = first;
        double sum = 0;
        for (int k = 1; k <= amplitudes.length && k * frequency < 0.48 * rate; k++) {
            sum += amplitudes[k - 1] * current;
            double next = twiceCosine * current - previous;
            previous = current;
            current = next;
        }
        return sum;
    }

    /** Whether the last step began a new period. */
    boolean wrapped(double frequency) {
        return phase < frequency / rate;
    }

    private void advance(double frequency) {
        phase += frequency / rate;
        phase -= Math.floor(phase);
    }
}
