package audiotokens.cluster;

import audiotokens.random.TorchRandom;
import java.io.Serializable;

/**
 * A one-dimensional convolution of single frames along the mel axis, zero-padded by {@code kernelSize / 2}.
 *
 * <p>Same as {@code Conv1d(1, numKernels, kernelSize, padding=kernelSize // 2)} in the original Python implementation,
 * with the output transposed so that kernels vary fastest. The weights are random and never trained.
 *
 * @param kernelSize kernel size in mel bands; odd
 * @param weight (numKernels, kernelSize)
 * @param bias (numKernels,)
 */
public record FrameConvolution(int kernelSize, float[] weight, float[] bias) implements Serializable {
    public FrameConvolution {
        if (kernelSize % 2 == 0 || weight.length != bias.length * kernelSize) {
            throw new IllegalArgumentException(
                    weight.length + " weights do not match " + bias.length + " kernels of odd size " + kernelSize);
        }
    }

    /**
     * Initializes a convolution like PyTorch's Conv1d, with the same random numbers: weights and biases uniform within
     * ±1 / √kernelSize.
     */
    public static FrameConvolution random(int numKernels, int kernelSize, TorchRandom random) {
        double bound = 1 / Math.sqrt(kernelSize);
        float[] weight = new float[numKernels * kernelSize];
        float[] bias = new float[numKernels];
        random.fillUniform(weight, -bound, bound);
        random.fillUniform(bias, -bound, bound);
        return new FrameConvolution(kernelSize, weight, bias);
    }

    /** Returns the number of kernels. */
    public int numKernels() {
        return bias.length;
    }

    /**
     * Convolves each frame.
     *
     * @param frames (nFrames, nMels)
     * @return (nFrames, nMels * numKernels); kernels vary fastest
     */
    public float[] apply(float[] frames, int nMels) {
        int kernels = numKernels();
        float[] output = new float[frames.length * kernels];
        for (int i = 0; i < frames.length; i++) {
            int mel = i % nMels;
            int first = Math.max(0, kernelSize / 2 - mel);
            int last = Math.min(kernelSize, nMels - mel + kernelSize / 2);
            for (int kernel = 0; kernel < kernels; kernel++) {
                float sum = bias[kernel];
                for (int tap = first; tap < last; tap++) {
                    sum += weight[kernel * kernelSize + tap] * frames[i + tap - kernelSize / 2];
                }
                output[i * kernels + kernel] = sum;
            }
        }
        return output;
    }
}
