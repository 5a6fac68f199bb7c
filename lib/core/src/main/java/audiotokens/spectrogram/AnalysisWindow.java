package audiotokens.spectrogram;

/**
 * Computes periodic analysis windows, identical to {@code torch.hann_window} and torch's other window functions with
 * their defaults.
 */
final class AnalysisWindow {
    private AnalysisWindow() {}

    /** Returns {@code length} weights, 0 to 1. */
    static double[] of(WindowType type, int length) {
        double[] window = new double[length];
        for (int i = 0; i < length; i++) {
            double angle = 2 * Math.PI * i / length;
            window[i] = switch (type) {
                case HANN -> 0.5 - 0.5 * Math.cos(angle);
                case HAMMING -> 0.54 - 0.46 * Math.cos(angle);
                case BLACKMAN -> 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
                case RECTANGULAR -> 1;
            };
        }
        return window;
    }
}
