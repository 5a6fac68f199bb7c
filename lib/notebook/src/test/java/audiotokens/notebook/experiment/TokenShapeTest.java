package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.spectrogram.Spectrogram;
import org.junit.jupiter.api.Test;

class TokenShapeTest {
    /** Two bands of four frames: 0 1 2 3 in the lower band and 4 4 6 6 in the upper one. */
    private static final Spectrogram SPECTROGRAM = new Spectrogram(2, 4, new float[] {0, 1, 2, 3, 4, 4, 6, 6});

    @Test
    void singleFramePartsAreSpectra() {
        TokenShape shape = new TokenShape("spectrum", 2, 1);
        float sqrtHalf = (float) Math.sqrt(0.5);

        assertEquals(1, shape.nPositions(2));
        assertArrayEquals(
                new float[] {-sqrtHalf, sqrtHalf, -sqrtHalf, sqrtHalf, -sqrtHalf, sqrtHalf, -sqrtHalf, sqrtHalf},
                shape.cut(SPECTROGRAM, 0),
                1e-6f);
    }

    @Test
    void bandPartsOverlapBy50Percent() {
        TokenShape shape = new TokenShape("band", 1, 2);
        float sqrtHalf = (float) Math.sqrt(0.5);

        assertEquals(2, shape.nPositions(2));
        assertArrayEquals(new float[] {0, 0, -sqrtHalf, sqrtHalf, 0, 0}, shape.cut(SPECTROGRAM, 1), 1e-6f);
    }

    @Test
    void aClipShorterThanAPartHasNoParts() {
        assertEquals(0, new TokenShape("long", 1, 5).cut(SPECTROGRAM, 0).length);
    }
}
