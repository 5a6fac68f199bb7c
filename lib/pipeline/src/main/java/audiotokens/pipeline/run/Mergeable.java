package audiotokens.pipeline.run;

import java.io.Serializable;

/**
 * A statistic of a range of items, such as counts or sums, that can be merged with the statistic of the next range.
 *
 * @param <S> the implementing type
 */
public interface Mergeable<S extends Mergeable<S>> extends Serializable {
    /**
     * Returns the statistic of both ranges. {@code following} covers the items that come after those of this one.
     * Neither operand may be used afterwards, since the result may reuse their arrays.
     */
    S merge(S following);

    /**
     * Returns the approximate size of this statistic in bytes, which limits how many results an executor keeps in
     * memory until an earlier item is finished. The default is 0, for statistics of a few values.
     */
    default long approximateBytes() {
        return 0;
    }
}
