package audiotokens.label;

import audiotokens.AudioTokensException;
import audiotokens.file.FileErrors;
import audiotokens.file.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The labels of a model, in the order of its outputs. */
public final class LabelIndex {
    private final List<Label> labels;
    private final Map<String, Label> labelsById = new HashMap<>();

    /** @param labels the labels in order: the label at index i has {@code index() == i} */
    public LabelIndex(List<Label> labels) {
        this.labels = List.copyOf(labels);
        for (int i = 0; i < labels.size(); i++) {
            Label label = labels.get(i);
            if (label.index() != i || labelsById.put(label.id(), label) != null) {
                throw new IllegalArgumentException("label " + label + " is out of order or duplicated");
            }
        }
    }

    /**
     * Reads AudioSet's ontology: a JSON array of items with {@code id}, {@code name} and {@code restrictions}. A
     * label's index is its position among the items without restrictions.
     *
     * @throws AudioTokensException if the file is missing or not a valid ontology; the message names the file
     */
    public static LabelIndex readOntology(Path json) {
        JsonNode items;
        try {
            items = JsonMapper.shared().readTree(TextFile.read(json));
        } catch (IOException e) {
            throw new AudioTokensException(
                    "the ontology cannot be read: " + FileErrors.describe(e) + " (check the key ontology)", e);
        } catch (JacksonException e) {
            throw new AudioTokensException("the ontology " + json + " is not valid JSON: " + e.getOriginalMessage(), e);
        }
        if (!items.isArray()) {
            throw new AudioTokensException("the ontology " + json + " is not a JSON array of labels");
        }
        List<Label> labels = new ArrayList<>();
        for (JsonNode item : items) {
            if (!item.path("id").isString() || !item.path("name").isString()) {
                throw new AudioTokensException("the ontology " + json + " has an item without id or name");
            }
            if (item.path("restrictions").isEmpty()) {
                labels.add(new Label(
                        labels.size(),
                        item.get("id").asString(),
                        item.get("name").asString()));
            }
        }
        return new LabelIndex(labels);
    }

    /** Creates labels whose ids equal their names, in the given order. */
    public static LabelIndex fromNames(Collection<String> names) {
        List<Label> labels = new ArrayList<>();
        names.forEach(name -> labels.add(new Label(labels.size(), name, name)));
        return new LabelIndex(labels);
    }

    /** Returns the number of labels and of model outputs. */
    public int size() {
        return labels.size();
    }

    /** Returns the label of output {@code index}. */
    public Label get(int index) {
        return labels.get(index);
    }

    /** Returns the label with this id, if there is one. */
    public Optional<Label> find(String id) {
        return Optional.ofNullable(labelsById.get(id));
    }

    /** Returns all labels in order. */
    public List<Label> all() {
        return labels;
    }
}
