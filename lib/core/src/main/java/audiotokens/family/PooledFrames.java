package audiotokens.family;

/** Averages groups of consecutive frames. Drops an incomplete last group, unless it is the only one. */
final class PooledFrames {
    private PooledFrames() {}

    /** Returns the number of groups, at least 1. */
    static int count(LogMel mel, int pooled) {
        return Math.max(1, mel.nFrames() / pooled);
    }

    /** Returns the averages, (count, nMels). */
    static float[] average(LogMel mel, int pooled) {
        if (pooled == 1) {
            return mel.values();
        }
        int nMels = mel.nMels();
        int count = count(mel, pooled);
        int width = Math.min(pooled, mel.nFrames());
        float[] values = new float[count * nMels];
        for (int group = 0; group < count; group++) {
            for (int frame = group * width; frame < (group + 1) * width; frame++) {
                for (int m = 0; m < nMels; m++) {
                    values[group * nMels + m] += mel.values()[frame * nMels + m];
                }
            }
            for (int m = 0; m < nMels; m++) {
                values[group * nMels + m] /= width;
            }
        }
        return values;
    }

    /**
     * Creates feature vectors with the times of their windows.
     *
     * @param windows windows of pooled frames, with one or several vectors each
     * @param size dimension of a vector
     * @param levels level of each vector, in dB
     */
    static FeatureVectors withTimes(
            LogMel mel, int pooled, FrameWindows windows, int size, float[] values, float[] levels) {
        int vectorsPerWindow = levels.length / windows.count();
        float[] seconds = new float[levels.length];
        float[] positions = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            double center = pooled * windows.center(i / vectorsPerWindow);
            int frame = Math.min((int) center, mel.nFrames() - 1);
            seconds[i] = (float) (mel.frameNumbers()[frame] * mel.secondsPerFrame());
            positions[i] = (float) Math.min(1, center / mel.nFrames());
        }
        return new FeatureVectors(size, values, seconds, positions, levels);
    }
}
