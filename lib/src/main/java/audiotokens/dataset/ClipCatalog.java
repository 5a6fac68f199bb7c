package audiotokens.dataset;

import audiotokens.file.Fingerprint;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Every clip that the metadata names, with its labels, in the order of the lists. */
public final class ClipCatalog {
    private final LabelIndex labels;
    private final SequencedMap<String, Clip> clips;
    private final MetadataNotes notes;
    private final Map<String, String> parts;

    /**
     * @param clips by id, in the order of the lists; taken over, not copied, since there may be two million
     * @param parts the part of the data set that the source puts a clip into, as {@code train}, by id
     */
    ClipCatalog(LabelIndex labels, SequencedMap<String, Clip> clips, MetadataNotes notes, Map<String, String> parts) {
        this.labels = labels;
        this.clips = Collections.unmodifiableSequencedMap(clips);
        this.notes = notes;
        this.parts = Map.copyOf(parts);
    }

    /** @param clips by id, in the order of the lists */
    public ClipCatalog(LabelIndex labels, Map<String, Clip> clips) {
        this(labels, new LinkedHashMap<>(clips), new MetadataNotes(), Map.of());
    }

    /** A digest of all ids and of all labels, used or not, which tells one catalogue from another. */
    String fingerprint() {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(labels.all().toString());
        clips.values().forEach(clip -> fingerprint.add(clip.toString()));
        return fingerprint.hex();
    }

    /** What was met while reading the metadata. */
    public MetadataNotes notes() {
        return notes;
    }

    /** The part of the data set that the source itself puts a clip into, as {@code train} or {@code test}, by id. */
    Map<String, String> parts() {
        return parts;
    }

    /** The labels clips can have. */
    public LabelIndex labels() {
        return labels;
    }

    /** All ids, in the order of the lists. */
    public List<String> ids() {
        return List.copyOf(clips.keySet());
    }

    /** The clip of this id, where there is one. */
    public Optional<Clip> find(String id) {
        return Optional.ofNullable(clips.get(id));
    }

    /** All clips, in the order of the lists. */
    public Collection<Clip> clips() {
        return clips.values();
    }

    /** 1 at the index of each of a clip's labels, 0 elsewhere: float32 (labels,); all 0 for an unknown clip. */
    public float[] targets(String id) {
        float[] targets = new float[labels.size()];
        find(id).ifPresent(clip -> clip.labels().forEach(label -> targets[label.index()] = 1));
        return targets;
    }
}
