package audiotokens.pipeline.dataset;

import audiotokens.file.Fingerprint;
import audiotokens.label.Label;
import audiotokens.label.LabelIndex;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every clip that the metadata names, with its labels, in the order of the lists. */
public final class ClipCatalog {
    private final LabelIndex labels;
    private final ClipStore clips;
    private final MetadataNotes notes;
    private final Map<String, String> parts;
    private String fingerprint;

    /**
     * @param clips by id, in the order of the lists
     * @param parts the part of the data set that the source puts a clip into, as {@code train}, by id
     */
    ClipCatalog(LabelIndex labels, LinkedHashMap<String, Clip> clips, MetadataNotes notes, Map<String, String> parts) {
        this(labels, ClipStore.of(clips.values(), labels), notes, parts, null);
    }

    /** @param fingerprint as {@link #fingerprint} computes it, or null where it is not known yet */
    ClipCatalog(
            LabelIndex labels, ClipStore clips, MetadataNotes notes, Map<String, String> parts, String fingerprint) {
        this.parts = Map.copyOf(parts);
        this.labels = labels;
        this.clips = clips;
        this.notes = notes;
        this.fingerprint = fingerprint;
    }

    /** @param clips by id, in the order of the lists */
    public ClipCatalog(LabelIndex labels, Map<String, Clip> clips) {
        this(labels, new LinkedHashMap<>(clips), new MetadataNotes(), Map.of());
    }

    /** The same clips, with notes that can be added to. */
    ClipCatalog copy() {
        return new ClipCatalog(labels, clips, notes.copy(), parts, fingerprint());
    }

    /**
     * A digest of all ids and of all labels, used or not, which tells one catalog from another. Finished runs are known
     * by it, so the text that it is made of must stay.
     */
    String fingerprint() {
        if (fingerprint == null) {
            Fingerprint digest = new Fingerprint();
            digest.add(text(labels.all()));
            for (Clip clip : clips.clips()) {
                digest.add("Clip[id=" + clip.id() + ", startSeconds=" + clip.startSeconds() + ", endSeconds="
                        + clip.endSeconds() + ", labels=" + text(clip.labels()) + "]");
            }
            fingerprint = digest.hex();
        }
        return fingerprint;
    }

    private static String text(List<Label> labels) {
        StringBuilder text = new StringBuilder("[");
        for (Label label : labels) {
            text.append(text.length() == 1 ? "" : ", ")
                    .append("Label[index=")
                    .append(label.index())
                    .append(", id=")
                    .append(label.id())
                    .append(", name=")
                    .append(label.name())
                    .append(']');
        }
        return text.append(']').toString();
    }

    /** The part of the data set that the source itself puts a clip into, as {@code train} or {@code test}, by id. */
    Map<String, String> parts() {
        return parts;
    }

    ClipStore store() {
        return clips;
    }

    /** What was met while reading the metadata. */
    public MetadataNotes notes() {
        return notes;
    }

    /** The labels clips can have. */
    public LabelIndex labels() {
        return labels;
    }

    /** All ids, in the order of the lists. */
    public List<String> ids() {
        return clips.ids();
    }

    /** The clip of this id, where there is one. */
    public Optional<Clip> find(String id) {
        int place = clips.find(id);
        return place < 0 ? Optional.empty() : Optional.of(clips.clip(place));
    }

    /** All clips, in the order of the lists. */
    public Collection<Clip> clips() {
        return clips.clips();
    }

    /** 1 at the index of each of a clip's labels, 0 elsewhere: float32 (labels,); all 0 for an unknown clip. */
    public float[] targets(String id) {
        float[] targets = new float[labels.size()];
        find(id).ifPresent(clip -> clip.labels().forEach(label -> targets[label.index()] = 1));
        return targets;
    }
}
