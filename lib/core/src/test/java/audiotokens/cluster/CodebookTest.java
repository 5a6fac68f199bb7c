package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.Golden;
import audiotokens.spectrogram.Spectrogram;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodebookTest {
    @Test
    void tokensMatchFaissExceptForTies() {
        Golden golden = Golden.read("tokens.npz");
        float[] frames = golden.get("frames").floats();
        // frames of unit norm, without whitening
        FrameFeatures features =
                FrameFeatures.unwhitened(ClusterOptions.of(), 64, 4242).withWhitening(Optional.empty(), true);
        Codebook codebook = new Codebook(features, golden.get("centroids").floats());
        long[] tokens = codebook.tokenize(Spectrogram.fromFrames(64, frames));
        long[] expected = golden.get("tokens").longs();
        assertEquals(expected.length, tokens.length);
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] != expected[i]) {
                float[] frame =
                        Arrays.copyOfRange(features.of(Spectrogram.fromFrames(64, frames)), i * 64, i * 64 + 64);
                assertEquals(
                        squaredDistance(frame, codebook.centroid((int) expected[i])),
                        squaredDistance(frame, codebook.centroid((int) tokens[i])),
                        1e-5,
                        "frame " + i + ": tokens may differ only if their distances are equal");
            }
        }
    }

    @Test
    void projectionMatchesScikitLearnUpToSign() {
        Golden golden = Golden.read("pca.npz");
        FrameFeatures features = FrameFeatures.unwhitened(ClusterOptions.of(), 64, 4242);
        double[][] projection = new Codebook(features, golden.get("centroids").floats()).projection();
        double[] expected = golden.get("projected").values();
        for (int axis = 0; axis < 2; axis++) {
            double sign = Math.signum(expected[axis] * projection[0][axis]);
            for (int i = 0; i < projection.length; i++) {
                assertEquals(expected[2 * i + axis], sign * projection[i][axis], 1e-4);
            }
        }
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return sum;
    }
}
