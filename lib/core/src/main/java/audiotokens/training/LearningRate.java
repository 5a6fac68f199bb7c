package audiotokens.training;

/**
 * The learning rate at each step of a training run.
 *
 * @param schedule the schedule
 * @param peak the peak learning rate
 * @param warmUpSteps number of warm-up steps
 * @param steps total number of steps
 */
record LearningRate(Schedule schedule, double peak, long warmUpSteps, long steps) {
    /** Initial and final learning rate of PyTorch's OneCycleLR, relative to the peak. */
    private static final double INITIAL_RATIO = 1 / 25.0;

    private static final double FINAL_RATIO = INITIAL_RATIO / 1e4;

    static LearningRate of(TrainingOptions options, long steps) {
        return new LearningRate(
                options.schedule(), options.learningRate(), Math.round(options.warmUp() * steps), steps);
    }

    /** Returns the learning rate at {@code step}; the first step is 0. */
    double at(long step) {
        boolean isWarmUp = step < warmUpSteps;
        double warmUpProgress = (step + 1.0) / (warmUpSteps + 1.0);
        double decayProgress = (step - warmUpSteps) / (double) Math.max(1, steps - warmUpSteps);
        return peak
                * switch (schedule) {
                    case CONSTANT -> isWarmUp ? warmUpProgress : 1;
                    case COSINE -> isWarmUp ? warmUpProgress : cosine(1, 0, decayProgress);
                    case ONECYCLE ->
                        isWarmUp ? cosine(INITIAL_RATIO, 1, warmUpProgress) : cosine(1, FINAL_RATIO, decayProgress);
                };
    }

    private static double cosine(double from, double to, double progress) {
        return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
