package audiotokens.pipeline.config;

import audiotokens.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads configurations from YAML files with flat keys and {@code key=value} overrides. */
final class ConfigurationFile {
    private ConfigurationFile() {}

    static Configuration read(Path yaml, List<String> overrides) {
        SequencedMap<String, String> values = readYaml(yaml);
        Set<String> keysOfFile = new HashSet<>(values.keySet());
        values.putIfAbsent("outputPath", "output/" + fileStem(yaml));
        for (String override : overrides) {
            int equalsIndex = override.indexOf('=');
            if (equalsIndex < 1) {
                throw new ConfigurationException(override, "not of the form key=value");
            }
            String key = override.substring(0, equalsIndex).strip();
            values.put(key, override.substring(equalsIndex + 1).strip());
            keysOfFile.remove(key);
        }
        try {
            return OptionRecords.bind(values);
        } catch (ConfigurationException e) {
            throw keysOfFile.contains(e.key()) ? e.withFile(yaml) : e;
        }
    }

    private static String fileStem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    static SequencedMap<String, String> readYaml(Path yaml) {
        if (!Files.isRegularFile(yaml)) {
            throw new ConfigurationException(
                    yaml.toString(), "no such configuration file; the supplied ones are in notebooks/configs");
        }
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(TextFile.read(yaml));
        } catch (IOException e) {
            throw new ConfigurationException(yaml.toString(), "cannot be read: " + e.getMessage());
        } catch (JacksonException e) {
            throw new ConfigurationException(
                    yaml.toString(),
                    "is not YAML, line " + e.getLocation().getLineNr() + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        SequencedMap<String, String> values = new LinkedHashMap<>();
        if (root.isMissingNode() || root.isNull()) {
            return values;
        }
        if (!root.isObject()) {
            throw new ConfigurationException(yaml.toString(), "contains no keys; each line has the form key: value");
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            values.put(entry.getKey(), asText(entry.getKey(), entry.getValue()));
        }
        return values;
    }

    private static String asText(String key, JsonNode node) {
        if (node.isArray()) {
            return node.valueStream().map(item -> asText(key, item)).collect(Collectors.joining(","));
        }
        if (node.isObject()) {
            throw new ConfigurationException(key, "has nested keys; it must be one value or a list");
        }
        return node.isNull() ? "" : node.asString();
    }

    static String toYaml(Map<String, Object> values) {
        return new YAMLMapper().writeValueAsString(values);
    }
}
