package audiotokens.notebook.experiment;

/**
 * The figures of a classifier of bags, as the record of its stage keeps them.
 *
 * @param bagMap mean average precision on the validation clips
 */
record BagResult(double bagMap) {}
