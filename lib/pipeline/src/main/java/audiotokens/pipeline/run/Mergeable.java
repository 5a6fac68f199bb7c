package audiotokens.pipeline.run;

import java.io.Serializable;

/**
 * A statistic of some items, such as counts or sums, which can be put together with that of further items.
 *
 * @param <S> the statistic itself
 */
public interface Mergeable<S extends Mergeable<S>> extends Serializable {
    /**
     * The statistic of these items and of {@code following}, which come after them. Neither may be used any more: the
     * result may take over their arrays.
     */
    S merge(S following);

    /**
     * About how many bytes this statistic takes. An executor lets fewer large results wait for those of earlier items.
     * The default is 0, for statistics of a few values.
     */
    default long approximateBytes() {
        return 0;
    }
}
