package audiotokens.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * Items divided into parts of consecutive items.
 *
 * @param items all items; may be computed on access
 * @param size number of items per part; the last part may be smaller
 */
record Parts<T>(List<T> items, int size) {
    /** Number of parts. */
    int count() {
        return Math.ceilDiv(items.size(), size);
    }

    /** The items of a part, copied into a serializable list. */
    ArrayList<T> get(int part) {
        return new ArrayList<>(items.subList(part * size, part * size + length(part)));
    }

    /** Number of items of a part. */
    int length(int part) {
        return Math.min(size, items.size() - part * size);
    }
}
