package audiotokens.notebook.figure;

import java.math.BigDecimal;
import java.util.Locale;

/** Formats numbers for display. */
final class NumberText {
    private NumberText() {}

    /** Formats {@code value} with four significant digits; integers in full up to a billion; empty for NaN. */
    static String shortened(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        double magnitude = Math.abs(value);
        if (value == Math.rint(value) && magnitude < 1e9) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        if (magnitude >= 1e9 || magnitude < 1e-4) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int digits = Math.max(0, 3 - (int) Math.floor(Math.log10(magnitude)));
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /** Formats an axis value without trailing zeros. */
    static String tick(double value) {
        return new BigDecimal(String.format(Locale.ROOT, "%.3f", value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
