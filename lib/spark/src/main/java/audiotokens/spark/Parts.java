package audiotokens.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * Items in parts of consecutive ones.
 *
 * @param items all items, which may be computed as they are asked for
 * @param size items of a part; the last one may have fewer
 */
record Parts<T>(List<T> items, int size) {
    /** Number of parts. */
    int count() {
        return Math.ceilDiv(items.size(), size);
    }

    /** The items of a part, as a list of its own that can be sent. */
    ArrayList<T> get(int part) {
        return new ArrayList<>(items.subList(part * size, part * size + length(part)));
    }

    /** Number of items of a part. */
    int length(int part) {
        return Math.min(size, items.size() - part * size);
    }
}
