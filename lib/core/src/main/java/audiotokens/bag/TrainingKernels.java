package audiotokens.bag;

import java.util.ArrayList;
import java.util.List;

/**
 * The kernel of each bag type on the training clips: exp(-D / mean D), where D is the squared distance between two
 * clips' square-rooted bags.
 *
 * @param nClips number of training clips
 * @param bags training bags per bag type: (clips, vocabulary)
 * @param scales mean D per bag type
 * @param kernels kernel matrix per bag type: (clips, clips)
 */
record TrainingKernels(int nClips, List<float[]> bags, double[] scales, List<float[]> kernels) {

    static TrainingKernels of(List<ClipBags> clips) {
        int n = clips.size();
        int nBagTypes = clips.getFirst().squareRoots().size();
        List<float[]> bags = new ArrayList<>();
        List<float[]> kernels = new ArrayList<>();
        double[] scales = new double[nBagTypes];
        for (int type = 0; type < nBagTypes; type++) {
            float[] typeBags = bagsOfType(clips, type);
            float[] distances = BagDistances.between(typeBags, typeBags, typeBags.length / n);
            scales[type] = BagDistances.mean(distances, n);
            bags.add(typeBags);
            kernels.add(toKernel(distances, scales[type]));
        }
        return new TrainingKernels(n, bags, scales, kernels);
    }

    /** Returns several clips' bags of one type: (clips, vocabulary). */
    static float[] bagsOfType(List<ClipBags> clips, int type) {
        int vocabulary = clips.getFirst().squareRoots().get(type).length;
        float[] bags = new float[clips.size() * vocabulary];
        for (int clip = 0; clip < clips.size(); clip++) {
            System.arraycopy(clips.get(clip).squareRoots().get(type), 0, bags, clip * vocabulary, vocabulary);
        }
        return bags;
    }

    static float[] toKernel(float[] distances, double scale) {
        for (int i = 0; i < distances.length; i++) {
            distances[i] = (float) Math.exp(-distances[i] / scale);
        }
        return distances;
    }

    /**
     * Returns the weighted mean of the kernels.
     *
     * @param weights weight of each bag type, at least 0, not all 0
     * @param rows indices of the clips in the rows
     * @param columns indices of the clips in the columns
     */
    double[][] weightedMean(double[] weights, int[] rows, int[] columns) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double[][] mean = new double[rows.length][columns.length];
        for (int type = 0; type < weights.length; type++) {
            if (weights[type] > 0) {
                float[] kernel = kernels.get(type);
                double weight = weights[type] / total;
                for (int i = 0; i < rows.length; i++) {
                    double[] row = mean[i];
                    int offset = rows[i] * nClips;
                    for (int j = 0; j < columns.length; j++) {
                        row[j] += weight * kernel[offset + columns[j]];
                    }
                }
            }
        }
        return mean;
    }
}
