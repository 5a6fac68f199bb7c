package audiotokens.metrics;

/** From a model's score of a label to the share of such clips that have it. Never lowers a higher score below a lower one. */
public interface Calibrator {

    /**
     * The calibrated probability of a score.
     *
     * @param score from 0 to 1
     * @return from 0 to 1
     */
    float apply(float score);

    /** All of {@code predictions}' scores calibrated. */
    default Predictions apply(Predictions predictions) {
        float[][] scores = new float[predictions.scores().length][predictions.labels()];
        for (int clip = 0; clip < scores.length; clip++) {
            for (int label = 0; label < scores[clip].length; label++) {
                scores[clip][label] = apply(predictions.scores()[clip][label]);
            }
        }
        return new Predictions(predictions.ids(), scores, predictions.targets());
    }
}
