package audiotokens.cluster;

import audiotokens.work.VectorModule;

/** Dot products of all rows of one matrix with all rows of another, in float32. */
public final class RowProducts {
    private RowProducts() {}

    /**
     * Returns the product of {@code rows} and the transpose of {@code others}.
     *
     * @param rows (count, length)
     * @param others (size, length)
     * @return (count, size)
     */
    public static float[] of(float[] rows, int count, int length, float[] others, int size) {
        float[] products = new float[count * size];
        if (VectorModule.isPresent()) {
            new VectorProjection(others, length).project(rows, count, products, 0);
        } else {
            scalar(rows, count, length, others, products, 0);
        }
        return products;
    }

    /**
     * Computes the products like {@link VectorProjection}, without the Vector API.
     *
     * @param products output, (count, size) from index {@code start}
     */
    static void scalar(float[] rows, int count, int length, float[] others, float[] products, int start) {
        int size = others.length / length;
        for (int row = 0; row < count; row++) {
            for (int other = 0; other < size; other++) {
                float sum = 0;
                for (int i = 0; i < length; i++) {
                    sum += others[other * length + i] * rows[row * length + i];
                }
                products[start + row * size + other] = sum;
            }
        }
    }
}
