package audiotokens.cluster;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Householder tridiagonalization and the implicit QL algorithm.
 * All inner loops go along rows, so that the compiler can vectorize them. Sources: G. Golub and C. Van Loan, "Matrix
 * Computations", 4th edition, section 8.3; H. Bowdler et al., "The QR and QL algorithms for symmetric matrices", 1968.
 *
 * @param values eigenvalues in descending order, (n,)
 * @param vectors unit eigenvectors as rows, in the same order: (n, n)
 */
record SymmetricEigen(double[] values, double[][] vectors) {
    private static final int MAX_ITERATIONS = 60;

    /** Squares below this are 0, compared with the matrix's largest value of about 1. */
    private static final double NEGLIGIBLE_SQUARE = 1e-60;

    /**
     * Computes the decomposition.
     *
     * @param matrix symmetric, (n, n)
     * @throws IllegalArgumentException if a value is infinite or NaN
     */
    static SymmetricEigen of(double[][] matrix) {
        for (double[] row : matrix) {
            if (!Arrays.stream(row).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("the matrix has an infinite value or NaN");
            }
        }
        // a power of two, so that scaling is exact; sums of squares neither overflow nor underflow then
        int exponent = -Math.getExponent(maxMagnitude(matrix));
        Tridiagonal tridiagonal = Tridiagonal.of(scale(matrix, exponent));
        double[] diagonal = tridiagonal.diagonal();
        double[][] rows = tridiagonal.basis();
        diagonalize(diagonal, tridiagonal.offDiagonal(), rows);
        int[] order = IntStream.range(0, diagonal.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -diagonal[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new SymmetricEigen(
                Arrays.stream(order)
                        .mapToDouble(i -> Math.scalb(diagonal[i], -exponent))
                        .toArray(),
                Arrays.stream(order).mapToObj(i -> rows[i]).toArray(double[][]::new));
    }

    private static double maxMagnitude(double[][] matrix) {
        double max = 0;
        for (double[] row : matrix) {
            for (double value : row) {
                max = Math.max(max, Math.abs(value));
            }
        }
        return max;
    }

    private static double[][] scale(double[][] matrix, int exponent) {
        double[][] scaled = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                scaled[i][j] = Math.scalb(matrix[i][j], exponent);
            }
        }
        return scaled;
    }

    /**
     * A matrix A as Qᵀ T Q with a tridiagonal matrix T.
     *
     * @param diagonal of T, (n,)
     * @param offDiagonal value below each diagonal value of T; 0 at the end, (n,)
     * @param basis Q, orthogonal, (n, n)
     */
    private record Tridiagonal(double[] diagonal, double[] offDiagonal, double[][] basis) {
        static Tridiagonal of(double[][] matrix) {
            int n = matrix.length;
            double[][] a = new double[n][];
            Arrays.setAll(a, i -> matrix[i].clone());
            double[][] reflectors = new double[n][];
            double[] offDiagonal = new double[n];
            for (int k = 0; k + 1 < n; k++) {
                double[] reflector = reflector(a[k], k + 1);
                offDiagonal[k] = a[k][k + 1] - reflector[k + 1] * dot(reflector, a[k], k + 1);
                reflect(a, reflector, k + 1);
                reflectors[k] = reflector;
            }
            double[] diagonal = new double[n];
            Arrays.setAll(diagonal, i -> a[i][i]);
            return new Tridiagonal(diagonal, offDiagonal, basis(reflectors));
        }

        /**
         * Returns a vector v, 0 before {@code from}, for which I - v vᵀ maps the row's values after {@code from} to 0;
         * zeros if they are negligible.
         */
        private static double[] reflector(double[] row, int from) {
            double[] v = new double[row.length];
            double rest = dot(row, row, from + 1);
            if (rest > NEGLIGIBLE_SQUARE) {
                System.arraycopy(row, from, v, from, row.length - from);
                v[from] += Math.copySign(Math.sqrt(row[from] * row[from] + rest), row[from]);
                double scale = Math.sqrt(2 / (v[from] * v[from] + rest));
                for (int i = from; i < v.length; i++) {
                    v[i] *= scale;
                }
            }
            return v;
        }

