package audiotokens.metrics;

/** Maps a model's score to a calibrated probability. Monotonic: it never reverses the order of two scores. */
public interface Calibrator {

    /**
     * Returns the calibrated probability of a score.
     *
     * @param score 0 to 1
     * @return 0 to 1
     */
    float apply(float score);

    /** Calibrates all scores of {@code predictions}. */
    default Predictions apply(Predictions predictions) {
        float[][] scores = new float[predictions.scores().length][predictions.nLabels()];
        for (int clip = 0; clip < scores.length; clip++) {
            for (int label = 0; label < scores[clip].length; label++) {
                scores[clip][label] = apply(predictions.scores()[clip][label]);
            }
        }
        return new Predictions(predictions.ids(), scores, predictions.targets());
    }
}
