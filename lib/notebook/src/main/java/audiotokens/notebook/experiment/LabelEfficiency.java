package audiotokens.notebook.experiment;

/**
 * The effect of pre-training if only a few clips are labeled.
 *
 * @param clipsPerLabel minimum number of labeled clips per label
 * @param nClips number of labeled training clips if the first fold is held out
 * @param fromScratch result of the model trained on these clips only
 * @param pretrained result of the same model and training, started from pre-trained weights
 * @param difference mAP of {@code pretrained} minus that of {@code fromScratch}
 */
public record LabelEfficiency(
        int clipsPerLabel,
        int nClips,
        CrossValidationResult fromScratch,
        CrossValidationResult pretrained,
        PairedDifference difference) {}
