package audiotokens.notebook.figure;

import java.util.Base64;

/** Text and bytes as parts of an HTML page. */
public final class Html {
    private Html() {}

    /** {@code text} with the characters replaced that HTML reads as markup. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Bytes as an address that carries its own content. */
    static String dataAddress(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
