package audiotokens.pipeline.config;

import audiotokens.option.Option;

/** Options of stage 6, evaluation. */
public record EvaluationOptions(
        @Option(
                        value = "Score above which a label counts as predicted, for F1 and Hamming loss",
                        defaultValue = "0.2",
                        min = 0,
                        max = 1)
                double predictionThreshold,
        @Option(
                        value = "Bootstrap resamples of the validation clips for the mAP's 95% confidence interval",
                        defaultValue = "1000",
                        min = 10,
                        max = 1000000)
                int bootstrapSamples) {}
