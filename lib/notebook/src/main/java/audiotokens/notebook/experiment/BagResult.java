package audiotokens.notebook.experiment;

/**
 * Result of a bag classifier, as stored in the record of its stage.
 *
 * @param bagMap mean average precision on the validation clips
 */
record BagResult(double bagMap) {}
