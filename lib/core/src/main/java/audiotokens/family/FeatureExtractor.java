package audiotokens.family;

import java.io.Serializable;

/** Turns a clip's log-mel frames into vectors, one or several a window. Without state; safe for use by several threads. */
public interface FeatureExtractor extends Serializable {
    /** Values of a vector made of frames of {@code nMels} bands. */
    int size(int nMels);

    /** Frames of a window. */
    int window();

    /** Frames from one window to the next. */
    int hop();

    /** Vectors of a window of frames of {@code nMels} bands: 1, or one for each of several frequency ranges. */
    default int vectorsPerWindow(int nMels) {
        return 1;
    }

    /**
     * The vectors of all windows that fit into the clip; a clip shorter than a window is filled up to one.
     *
     * @return at least one vector
     */
    FeatureVectors extract(LogMel mel);
}
