package audiotokens.model;

import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Labeled clips in memory. */
public final class LabeledClips implements ClipDataset {
    private final List<String> labelNames;
    private final List<TokenStream> streams;
    private final List<String> ids = new ArrayList<>();
    private final Map<String, Clip> clips = new HashMap<>();

    /**
     * A clip.
     *
     * @param id id, unique among the clips
     * @param input tokens or frames
     * @param labels label names; may be empty
     */
    public record Clip(String id, ClipInput input, Set<String> labels) {
        public Clip {
            labels = Set.copyOf(labels);
        }
    }

    /**
     * Clips with any number of labels each.
     *
     * @param streams the tokenizer's streams; empty if the clips are frames
     * @param labelNames all labels, in the order of the model's outputs
     * @throws IllegalArgumentException if ids are not unique, or a clip has a label that is not in {@code labelNames}
     */
    public LabeledClips(List<Clip> clips, List<TokenStream> streams, List<String> labelNames) {
        this.labelNames = List.copyOf(labelNames);
        this.streams = List.copyOf(streams);
        for (Clip clip : clips) {
            if (!this.labelNames.containsAll(clip.labels())) {
                throw new IllegalArgumentException("clip " + clip.id() + " has the labels " + clip.labels()
                        + ", but not all of them are in " + labelNames);
            }
            if (this.clips.put(clip.id(), clip) != null) {
                throw new IllegalArgumentException("two clips have the id " + clip.id());
            }
            ids.add(clip.id());
        }
    }

    /**
     * Creates token clips with one label each. Label names are sorted; a stream's vocabulary size is its highest token
     * id plus 1.
     *
     * @param tokens tokens of each clip, all from the same tokenizer
     * @param labels label of each clip
     */
    public static LabeledClips of(List<ClipTokens> tokens, List<String> labels) {
        if (tokens.size() != labels.size() || tokens.isEmpty()) {
            throw new IllegalArgumentException("one or more clips with one label each are needed, but there are "
                    + tokens.size() + " clips and " + labels.size() + " labels");
        }
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            clips.add(new Clip("clip" + i, ClipInput.of(tokens.get(i)), Set.of(labels.get(i))));
        }
        List<TokenStream> streams = new ArrayList<>();
        for (int stream = 0; stream < tokens.getFirst().streams().size(); stream++) {
            long maxToken = 0;
            for (ClipTokens clip : tokens) {
                for (long token : clip.streams().get(stream)) {
                    maxToken = Math.max(maxToken, token);
                }
            }
            streams.add(new TokenStream("stream" + stream, Math.toIntExact(maxToken + 1), 1));
        }
        return new LabeledClips(clips, streams, List.copyOf(new TreeSet<>(labels)));
    }

    /** Returns the label names, in the order of the model's outputs. */
    public List<String> labelNames() {
        return labelNames;
    }

    @Override
    public List<String> ids() {
        return Collections.unmodifiableList(ids);
    }

    @Override
    public int nLabels() {
        return labelNames.size();
    }

    @Override
    public ClipInput read(String id) {
        return clip(id).input();
    }

    @Override
    public float[] targets(String id) {
        float[] targets = new float[nLabels()];
        clip(id).labels().forEach(label -> targets[labelNames.indexOf(label)] = 1);
        return targets;
    }

    @Override
    public List<TokenStream> streams() {
        return streams;
    }

    @Override
    public long approximateFrames(String id) {
        return clip(id).input().length();
    }

    private Clip clip(String id) {
        return Objects.requireNonNull(clips.get(id), () -> "no clip has the id " + id);
    }
}
