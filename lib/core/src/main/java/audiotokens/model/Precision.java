package audiotokens.model;

/**
 * Number format of a training step. Parameters, gradients and an optimizer's moments are float32 in each; predictions are
 * computed in float32.
 */
public enum Precision {
    /** As PyTorch computes by default: float32, but cuDNN may round the factors of convolutions and LSTMs to TF32. */
    FLOAT32,
    /** Matrix products may round their factors to TF32 as well, on GPUs that have it; the CPU computes in float32. */
    TF32,
    /**
     * PyTorch's autocast to bfloat16 in the matrix products, convolutions and recurrent layers of {@link Layers}, and in
     * their backward pass. What they return, and everything else, is float32.
     */
    BF16
}
