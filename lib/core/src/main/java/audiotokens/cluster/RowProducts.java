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
            Whitening.project(rows, count, length, others, products, 0);
        }
        return products;
    }
}
