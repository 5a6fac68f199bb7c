package audiotokens.family;

/**
 * The windows of a sequence of frames.
 *
 * @param frames length of the sequence, at least 1
 * @param window frames per window
 * @param hop frames between window starts
 */
record FrameWindows(int frames, int window, int hop) {

    /** Number of windows, at least 1. */
    int count() {
        return frames < window ? 1 : (frames - window) / hop + 1;
    }

    /** The frame at index {@code i} of a window; the last frame past the end of a short sequence. */
    int frame(int number, int i) {
        return Math.min(number * hop + i, frames - 1);
    }

    /** The center of a window, in frames; at most half of the sequence's length if that is short. */
    double center(int number) {
        return number * hop + Math.min(window, frames) / 2.0;
    }
}
