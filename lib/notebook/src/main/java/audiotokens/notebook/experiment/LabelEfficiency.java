package audiotokens.notebook.experiment;

/**
 * What pre-training adds where few clips are labelled.
 *
 * @param labelled labelled clips of each label, at least
 * @param clips labelled clips of the first fold in all
 * @param scratch trained on these clips alone
 * @param pretrained the same model and training, from pre-trained weights
 * @param difference mAP of the latter less that of the former
 */
public record LabelEfficiency(
        int labelled,
        int clips,
        CrossValidationResult scratch,
        CrossValidationResult pretrained,
        PairedDifference difference) {}
