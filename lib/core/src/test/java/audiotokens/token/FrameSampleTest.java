package audiotokens.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.cluster.CentroidInitialization;
import audiotokens.cluster.FrameFeatures;
import audiotokens.cluster.KMeans;
import audiotokens.cluster.PointBlocks;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameSampleTest {
    @Test
    void framesReadAgainInBlocksGiveTheSameCentroidsAsFramesInMemory() throws IOException {
        TrainingClips clips = TrainingClips.of(SyntheticSpectrograms.make(6, 63, 1));
        FrameFeatures features = new FrameFeatures(16, Optional.empty(), 1, Optional.empty(), true);
        FrameSample sampled = FrameSample.draw(clips, Long.MAX_VALUE, 1);
        float[] allPoints = sampled.features(features, 2, Progress.silent());
        PointBlocks blocks = sampled.blocks(features, 10_000, 2, Progress.silent());
        assertTrue(blocks.nBlocks() > 2, "blocks " + blocks.nBlocks());
        KMeans kMeans = new KMeans(new KMeans.Options(10, 5, CentroidInitialization.RANDOM, 1, 0, false), 1, 2);
        assertArrayEquals(
                kMeans.fit(allPoints, 16, (start, iteration, objective) -> {}).centroids(),
                kMeans.fit(blocks, allPoints, (start, iteration, objective) -> {})
                        .centroids(),
                1e-6f);
    }

    @Test
    void framesAreSampledUniformly() throws IOException {
        TrainingClips clips = TrainingClips.of(SyntheticSpectrograms.make(2, 63, 1));
        int[] drawCounts = new int[126];
        for (int seed = 0; seed < 600; seed++) {
            FrameSample sample = FrameSample.draw(clips, 21, seed);
            assertEquals(21, sample.frames().get(0).length + sample.frames().get(1).length);
            for (int clip = 0; clip < 2; clip++) {
                for (int frame : sample.frames().get(clip)) {
                    drawCounts[clip * 63 + frame]++;
                }
            }
        }
        for (int count : drawCounts) {
            assertTrue(count > 60 && count < 140, "a frame was drawn " + count + " times instead of about 100");
        }
    }
}
