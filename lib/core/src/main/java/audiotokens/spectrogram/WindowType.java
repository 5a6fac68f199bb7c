package audiotokens.spectrogram;

/** Analysis windows, all periodic, as torch's window functions give them by default. */
public enum WindowType {
    HANN,
    HAMMING,
    BLACKMAN,
    RECTANGULAR
}
