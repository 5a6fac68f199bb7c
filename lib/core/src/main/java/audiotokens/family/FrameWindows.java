package audiotokens.family;

/**
 * The windows of a sequence of frames.
 *
 * @param nFrames length of the sequence, at least 1
 * @param window frames per window
 * @param hop frames between window starts
 */
record FrameWindows(int nFrames, int window, int hop) {

    /** Returns the number of windows, at least 1. */
    int count() {
        return nFrames < window ? 1 : (nFrames - window) / hop + 1;
    }

    /** Returns the frame at position {@code i} of a window, or the last frame if the sequence ends before that. */
    int frame(int index, int i) {
        return Math.min(index * hop + i, nFrames - 1);
    }

    /** Returns the center of a window, or of the whole sequence if it is shorter than the window, in frames. */
    double center(int index) {
        return index * hop + Math.min(window, nFrames) / 2.0;
    }
}
