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
    private static final double START = 1 / 25.0;

    private static final double END = START / 1e4;

    static LearningRate of(TrainingOptions options, long steps) {
        return new LearningRate(
                options.schedule(), options.learningRate(), Math.round(options.warmUp() * steps), steps);
    }

    /** The learning rate at {@code step}, from 0. */
    double at(long step) {
        boolean rising = step < warmUpSteps;
        double risen = (step + 1.0) / (warmUpSteps + 1.0);
        double fallen = (step - warmUpSteps) / (double) Math.max(1, steps - warmUpSteps);
        return peak
                * switch (schedule) {
                    case CONSTANT -> rising ? risen : 1;
                    case COSINE -> rising ? risen : cosine(1, 0, fallen);
                    case ONECYCLE -> rising ? cosine(START, 1, risen) : cosine(1, END, fallen);
                };
    }

    private static double cosine(double from, double to, double progress) {
        return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
