package audiotokens.training;

import audiotokens.model.Precision;
import audiotokens.option.Option;
import audiotokens.option.OptionException;
import audiotokens.option.Options;

/** Stage 5, training: how the classifier learns. Whatever the original does not do is off. */
public record TrainingOptions(
        @Option(value = "Passes over the training set", defaultValue = "20", min = 1, max = 100000) int epochs,
        @Option(
                        value = "Clips in a training step",
                        defaultValue = "8",
                        min = 1,
                        max = 65536,
                        original = "training_batch_size")
                int batchSize,
        @Option(value = "AdamW's (highest) learning rate", defaultValue = "0.0001", min = 1e-12, max = 10)
                double learningRate,
        @Option(value = "AdamW's weight decay", defaultValue = "0.01", min = 0, max = 10) double weightDecay,
        @Option(value = "Learning rate over the training: constant, cosine or onecycle", defaultValue = "constant")
                Schedule schedule,
        @Option(
                        value = "Share of all steps in which the learning rate rises to its highest",
                        defaultValue = "0",
                        min = 0,
                        max = 1)
                double warmUp,
        @Option(value = "Greatest L2 norm of a step's gradient; 0 never clips", defaultValue = "0", min = 0)
                double gradientClip,
        @Option(value = "Epochs without a better mAP after which training stops; 0 never", defaultValue = "0", min = 0)
                int patience,
        @Option(
                        value =
                                "Start the output's biases at each label's log odds in the training set; not with startFrom",
                        defaultValue = "false")
                boolean startFromLabelFrequency,
        @Option(value = "Token embedding before training: random or centroids", defaultValue = "random")
                EmbeddingStart embeddingStart,
        @Option(value = "Leave the token embedding as it starts", defaultValue = "false") boolean freezeEmbedding,
        @Option(value = "Draw clips so that rare labels come as often as common ones", defaultValue = "false")
                boolean balancedSampling,
        @Option(
                        value =
                                "Greatest weight of a label's positives, by clips without it over clips with it; 1 is off",
                        defaultValue = "1",
                        min = 1,
                        max = 100000)
                double positiveWeight,
        @Option(value = "Share of each target that is moved to one half", defaultValue = "0", min = 0, max = 1)
                double labelSmoothing,
        @Option(
                        value = "Chance that a training token becomes one of the three nearest others",
                        defaultValue = "0",
                        min = 0,
                        max = 1)
                double tokenSubstitution,
        @Option(
                        value = "Share of a training clip that is used, a stretch of it drawn anew each time",
                        defaultValue = "1",
                        min = 0.001,
                        max = 1)
                double trainCrop,
        @Option(value = "Masked stretches of time in a training clip", defaultValue = "0", min = 0, max = 1000)
                int timeMasks,
        @Option(value = "Longest masked stretch, as a share of the clip", defaultValue = "0.1", min = 0, max = 1)
                double timeMaskShare,
        @Option(
                        value = "Masked mel ranges in a training clip (spectrograms only)",
                        defaultValue = "0",
                        min = 0,
                        max = 100)
                int frequencyMasks,
        @Option(value = "Widest masked mel range, as a share of the bands", defaultValue = "0.1", min = 0, max = 1)
                double frequencyMaskShare,
        @Option(
                        value = "Mix pairs of training clips by a share drawn from Beta(mixing, mixing); 0 never",
                        defaultValue = "0",
                        min = 0,
                        max = 100)
                double mixing,
        @Option(
                        value = "Number format of training's matrix products: float32, tf32 (on GPUs) or bf16",
                        defaultValue = "float32")
                Precision precision) {

    public TrainingOptions {
        if (freezeEmbedding && embeddingStart == EmbeddingStart.RANDOM) {
            throw new OptionException(
                    "freezeEmbedding",
                    "random vectors would never learn; it may be true with embeddingStart=centroids");
        }
    }

    /**
     * The defaults, with some options changed.
     *
     * @param assignments {@code name=value} each
     * @throws OptionException for an unknown name, a wrong type or a value out of range
     */
    public static TrainingOptions of(String... assignments) {
        return Options.of(TrainingOptions.class, assignments);
    }
}
