package audiotokens.model;

/**
 * Numeric precision of a training step. Parameters, gradients and optimizer moments are always float32; so is
 * inference.
 */
public enum Precision {
    /** PyTorch's default: float32, but cuDNN may round the operands of convolutions and LSTMs to TF32. */
    FLOAT32,
    /** Matrix products may round their operands to TF32 too, on GPUs that support it. The CPU computes in float32. */
    TF32,
    /**
     * PyTorch's autocast to bfloat16 for the matrix products, convolutions and recurrent layers of {@link Layers}, and
     * their backward pass. Their results and all other operations are float32.
     */
    BF16
}
