package audiotokens.pipeline.neighbors;

import java.nio.file.Path;

/**
 * A recording prepared for comparison with others.
 *
 * @param file file of the recording
 * @param bag square roots of the relative token frequencies in each codebook, weighted so that half the squared
 *     distance of two bags is between 0 and 1; not copied, must not be modified
 * @param scores highest calibrated score of each label over the windows, (labels,); not copied, must not be modified
 * @param excerpt FLAC file of its loudest window
 */
public record ComparedSound(Path file, float[] bag, float[] scores, Path excerpt) {

    /** Returns the index of the label with the highest score. */
    public int topLabel() {
        int best = 0;
        for (int label = 1; label < scores.length; label++) {
            best = scores[label] > scores[best] ? label : best;
        }
        return best;
    }
}
