package audiotokens.family;

/**
 * Patches of some neighboring mel bands over consecutive frames, the patch's mean taken off. Patches of all bands share
 * a codebook: a token says what happens, not at which pitch.
 *
 * @param pooled frames averaged to one
 * @param patch pooled frames of a patch
 * @param stride pooled frames from one patch to the next
 * @param bands mel bands of a patch
 * @param bandStride mel bands from one patch to the one above
 */
public record SubBandPatches(int pooled, int patch, int stride, int bands, int bandStride) implements FeatureExtractor {
    public SubBandPatches {
        if (pooled < 1 || patch < 1 || stride < 1 || bands < 1 || bandStride < 1) {
            throw new IllegalArgumentException("no patches: " + pooled + " frames pooled, patches of " + patch + " by "
                    + bands + ", strides " + stride + " and " + bandStride);
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

    /** One vector a window and band range, ranges fastest, the lowest first. */
    @Override
    public FeatureVectors extract(LogMel mel) {
        int nMels = mel.nMels();
        if (nMels < bands) {
            throw new IllegalArgumentException(nMels + " mel bands are fewer than a patch's " + bands);
        }
        float[] frames = PooledFrames.of(mel, pooled);
        FrameWindows windows = new FrameWindows(PooledFrames.count(mel, pooled), patch, stride);
        int ranges = vectorsPerWindow(nMels);
        int size = size(nMels);
        float[] levels = new float[windows.count() * ranges];
        float[] values = new float[levels.length * size];
        for (int vector = 0; vector < levels.length; vector++) {
            int at = vector * size;
            levels[vector] = vector % ranges == 0 ? level(frames, nMels, windows, vector / ranges) : levels[vector - 1];
            double sum = 0;
            for (int i = 0; i < patch; i++) {
                int from = windows.frame(vector / ranges, i) * nMels + vector % ranges * bandStride;
                for (int band = 0; band < bands; band++) {
                    values[at + i * bands + band] = frames[from + band];
                    sum += frames[from + band];
                }
            }
            float mean = (float) (sum / size);
            for (int i = at; i < at + size; i++) {
                values[i] -= mean;
            }
        }
        return PooledFrames.timed(mel, pooled, windows, size, values, levels);
    }

    /** The mean level of a window over all mel bands. */
    private float level(float[] frames, int nMels, FrameWindows windows, int number) {
        double sum = 0;
        for (int i = 0; i < patch; i++) {
            int from = windows.frame(number, i) * nMels;
            for (int mel = from; mel < from + nMels; mel++) {
                sum += frames[mel];
            }
        }
        return (float) (sum / patch / nMels);
    }
}
