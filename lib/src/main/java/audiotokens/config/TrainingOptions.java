package audiotokens.config;

/** Stage 5, training: how the classifier learns. */
public record TrainingOptions(
        @Option(value = "Passes over the training set", standard = "20", min = 1, max = 100000) int epochs,
        @Option(
                        value = "Clips in a training step",
                        standard = "8",
                        min = 1,
                        max = 65536,
                        original = "training_batch_size")
                int batchSize,
        @Option(value = "AdamW's (highest) learning rate", standard = "0.0001", min = 1e-12, max = 10)
                double learningRate,
        @Option(value = "AdamW's weight decay", standard = "0.01", min = 0, max = 10) double weightDecay) {}
