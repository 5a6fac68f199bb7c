package audiotokens.pipeline.neighbors;

import java.nio.file.Path;

/**
 * A sound as it is compared with others.
 *
 * @param file where it comes from
 * @param bag square roots of its tokens' shares in each codebook, weighted so that half of the squared distance of two
 *     bags is from 0 to 1; not copied, not to be changed
 * @param scores the highest calibrated score of each label over its windows: (labels,); not copied, not to be changed
 * @param excerpt its loudest window as a FLAC file
 */
public record ComparedSound(Path file, float[] bag, float[] scores, Path excerpt) {

    /** The label with the highest score. */
    public int likeliest() {
        int best = 0;
        for (int label = 1; label < scores.length; label++) {
            best = scores[label] > scores[best] ? label : best;
        }
        return best;
    }
}
