package audiotokens.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * Items divided into partitions of consecutive items.
 *
 * @param items all items; may be computed on access
 * @param size number of items per partition; the last partition may be smaller
 */
record Partitions<T>(List<T> items, int size) {
    /** Returns the number of partitions. */
    int count() {
        return Math.ceilDiv(items.size(), size);
    }

    /** Returns the items of a partition, copied into a serializable list. */
    ArrayList<T> get(int partition) {
        return new ArrayList<>(items.subList(partition * size, partition * size + length(partition)));
    }

    /** Returns the number of items in a partition. */
    int length(int partition) {
        return Math.min(size, items.size() - partition * size);
    }
}
