package audiotokens.family;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The orthonormal DCT-II. */
final class CosineTransform {
    private record Size(int coefficients, int length) {}

    /** The matrices computed so far: few sizes are used, each for every clip. */
    private static final Map<Size, float[]> MATRICES = new ConcurrentHashMap<>();

    private CosineTransform() {}

    /**
     * Returns the first rows of the transform's matrix.
     *
     * @param coefficients number of rows
     * @param length number of values that are transformed
     * @return (coefficients, length); do not modify
     */
    static float[] matrix(int coefficients, int length) {
        return MATRICES.computeIfAbsent(new Size(coefficients, length), CosineTransform::compute);
    }

    private static float[] compute(Size size) {
        int length = size.length();
        float[] cosines = new float[size.coefficients() * length];
        for (int k = 0; k < size.coefficients(); k++) {
            double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / length);
            for (int i = 0; i < length; i++) {
                cosines[k * length + i] = (float) (scale * Math.cos(Math.PI * k * (i + 0.5) / length));
            }
        }
        return cosines;
    }
}
