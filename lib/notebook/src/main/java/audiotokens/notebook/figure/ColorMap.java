package audiotokens.notebook.figure;

/**
 * Colors for values from 0 to 1 that become lighter with the value, so that they are readable in grayscale and with
 * color blindness.
 *
 * <p>Source: viridis, as designed by Nathaniel Smith and Stéfan van der Walt for Matplotlib; linearly interpolated
 * between 17 samples.
 */
final class ColorMap {
    /** Plotly's name for the same map. */
    static final String PLOTLY_NAME = "Viridis";

    private static final int[] SAMPLES = {
        0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26828e, 0x21918c, 0x1fa088, 0x28ae80,
        0x3fbc73, 0x5ec962, 0x84d44b, 0xaddc30, 0xd8e219, 0xfde725
    };

    private ColorMap() {}

    /** Returns the color of {@code value} as 0xRRGGBB; values are clipped to [0, 1]. */
    static int rgb(double value) {
        double position = Math.clamp(Double.isNaN(value) ? 0 : value, 0, 1) * (SAMPLES.length - 1);
        int lower = Math.min((int) position, SAMPLES.length - 2);
        double fraction = position - lower;
        int color = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int low = SAMPLES[lower] >> shift & 0xff;
            int high = SAMPLES[lower + 1] >> shift & 0xff;
            color |= (int) Math.round(low + fraction * (high - low)) << shift;
        }
        return color;
    }
}
