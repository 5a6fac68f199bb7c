package audiotokens.family;

import java.io.Serializable;

/** Computes feature vectors from a clip's log-mel frames, one or several per window. Stateless and thread-safe. */
public interface FeatureExtractor extends Serializable {
    /** Returns the dimension of a vector, for frames with {@code nMels} bands. */
    int size(int nMels);

    /** Returns the window length, in frames. */
    int window();

    /** Returns the number of frames between window starts. */
    int hop();

    /** Returns the number of vectors per window, for frames with {@code nMels} bands: 1, or one per frequency range. */
    default int vectorsPerWindow(int nMels) {
        return 1;
    }

    /**
     * Returns the vectors of all windows that fit in the clip. A clip shorter than a window is padded to one window.
     *
     * @return at least one vector
     */
    FeatureVectors extract(LogMel mel);
}
