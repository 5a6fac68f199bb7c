package audiotokens.family;

/**
 * Patches of neighboring mel bands over consecutive frames, minus the patch's mean. Patches of all bands share a
 * codebook, so tokens are independent of pitch.
 *
 * @param pooled number of frames averaged into one
 * @param patch pooled frames per patch
 * @param stride pooled frames between patch starts
 * @param bands mel bands per patch
 * @param bandStride mel bands between patch starts
 */
public record SubBandPatches(int pooled, int patch, int stride, int bands, int bandStride) implements FeatureExtractor {
    public SubBandPatches {
        if (pooled < 1 || patch < 1 || stride < 1 || bands < 1 || bandStride < 1) {
            throw new IllegalArgumentException("invalid patches: " + pooled + " frames pooled, patches of " + patch
                    + " by " + bands + ", strides " + stride + " and " + bandStride);
        }
    }

    @Override
    public int size(int nMels) {
        return patch * bands;
    }

    @Override
    public int window() {
        return pooled * patch;
    }

    @Override
    public int hop() {
        return pooled * stride;
    }

    @Override
    public int vectorsPerWindow(int nMels) {
        return (nMels - bands) / bandStride + 1;
    }

    /** Returns one vector per window and range of bands; ranges vary fastest, from the lowest. */
    @Override
    public FeatureVectors extract(LogMel mel) {
        int nMels = mel.nMels();
        if (nMels < bands) {
            throw new IllegalArgumentException(
                    "the spectrogram has " + nMels + " mel bands, fewer than the " + bands + " of a patch");
        }
        float[] frames = PooledFrames.average(mel, pooled);
        FrameWindows windows = new FrameWindows(PooledFrames.count(mel, pooled), patch, stride);
        int ranges = vectorsPerWindow(nMels);
        int size = size(nMels);
        float[] levels = new float[windows.count() * ranges];
        float[] values = new float[levels.length * size];
        for (int vector = 0; vector < levels.length; vector++) {
            int offset = vector * size;
            levels[vector] = vector % ranges == 0 ? level(frames, nMels, windows, vector / ranges) : levels[vector - 1];
            for (int i = 0; i < patch; i++) {
                int frameOffset = windows.frame(vector / ranges, i) * nMels + vector % ranges * bandStride;
                System.arraycopy(frames, frameOffset, values, offset + i * bands, bands);
            }
            float mean = (float) (sum(values, offset, offset + size) / size);
            for (int i = offset; i < offset + size; i++) {
                values[i] -= mean;
            }
        }
        return PooledFrames.withTimes(mel, pooled, windows, size, values, levels);
    }

    /** Returns the mean level of a window over all mel bands. */
    private float level(float[] frames, int nMels, FrameWindows windows, int window) {
        double sum = 0;
        for (int i = 0; i < patch; i++) {
            int frameOffset = windows.frame(window, i) * nMels;
            sum += sum(frames, frameOffset, frameOffset + nMels);
        }
        return (float) (sum / patch / nMels);
    }

    /** Uses four independent sums, to avoid a single dependency chain of additions. */
    private static double sum(float[] values, int from, int to) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            sum0 += values[i];
            sum1 += values[i + 1];
            sum2 += values[i + 2];
            sum3 += values[i + 3];
        }
        for (; i < to; i++) {
            sum0 += values[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
