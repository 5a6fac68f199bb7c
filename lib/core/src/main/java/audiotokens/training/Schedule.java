package audiotokens.training;

/** How the learning rate goes over a training. */
public enum Schedule {
    /** The same throughout, after the warm-up. */
    CONSTANT,
    /** Half a cosine down to 0, after a linear warm-up (Loshchilov and Hutter, 2017, without restarts). */
    COSINE,
    /** Up from 1/25 and down to almost 0, both along a cosine (Smith and Topin, 2018, as torch's OneCycleLR). */
    ONECYCLE
}
