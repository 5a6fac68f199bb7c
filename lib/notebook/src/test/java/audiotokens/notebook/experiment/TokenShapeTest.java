package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.spectrogram.Spectrogram;
import org.junit.jupiter.api.Test;

class TokenShapeTest {
    /** Two bands of four frames: 0 1 2 3 over 4 4 6 6. */
    private static final Spectrogram SPECTROGRAM = new Spectrogram(2, 4, new float[] {0, 1, 2, 3, 4, 4, 6, 6});

    @Test
    void singleFramePatchesAreSpectra() {
        TokenShape shape = new TokenShape("spectrum", 2, 1);
        float half = (float) Math.sqrt(0.5);

        assertEquals(1, shape.nPositions(2));
        assertArrayEquals(
                new float[] {-half, half, -half, half, -half, half, -half, half}, shape.cut(SPECTROGRAM, 0), 1e-6f);
    }

    @Test
    void bandPatchesOverlapBy50Percent() {
        TokenShape shape = new TokenShape("band", 1, 2);
        float half = (float) Math.sqrt(0.5);

        assertEquals(2, shape.nPositions(2));
        assertArrayEquals(new float[] {0, 0, -half, half, 0, 0}, shape.cut(SPECTROGRAM, 1), 1e-6f);
    }

    @Test
    void aClipShorterThanAPatchHasNone() {
        assertEquals(0, new TokenShape("long", 1, 5).cut(SPECTROGRAM, 0).length);
    }
}
