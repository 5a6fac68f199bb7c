package audiotokens.family;

/**
 * The windows of a sequence of frames.
 *
 * @param frames length of the sequence, at least 1
 * @param window frames of a window
 * @param hop frames from one window to the next
 */
record FrameWindows(int frames, int window, int hop) {

    /** Number of windows, at least 1. */
    int count() {
        return frames < window ? 1 : (frames - window) / hop + 1;
    }

    /** The frame that stands at place {@code i} of a window: past the end of a short sequence, its last frame. */
    int frame(int number, int i) {
        return Math.min(number * hop + i, frames - 1);
    }

    /** Where a window's center lies among the frames, in frames; at most half of the sequence's length if it is short. */
    double center(int number) {
        return number * hop + Math.min(window, frames) / 2.0;
    }
}
