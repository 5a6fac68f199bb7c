package audiotokens.pipeline.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of the configuration class of the original Python implementation (danavery/audio-tokens). All fields are
 * stored as Python expressions; only numbers, booleans, names, strings, and strings within other expressions can be read.
 *
 * @param folder the original's folder, against which relative paths are resolved
 * @param fields the Python expression of each field, without comments
 */
record OriginalSettings(Path folder, Map<String, String> fields) {
    private static final Pattern FIELD = Pattern.compile("\\s+(\\w+)\\s*(?::[^=]*)?=(?!=)\\s*(.*)");
    private static final Pattern STRING = Pattern.compile("[fr]?(?:\"([^\"]*)\"|'([^']*)')");
    private static final Pattern LITERAL = Pattern.compile("[\\w.+-]+");

    /** Reads {@code audio_tokens_config.py} in the original's folder; there are no fields if this file is missing. */
    static OriginalSettings read(Path folder) throws IOException {
        Path file = folder.resolve("audio_tokens_config.py");
        Map<String, String> fields = new LinkedHashMap<>();
        if (Files.isRegularFile(file)) {
            String name = "";
            for (String line : Files.readAllLines(file)) {
                String code = withoutComment(line);
                Matcher field = FIELD.matcher(code);
                if (isOpen(fields.getOrDefault(name, ""))) {
                    fields.merge(name, code.strip(), String::concat);
                } else if (field.matches()) {
                    name = field.group(1);
                    fields.put(name, field.group(2).strip());
                }
            }
        }
        return new OriginalSettings(folder, fields);
    }

    /**
     * Returns a numeric, boolean or string field, converted to this library's configuration syntax. A bare
     * name such as {@code None} is returned as it is. Empty for a missing field or any longer expression.
     */
    Optional<String> value(String field) {
        String expression = fields.getOrDefault(field, "");
        Matcher string = STRING.matcher(expression);
        if (string.matches()) {
            return Optional.of(unquoted(string));
        }
        return switch (expression) {
            case "True" -> Optional.of("true");
            case "False" -> Optional.of("false");
            default ->
                Optional.of(expression).filter(text -> LITERAL.matcher(text).matches());
        };
    }

    /** Returns all strings in the expression of a field. */
    List<String> strings(String field) {
        List<String> strings = new ArrayList<>();
        Matcher string = STRING.matcher(fields.getOrDefault(field, ""));
        while (string.find()) {
            strings.add(unquoted(string));
        }
        return strings;
    }

    /** Returns the paths of existing files and folders among the strings in the expression of a field. */
    List<Path> paths(String field) {
        return strings(field).stream()
                .filter(path -> !path.isEmpty())
                .map(path -> folder.resolve(path).normalize())
                .filter(Files::exists)
                .toList();
    }

    private String unquoted(Matcher string) {
        String text = string.group(1) == null ? string.group(2) : string.group(1);
        return text.replace("{BASE_DIR}", folder.toString());
    }

    private static String withoutComment(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (quote == 0 && character == '#') {
                return line.substring(0, i);
            }
            if (character == '"' || character == '\'') {
                quote = quote == 0 ? character : quote == character ? 0 : quote;
            }
        }
        return line;
    }

    /** Returns whether an expression continues on the next line. */
    private static boolean isOpen(String expression) {
        String code = STRING.matcher(expression).replaceAll("");
        return code.chars().filter(character -> "([{".indexOf(character) >= 0).count()
                > code.chars()
                        .filter(character -> ")]}".indexOf(character) >= 0)
                        .count();
    }
}
