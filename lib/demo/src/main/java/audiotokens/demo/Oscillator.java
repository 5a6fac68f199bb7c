package audiotokens.demo;

/** An oscillator whose frequency may change at every sample. */
final class Oscillator {
    private final int rate;
    private double phase;

    Oscillator(int rate) {
        this.rate = rate;
    }

    /** Advances by one sample at {@code frequency} and returns the sine. */
    double sine(double frequency) {
        advance(frequency);
        return StrictMath.sin(2 * Math.PI * phase);
    }

    /**
     * Advances by one sample at {@code frequency} and returns a sum of harmonics, the k-th with
     * {@code amplitudes[k-1]}; harmonics above the Nyquist frequency are omitted.
     */
    double harmonics(double frequency, double[] amplitudes) {
        advance(frequency);
        // Chebyshev's recurrence computes sin(kx) for all k from one sine and one cosine
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

    /** Returns whether the last step, at {@code frequency}, started a new period. */
    boolean startedPeriod(double frequency) {
        return phase < frequency / rate;
    }

    private void advance(double frequency) {
        phase += frequency / rate;
        phase -= Math.floor(phase);
    }
}
