package audiotokens.pipeline.source;

import audiotokens.file.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Candidate names for a clip's id, from the common short name to one that is unique.
 *
 * @param ids candidate ids, shortest first
 * @param fallback unique location: the path, or shard and row
 */
record ClipNames(List<String> ids, String fallback) {
    private static final int DIGITS_OF_HASH = 12;
    private static final int KEPT_CHARACTERS = 60;

    ClipNames {
        ids = List.copyOf(ids);
    }

    /** Candidates for a file: its path without and with extension. */
    static ClipNames ofPath(String path, String fallback) {
        return new ClipNames(List.of(ClipId.ofPath(path), ClipId.ofName(path)), fallback);
    }

    /** Candidates for a file known by its file name: the file name, then the path. */
    static ClipNames ofLastName(String path, String fallback) {
        return new ClipNames(
                List.of(ClipId.ofPath(ClipId.lastName(path)), ClipId.ofPath(path), ClipId.ofName(path)), fallback);
    }

    /** Candidates for a clip with an id in the source. */
    static ClipNames ofId(String id, String path, String fallback) {
        return path.isEmpty()
                ? new ClipNames(List.of(id), fallback)
                : new ClipNames(List.of(id, id + "_" + ClipId.ofPath(path)), fallback);
    }

    /**
     * Assigns unique ids: the first candidate that no other clip has, otherwise a name with a hash of the location. A
     * clip whose first candidate is unique keeps it, whatever the longer candidates of others are.
     */
    static List<String> unique(List<ClipNames> clips) {
        int[] level = new int[clips.size()];
        List<String> ids = new ArrayList<>();
        clips.forEach(clip -> ids.add(clip.id(0)));
        boolean changed = true;
        while (changed) {
            changed = false;
            Map<String, Integer> lowest = new HashMap<>();
            Map<String, Integer> ofLowest = new HashMap<>();
            for (int i = 0; i < level.length; i++) {
                int least = Math.min(level[i], lowest.getOrDefault(ids.get(i), Integer.MAX_VALUE));
                if (least != lowest.getOrDefault(ids.get(i), -1)) {
                    lowest.put(ids.get(i), least);
                    ofLowest.put(ids.get(i), 0);
                }
                if (level[i] == least) {
                    ofLowest.merge(ids.get(i), 1, Integer::sum);
                }
            }
            for (int i = 0; i < level.length; i++) {
                String id = clips.get(i).id(level[i]);
                boolean isUnique = level[i] == lowest.getOrDefault(id, -1) && ofLowest.getOrDefault(id, 0) == 1;
                if (!isUnique && level[i] < clips.get(i).ids().size()) {
                    level[i]++;
                    ids.set(i, clips.get(i).id(level[i]));
                    changed = true;
                }
            }
        }
        return List.copyOf(ids);
    }

    private String id(int level) {
        if (level < ids.size() && !ClipId.isTooLong(ids.get(level))) {
            return ids.get(level);
        }
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(fallback);
        String readable = ids.getFirst();
        String end = readable.substring(Math.max(0, readable.length() - KEPT_CHARACTERS));
        return end + "-" + fingerprint.hex().substring(0, DIGITS_OF_HASH);
    }
}
