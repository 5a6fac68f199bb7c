package audiotokens.training;

/**
 * The learning rate at each step of a training.
 *
 * @param schedule its course
 * @param highest its peak
 * @param warmUpSteps steps in which it rises
 * @param steps all steps of the training
 */
record LearningRate(Schedule schedule, double highest, long warmUpSteps, long steps) {
    /** Where torch's OneCycleLR begins and ends, as shares of the peak. */
    private static final double BEGIN = 1 / 25.0;

    private static final double END = BEGIN / 1e4;

    static LearningRate of(TrainingOptions options, long steps) {
        return new LearningRate(
                options.schedule(), options.learningRate(), Math.round(options.warmUp() * steps), steps);
    }

    /** The learning rate of {@code step}, from 0. */
    double at(long step) {
        boolean rising = step < warmUpSteps;
        double risen = (step + 1.0) / (warmUpSteps + 1.0);
        double fallen = (step - warmUpSteps) / (double) Math.max(1, steps - warmUpSteps);
        return highest
                * switch (schedule) {
                    case CONSTANT -> rising ? risen : 1;
                    case COSINE -> rising ? risen : cosine(1, 0, fallen);
                    case ONECYCLE -> rising ? cosine(BEGIN, 1, risen) : cosine(1, END, fallen);
                };
    }

    private static double cosine(double from, double to, double share) {
        return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
    }
}
