package audiotokens.training;

import audiotokens.model.Precision;
import audiotokens.option.Option;
import audiotokens.option.OptionException;
import audiotokens.option.Options;

/**
 * Options of stage 5, training. The defaults are those of the original Python implementation; everything that the
 * original does not do is off.
 */
public record TrainingOptions(
        @Option(value = "Passes over the training set", defaultValue = "20", min = 1, max = 100000) int epochs,
        @Option(
                        value = "Clips in a training step",
                        defaultValue = "8",
                        min = 1,
                        max = 65536,
                        original = "training_batch_size")
                int batchSize,
        @Option(value = "Peak learning rate of AdamW", defaultValue = "0.0001", min = 1e-12, max = 10)
                double learningRate,
        @Option(value = "AdamW's weight decay", defaultValue = "0.01", min = 0, max = 10) double weightDecay,
        @Option(value = "Learning rate over the training: constant, cosine or onecycle", defaultValue = "constant")
                Schedule schedule,
        @Option(
                        value = "Fraction of all steps in which the learning rate warms up",
                        defaultValue = "0",
                        min = 0,
                        max = 1)
                double warmUp,
        @Option(value = "Maximum L2 norm of a step's gradient; 0 disables clipping", defaultValue = "0", min = 0)
                double gradientClip,
        @Option(
                        value = "Epochs without a better mAP after which training stops; 0 disables early stopping",
                        defaultValue = "0",
                        min = 0)
                int patience,
        @Option(
                        value = "Initialize the output biases to each label's log odds in the training set, or its log"
                                + " frequency with labelOutput=softmax; not with startFrom",
                        defaultValue = "false")
                boolean startFromLabelFrequency,
        @Option(value = "Initialization of the token embedding: random or centroids", defaultValue = "random")
                EmbeddingInitialization embeddingStart,
        @Option(value = "Freeze the token embedding", defaultValue = "false") boolean freezeEmbedding,
        @Option(value = "Sample clips so that rare labels occur as often as common ones", defaultValue = "false")
                boolean balancedSampling,
        @Option(
                        value = "Maximum weight of a label's positives (clips without the label / clips with it);"
                                + " 1 disables weighting",
                        defaultValue = "1",
                        min = 1,
                        max = 100000)
                double positiveWeight,
        @Option(
                        value =
                                "Label smoothing: fraction of each target that is replaced by 0.5, or by 1 / labels if labels are exclusive",
                        defaultValue = "0",
                        min = 0,
                        max = 1)
                double labelSmoothing,
        @Option(
                        value = "Probability of replacing a training token by one of its three nearest tokens",
                        defaultValue = "0",
                        min = 0,
                        max = 1)
                double tokenSubstitution,
        @Option(
                        value = "Fraction of a training clip that is used, as a random crop",
                        defaultValue = "1",
                        min = 0.001,
                        max = 1)
                double trainCrop,
        @Option(value = "Number of time masks in a training clip", defaultValue = "0", min = 0, max = 1000)
                int timeMasks,
        @Option(
                        value = "Maximum length of a time mask, as a fraction of the clip",
                        defaultValue = "0.1",
                        min = 0,
                        max = 1)
                double timeMaskShare,
        @Option(
                        value = "Number of frequency masks in a training clip (spectrograms only)",
                        defaultValue = "0",
                        min = 0,
                        max = 100)
                int frequencyMasks,
        @Option(
                        value = "Maximum width of a frequency mask, as a fraction of the bands",
                        defaultValue = "0.1",
                        min = 0,
                        max = 1)
                double frequencyMaskShare,
        @Option(
                        value = "Mixup of training clips with weights from Beta(mixing, mixing); 0 disables it",
                        defaultValue = "0",
                        min = 0,
                        max = 100)
                double mixing,
        @Option(
                        value = "Precision of matrix products in training: float32, tf32 (on GPUs) or bf16",
                        defaultValue = "float32")
                Precision precision) {

    public TrainingOptions {
        if (freezeEmbedding && embeddingStart == EmbeddingInitialization.RANDOM) {
            throw new OptionException(
                    "freezeEmbedding", "random vectors would never learn; it requires embeddingStart=centroids");
        }
    }

    /** Returns the L2 norm to which {@link #gradientClip} clips gradients; infinite if gradients are not clipped. */
    double maxGradientNorm() {
        return gradientClip == 0 ? Double.POSITIVE_INFINITY : gradientClip;
    }

    /**
     * Returns the defaults with some options changed.
     *
     * @param assignments texts of the form {@code name=value}
     * @throws OptionException for an unknown name, a wrong type or a value out of range
     */
    public static TrainingOptions of(String... assignments) {
        return Options.of(TrainingOptions.class, assignments);
    }
}
