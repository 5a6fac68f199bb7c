package audiotokens.pipeline.source;

import audiotokens.file.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Candidate ids of a clip, from a short name, which several clips may share, to a unique one.
 *
 * @param ids candidate ids, shortest first
 * @param location unique location: the path, or shard and row
 */
record ClipNames(List<String> ids, String location) {
    private static final int HASH_DIGITS = 12;
    private static final int SUFFIX_CHARACTERS = 60;

    ClipNames {
        ids = List.copyOf(ids);
    }

    /** Returns the candidates for a file: its path without and with extension. */
    static ClipNames fromPath(String path, String location) {
        return new ClipNames(List.of(ClipId.fromPath(path), ClipId.fromName(path)), location);
    }

    /** Returns the candidates for a file that is listed by its file name: the file name, then the path. */
    static ClipNames fromFileName(String path, String location) {
        return new ClipNames(
                List.of(ClipId.fromPath(ClipId.fileName(path)), ClipId.fromPath(path), ClipId.fromName(path)),
                location);
    }

    /** Returns the candidates for a clip with an id in the source: the id, then the id with the path. */
    static ClipNames fromId(String id, String path, String location) {
        return path.isEmpty()
                ? new ClipNames(List.of(id), location)
                : new ClipNames(List.of(id, id + "_" + ClipId.fromPath(path)), location);
    }

    /**
     * Assigns unique ids: the first candidate that no other clip has, otherwise a name with a hash of the location. A
     * clip whose first candidate is unique keeps it, whatever the longer candidates of others are.
     */
    static List<String> assignUnique(List<ClipNames> clips) {
        // index of each clip's current candidate; one past the last stands for the name with a hash
        int[] candidateIndices = new int[clips.size()];
        List<String> ids = new ArrayList<>();
        clips.forEach(clip -> ids.add(clip.id(0)));
        boolean changed = true;
        while (changed) {
            changed = false;
            // lowest candidate index of the clips with each id, and number of clips at that index
            Map<String, Integer> lowestIndices = new HashMap<>();
            Map<String, Integer> clipCounts = new HashMap<>();
            for (int i = 0; i < candidateIndices.length; i++) {
                int lowestIndex =
                        Math.min(candidateIndices[i], lowestIndices.getOrDefault(ids.get(i), Integer.MAX_VALUE));
                if (lowestIndex != lowestIndices.getOrDefault(ids.get(i), -1)) {
                    lowestIndices.put(ids.get(i), lowestIndex);
                    clipCounts.put(ids.get(i), 0);
                }
                if (candidateIndices[i] == lowestIndex) {
                    clipCounts.merge(ids.get(i), 1, Integer::sum);
                }
            }
            for (int i = 0; i < candidateIndices.length; i++) {
                String id = clips.get(i).id(candidateIndices[i]);
                boolean isUnique = candidateIndices[i] == lowestIndices.getOrDefault(id, -1)
                        && clipCounts.getOrDefault(id, 0) == 1;
                if (!isUnique && candidateIndices[i] < clips.get(i).ids().size()) {
                    candidateIndices[i]++;
                    ids.set(i, clips.get(i).id(candidateIndices[i]));
                    changed = true;
                }
            }
        }
        return List.copyOf(ids);
    }

    private String id(int candidateIndex) {
        if (candidateIndex < ids.size() && !ClipId.isTooLong(ids.get(candidateIndex))) {
            return ids.get(candidateIndex);
        }
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(location);
        String firstId = ids.getFirst();
        String suffix = firstId.substring(Math.max(0, firstId.length() - SUFFIX_CHARACTERS));
        return suffix + "-" + fingerprint.hex().substring(0, HASH_DIGITS);
    }
}
