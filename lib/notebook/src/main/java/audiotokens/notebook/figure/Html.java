package audiotokens.notebook.figure;

import java.io.Serial;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Converts text, values and bytes to parts of an HTML page. */
public final class Html {
    /**
     * The CSS class of elements that JupyterLab's MathJax does not search for formulas, so that dollar signs stay
     * literal.
     */
    public static final String NO_MATHJAX = "mathjax_ignore";

    private static final JsonMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().characterEscapes(new ScriptEscapes()).build())
            .build();

    private Html() {}

    /** Escapes {@code text} for element content and quoted attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /**
     * Converts a value to JSON that is safe inside a script element: it cannot end the element, open a comment or
     * another script, or contain a JavaScript line terminator.
     */
    public static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** Converts bytes to a data URL. */
    static String dataUrl(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static final class ScriptEscapes extends CharacterEscapes {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            for (char character : "<>&".toCharArray()) {
                codes[character] = ESCAPE_STANDARD;
            }
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return character == 0x2028 || character == 0x2029
                    ? new SerializedString("\\u" + Integer.toHexString(character))
                    : null;
        }
    }
}
