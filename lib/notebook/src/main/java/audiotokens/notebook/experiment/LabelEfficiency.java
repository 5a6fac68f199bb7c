package audiotokens.notebook.experiment;

/**
 * The effect of pre-training if only a few clips are labeled.
 *
 * @param clipsPerLabel minimum number of labeled clips per label
 * @param nClips total number of labeled clips in the first fold
 * @param scratch the model trained on these clips only
 * @param pretrained the same model and training, started from pre-trained weights
 * @param difference mAP of {@code pretrained} minus that of {@code scratch}
 */
public record LabelEfficiency(
        int clipsPerLabel,
        int nClips,
        CrossValidationResult scratch,
        CrossValidationResult pretrained,
        PairedDifference difference) {}