        /** Replaces the submatrix from {@code from} by (I - v vᵀ) A (I - v vᵀ). */
        private static void reflect(double[][] a, double[] v, int from) {
            int n = v.length;
            double[] w = new double[n];
            for (int i = from; i < n; i++) {
                add(w, a[i], v[i], from);
            }
            add(w, v, -dot(v, w, from) / 2, from);
            for (int i = from; i < n; i++) {
                double[] row = a[i];
                double vi = v[i];
                double wi = w[i];
                for (int j = from; j < n; j++) {
                    row[j] -= vi * w[j] + wi * v[j];
                }
            }
        }

        /** Returns the product of all I - v vᵀ, the last on the left. */
        private static double[][] basis(double[][] reflectors) {
            int n = reflectors.length;
            double[][] transposed = new double[n][n];
            for (int i = 0; i < n; i++) {
                transposed[i][i] = 1;
            }
            for (int k = n - 2; k >= 0; k--) {
                double[] v = reflectors[k];
                double[] product = new double[n];
                for (int i = k + 1; i < n; i++) {
                    add(product, transposed[i], v[i], k + 1);
                }
                for (int i = k + 1; i < n; i++) {
                    add(transposed[i], product, -v[i], k + 1);
                }
            }
            double[][] basis = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    basis[j][i] = transposed[i][j];
                }
            }
            return basis;
        }

        private static double dot(double[] a, double[] b, int from) {
            double sum = 0;
            for (int i = from; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }

        /** Adds {@code factor * values} to {@code sums}. */
        private static void add(double[] sums, double[] values, double factor, int from) {
            for (int i = from; i < sums.length; i++) {
                sums[i] += factor * values[i];
            }
        }
    }

    /** Replaces a tridiagonal matrix's diagonal by its eigenvalues, and applies each rotation to two of the rows. */
    private static void diagonalize(double[] diagonal, double[] offDiagonal, double[][] rows) {
        double negligible = 0;
        for (int i = 0; i < diagonal.length; i++) {
            negligible = Math.max(negligible, Math.ulp(1.0) * (Math.abs(diagonal[i]) + Math.abs(offDiagonal[i])));
        }
        for (int first = 0; first < diagonal.length; first++) {
            int iterations = 0;
            for (int last = blockEnd(offDiagonal, negligible, first);
                    last > first;
                    last = blockEnd(offDiagonal, negligible, first)) {
                if (iterations++ == MAX_ITERATIONS) {
                    throw new IllegalStateException("the QL algorithm has not converged");
                }
                step(diagonal, offDiagonal, first, last, rows);
            }
        }
    }

    /** Returns the index of the first negligible off-diagonal value from {@code first}. */
    private static int blockEnd(double[] offDiagonal, double negligible, int first) {
        int last = first;
        while (last + 1 < offDiagonal.length && Math.abs(offDiagonal[last]) > negligible) {
            last++;
        }
        return last;
    }

    /** One implicit QL step with Wilkinson's shift on the block from {@code first} to {@code last}, inclusive. */
    private static void step(double[] diagonal, double[] offDiagonal, int first, int last, double[][] rows) {
        double ratio = (diagonal[first + 1] - diagonal[first]) / (2 * offDiagonal[first]);
        double shift = diagonal[first] - offDiagonal[first] / (ratio + Math.copySign(Math.hypot(ratio, 1), ratio));
        double g = diagonal[last] - shift;
        double sine = 1;
        double cosine = 1;
        double correction = 0;
        for (int i = last - 1; i >= first; i--) {
            double f = sine * offDiagonal[i];
            double b = cosine * offDiagonal[i];
            double length = Math.hypot(f, g);
            offDiagonal[i + 1] = length;
            if (length == 0) {
                diagonal[i + 1] -= correction;
                offDiagonal[last] = 0;
                return;
            }
            sine = f / length;
            cosine = g / length;
            double shifted = diagonal[i + 1] - correction;
            double sum = (diagonal[i] - shifted) * sine + 2 * cosine * b;
            correction = sine * sum;
            diagonal[i + 1] = shifted + correction;
            g = cosine * sum - b;
            rotate(rows[i], rows[i + 1], cosine, sine);
        }
        diagonal[first] -= correction;
        offDiagonal[first] = g;
        offDiagonal[last] = 0;
    }

    private static void rotate(double[] row, double[] next, double cosine, double sine) {
        for (int i = 0; i < row.length; i++) {
            double value = row[i];
            double nextValue = next[i];
            row[i] = cosine * value - sine * nextValue;
            next[i] = sine * value + cosine * nextValue;
        }
    }
}
