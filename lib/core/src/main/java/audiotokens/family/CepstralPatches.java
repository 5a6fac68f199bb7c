package audiotokens.family;

import audiotokens.cluster.RowProducts;

/**
 * Patches of consecutive frames, in which each frame consists of its first cepstral coefficients (orthonormal DCT-II
 * over the mel bands).
 *
 * @param coefficients number of coefficients per frame
 * @param pooled number of frames averaged into one
 * @param patch pooled frames per patch
 * @param stride pooled frames between patch starts
 * @param centering value subtracted from each patch
 */
public record CepstralPatches(int coefficients, int pooled, int patch, int stride, Centering centering)
        implements FeatureExtractor {
    public CepstralPatches {
        if (coefficients < 1 || pooled < 1 || patch < 1 || stride < 1) {
            throw new IllegalArgumentException("invalid patches: " + coefficients + " coefficients, " + pooled
                    + " frames pooled, patches of " + patch + ", stride " + stride);
        }
    }

    @Override
    public int size(int nMels) {
        return coefficients * patch;
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
    public FeatureVectors extract(LogMel mel) {
        int pooledFrames = PooledFrames.count(mel, pooled);
        float[] frames = RowProducts.of(
                PooledFrames.average(mel, pooled),
                pooledFrames,
                mel.nMels(),
                CosineTransform.matrix(coefficients, mel.nMels()),
                coefficients);
        double coefficientPerDecibel = Math.sqrt(mel.nMels());
        FrameWindows windows = new FrameWindows(pooledFrames, patch, stride);
        float[] levels = new float[windows.count()];
        float[] values = new float[windows.count() * size(mel.nMels())];
        for (int window = 0; window < levels.length; window++) {
            double sum = 0;
            int offset = window * patch * coefficients;
            for (int i = 0; i < patch; i++) {
                int frameOffset = windows.frame(window, i) * coefficients;
                System.arraycopy(frames, frameOffset, values, offset + i * coefficients, coefficients);
                sum += frames[frameOffset];
            }
            levels[window] = (float) (sum / patch / coefficientPerDecibel);
        }
        center(values, levels, frames, mel, (float) coefficientPerDecibel);
        return PooledFrames.withTimes(mel, pooled, windows, size(mel.nMels()), values, levels);
    }

    private void center(float[] values, float[] levels, float[] frames, LogMel mel, float coefficientPerDecibel) {
        int size = coefficients * patch;
        switch (centering) {
            case PATCH_LEVEL -> {
                for (int i = 0; i < values.length; i += coefficients) {
                    values[i] -= levels[i / size] * coefficientPerDecibel;
                }
            }
            case CLIP_MAXIMUM -> {
                float maximum = (float) (mel.maximum() * Math.sqrt(mel.nMels()));
                for (int i = 0; i < values.length; i += coefficients) {
                    values[i] -= maximum;
                }
            }
            case CLIP_MEAN -> {
                float[] mean = meanFrame(frames);
                for (int i = 0; i < values.length; i++) {
                    values[i] -= mean[i % coefficients];
                }
            }
        }
    }

    private float[] meanFrame(float[] frames) {
        double[] sums = new double[coefficients];
        for (int i = 0; i < frames.length; i++) {
            sums[i % coefficients] += frames[i];
        }
        int count = frames.length / coefficients;
        float[] mean = new float[coefficients];
        for (int i = 0; i < coefficients; i++) {
            mean[i] = (float) (sums[i] / count);
        }
        return mean;
    }
}
