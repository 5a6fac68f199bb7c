package audiotokens.family;

import java.util.Arrays;

/**
 * The non-silent log-mel frames of a clip, in dB, clipped at 80 dB below the clip's maximum. Frames at this floor in
 * every band are removed.
 *
 * @param nMels number of mel bands
 * @param values (frames, nMels), in dB; mel bands vary fastest; not copied; do not modify
 * @param frameNumbers index of each frame in the clip, ascending
 * @param secondsPerFrame time between frames of the clip, in seconds
 */
public record LogMel(int nMels, float[] values, int[] frameNumbers, double secondsPerFrame) {
    /** Dynamic range below the clip's maximum, in dB. */
    public static final float RANGE_DECIBELS = 80;

    /** Frames at the floor are removed only if more than this many others remain. */
    public static final int MIN_FRAMES = 20;

    public LogMel {
        if (nMels < 1 || frameNumbers.length < 1 || values.length != nMels * frameNumbers.length) {
            throw new IllegalArgumentException(
                    values.length + " values are not " + frameNumbers.length + " frames of " + nMels + " bands");
        }
    }

    /**
     * Clips the dynamic range and removes silent frames.
     *
     * @param nMels number of mel bands
     * @param frames (n, nMels), in dB
     */
    public static LogMel of(int nMels, float[] frames, double secondsPerFrame) {
        float maximum = Float.NEGATIVE_INFINITY;
        for (float value : frames) {
            maximum = Math.max(maximum, value);
        }
        float floor = maximum - RANGE_DECIBELS;
        int count = frames.length / nMels;
        float[] values = new float[frames.length];
        int[] numbers = new int[count];
        int retained = 0;
        for (int frame = 0; frame < count; frame++) {
            boolean isAboveFloor = false;
            for (int mel = 0; mel < nMels; mel++) {
                float value = frames[frame * nMels + mel];
                isAboveFloor |= value > floor;
                values[retained * nMels + mel] = Math.max(value, floor);
            }
            if (isAboveFloor) {
                numbers[retained++] = frame;
            }
        }
        if (retained <= MIN_FRAMES) {
            for (int i = 0; i < frames.length; i++) {
                values[i] = Math.max(frames[i], floor);
            }
            return new LogMel(nMels, values, range(count), secondsPerFrame);
        }
        return new LogMel(
                nMels, Arrays.copyOf(values, retained * nMels), Arrays.copyOf(numbers, retained), secondsPerFrame);
    }

    private static int[] range(int count) {
        int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> i);
        return numbers;
    }

    /** Returns the number of frames. */
    public int nFrames() {
        return frameNumbers.length;
    }

    /** Returns the maximum value, in dB. */
    public float maximum() {
        float maximum = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            maximum = Math.max(maximum, value);
        }
        return maximum;
    }

    /**
     * Averages neighboring mel bands.
     *
     * @param count number of resulting bands, a divisor of nMels
     * @return (count, frames)
     */
    public float[][] bands(int count) {
        if (nMels % count != 0) {
            throw new IllegalArgumentException(nMels + " mel bands cannot be averaged to " + count + " bands");
        }
        int width = nMels / count;
        float[][] bands = new float[count][nFrames()];
        for (int frame = 0; frame < nFrames(); frame++) {
            for (int band = 0; band < count; band++) {
                float sum = 0;
                for (int mel = band * width; mel < (band + 1) * width; mel++) {
                    sum += values[frame * nMels + mel];
                }
                bands[band][frame] = sum / width;
            }
        }
        return bands;
    }
}
