package audiotokens.pipeline.dataset;

import audiotokens.file.Fingerprint;
import audiotokens.label.Label;
import audiotokens.label.LabelIndex;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** All clips of the metadata and their labels, in the order of the metadata. */
public final class ClipCatalog {
    private final LabelIndex labels;
    private final ClipStore clips;
    private final MetadataNotes notes;
    private final Map<String, String> splits;
    private @Nullable String fingerprint;

    /**
     * @param clips clips by id, in the order of the metadata
     * @param splits split of each clip according to the source, for example {@code train}, by clip id
     */
    ClipCatalog(LabelIndex labels, SequencedMap<String, Clip> clips, MetadataNotes notes, Map<String, String> splits) {
        this(labels, ClipStore.of(clips.values(), labels), notes, splits, null);
    }

    /** @param fingerprint the value of {@link #fingerprint}, or null if not yet computed */
    ClipCatalog(
            LabelIndex labels,
            ClipStore clips,
            MetadataNotes notes,
            Map<String, String> splits,
            @Nullable String fingerprint) {
        this.splits = Map.copyOf(splits);
        this.labels = labels;
        this.clips = clips;
        this.notes = notes;
        this.fingerprint = fingerprint;
    }

    /** @param clips the clips by id, in the order of the metadata */
    public ClipCatalog(LabelIndex labels, Map<String, Clip> clips) {
        this(labels, new LinkedHashMap<>(clips), new MetadataNotes(), Map.of());
    }

    /** Returns a catalog of the same clips with a mutable copy of the notes. */
    ClipCatalog copy() {
        return new ClipCatalog(labels, clips, notes.copy(), splits, fingerprint());
    }

    /**
     * Returns a digest of all ids and labels that identifies the catalog. The recorded fingerprints of finished stages
     * depend on it, so the digested text must not change.
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

    /**
     * Returns the split of each clip according to the source, for example {@code train} or {@code test}, by clip id.
     */
    Map<String, String> splits() {
        return splits;
    }

    ClipStore store() {
        return clips;
    }

    /** Returns the notes taken while reading the metadata. */
    public MetadataNotes notes() {
        return notes;
    }

    /** Returns the label index. */
    public LabelIndex labels() {
        return labels;
    }

    /** Returns all ids, in the order of the metadata. */
    public List<String> ids() {
        return clips.ids();
    }

    /** Returns the clip with this id; empty if there is none. */
    public Optional<Clip> find(String id) {
        int index = clips.find(id);
        return index < 0 ? Optional.empty() : Optional.of(clips.clip(index));
    }

    /** Returns all clips, in the order of the metadata. */
    public Collection<Clip> clips() {
        return clips.clips();
    }

    /** Returns the multi-hot targets of a clip, float32 (labels,); all 0 for an unknown clip. */
    public float[] targets(String id) {
        float[] targets = new float[labels.size()];
        find(id).ifPresent(clip -> clip.labels().forEach(label -> targets[label.index()] = 1));
        return targets;
    }
}
