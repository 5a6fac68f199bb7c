package audiotokens.spectrogram;

/** Analysis windows, all periodic, like torch's window functions with their defaults. */
public enum WindowType {
    HANN,
    HAMMING,
    BLACKMAN,
    RECTANGULAR
}
