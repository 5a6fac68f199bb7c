package audiotokens.pipeline.dataset;

import audiotokens.label.Label;
import audiotokens.label.LabelIndex;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.RandomAccess;
import java.util.SequencedMap;

/**
 * Compact storage of clips in arrays: about 45 bytes per clip, so two million clips take less than 100 MB. {@link Clip}
 * objects are created on demand.
 */
final class ClipStore {
    private static final int EMPTY = -1;

    private final byte[] ids;
    private final int[] idEndOffsets;
    private final double[] startSeconds;
    private final double[] endSeconds;
    private final int[] labelListIndices;
    private final int[] labels;
    private final int[] labelListEndOffsets;
    private final LabelIndex labelIndex;
    private final int[] slots;

    /**
     * @param ids all ids as UTF-8, concatenated
     * @param idEndOffsets end of each id in {@code ids}
     * @param startSeconds start of each clip in its recording, in seconds
     * @param endSeconds end of each clip in its recording, in seconds
     * @param labelListIndices index of each clip's label list
     * @param labels label indices of all distinct lists, concatenated
     * @param labelListEndOffsets end of each list in {@code labels}
     */
    ClipStore(
            byte[] ids,
            int[] idEndOffsets,
            double[] startSeconds,
            double[] endSeconds,
            int[] labelListIndices,
            int[] labels,
            int[] labelListEndOffsets,
            LabelIndex labelIndex) {
        this.ids = ids;
        this.idEndOffsets = idEndOffsets;
        this.startSeconds = startSeconds;
        this.endSeconds = endSeconds;
        this.labelListIndices = labelListIndices;
        this.labels = labels;
        this.labelListEndOffsets = labelListEndOffsets;
        this.labelIndex = labelIndex;
        this.slots = new int[Math.max(4, Integer.highestOneBit(Math.max(1, idEndOffsets.length)) * 4)];
        Arrays.fill(slots, EMPTY);
        for (int clip = 0; clip < idEndOffsets.length; clip++) {
            slots[slot(ids, idStartOffset(clip), idEndOffsets[clip])] = clip;
        }
    }

    /** @param clips clips with unique ids */
    static ClipStore of(Collection<Clip> clips, LabelIndex labelIndex) {
        int[] idEndOffsets = new int[clips.size()];
        double[] startSeconds = new double[idEndOffsets.length];
        double[] endSeconds = new double[idEndOffsets.length];
        int[] labelListIndices = new int[idEndOffsets.length];
        SequencedMap<List<Label>, Integer> listIndices = new LinkedHashMap<>();
        byte[] ids = new byte[16 * idEndOffsets.length];
        int index = 0;
        int idsLength = 0;
        for (Clip clip : clips) {
            byte[] id = clip.id().getBytes(StandardCharsets.UTF_8);
            if (idsLength + id.length > ids.length) {
                ids = Arrays.copyOf(ids, Math.addExact(2 * ids.length, id.length));
            }
            System.arraycopy(id, 0, ids, idsLength, id.length);
            idsLength += id.length;
            idEndOffsets[index] = idsLength;
            startSeconds[index] = clip.startSeconds();
            endSeconds[index] = clip.endSeconds();
            labelListIndices[index] = listIndices.computeIfAbsent(clip.labels(), list -> listIndices.size());
            index++;
        }
        int[] labels = listIndices.keySet().stream()
                .flatMap(List::stream)
                .mapToInt(Label::index)
                .toArray();
        int[] labelListEndOffsets =
                listIndices.keySet().stream().mapToInt(List::size).toArray();
        Arrays.parallelPrefix(labelListEndOffsets, Integer::sum);
        return new ClipStore(
                Arrays.copyOf(ids, idsLength),
                idEndOffsets,
                startSeconds,
                endSeconds,
                labelListIndices,
                labels,
                labelListEndOffsets,
                labelIndex);
    }

    byte[] idBytes() {
        return ids;
    }

    int[] idEndOffsets() {
        return idEndOffsets;
    }

    double[] startSeconds() {
        return startSeconds;
    }

    double[] endSeconds() {
        return endSeconds;
    }

    int[] labelListIndices() {
        return labelListIndices;
    }

    int[] labels() {
        return labels;
    }

    int[] labelListEndOffsets() {
        return labelListEndOffsets;
    }

    int size() {
        return idEndOffsets.length;
    }

    private int idStartOffset(int clip) {
        return clip == 0 ? 0 : idEndOffsets[clip - 1];
    }

    String id(int clip) {
        return new String(ids, idStartOffset(clip), idEndOffsets[clip] - idStartOffset(clip), StandardCharsets.UTF_8);
    }

    Clip clip(int clip) {
        int list = labelListIndices[clip];
        List<Label> clipLabels = Arrays.stream(
                        labels, list == 0 ? 0 : labelListEndOffsets[list - 1], labelListEndOffsets[list])
                .mapToObj(labelIndex::get)
                .toList();
        return new Clip(id(clip), startSeconds[clip], endSeconds[clip], clipLabels);
    }

    /** Returns the index of the clip with this id, or -1. */
    int find(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return slots[slot(bytes, 0, bytes.length)];
    }

    /** Returns the hash slot that contains the id, or the empty slot where it belongs. */
    private int slot(byte[] bytes, int fromIndex, int toIndex) {
        int hash = 0;
        for (int i = fromIndex; i < toIndex; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(slots.length - 1);
        while (slots[slot] != EMPTY
                && !Arrays.equals(
                        ids, idStartOffset(slots[slot]), idEndOffsets[slots[slot]], bytes, fromIndex, toIndex)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    /** Returns all ids in order. */
    List<String> ids() {
        return new ClipListView<>() {
            @Override
            public String get(int clip) {
                return id(clip);
            }
        };
    }

    /** Returns all clips in order. */
    List<Clip> clips() {
        return new ClipListView<>() {
            @Override
            public Clip get(int clip) {
                return clip(clip);
            }
        };
    }

    private abstract class ClipListView<E> extends AbstractList<E> implements RandomAccess {
        @Override
        public int size() {
            return idEndOffsets.length;
        }
    }
}
