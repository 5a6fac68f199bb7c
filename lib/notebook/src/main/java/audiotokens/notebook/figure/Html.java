package audiotokens.notebook.figure;

import java.io.Serial;
import java.util.Base64;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Text, values and bytes as parts of an HTML page. */
public final class Html {
    /** The class of elements in which JupyterLab's MathJax takes no dollar sign for the begin of a formula. */
    static final String LITERAL = "mathjax_ignore";

    private static final JsonMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().characterEscapes(new InPage()).build())
            .build();

    private Html() {}

    /** {@code text} with the characters replaced that HTML reads as markup, in content and in quoted attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /**
     * A value as JSON that may stand in a script element: nothing in it ends the element, opens a comment or another
     * script in it, or breaks a line of JavaScript.
     */
    public static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** Bytes as an address that carries its own content. */
    static String dataAddress(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static final class InPage extends CharacterEscapes {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            for (char letter : "<>&".toCharArray()) {
                codes[letter] = ESCAPE_STANDARD;
            }
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int letter) {
            return letter == 0x2028 || letter == 0x2029
                    ? new SerializedString("\\u" + Integer.toHexString(letter))
                    : null;
        }
    }
}
