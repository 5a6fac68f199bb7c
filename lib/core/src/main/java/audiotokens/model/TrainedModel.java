package audiotokens.model;

import ai.djl.Device;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.metrics.Predictions;
import audiotokens.token.ClipTokens;
import audiotokens.work.Progress;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.Optional;

/**
 * A model with its weights, ready to predict. Its native memory is freed by {@link #close}, or some time after it has
 * become unreachable. Safe for use by several threads as long as it is not closed.
 */
public final class TrainedModel implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int BATCH_SIZE = 32;

    private final Model model;
    private final Parameters parameters;
    private final Cleaner.Cleanable memory;

    /** Takes ownership of {@code parameters}. */
    public TrainedModel(Model model, Parameters parameters) {
        this.model = model;
        this.parameters = parameters;
        this.memory = CLEANER.register(this, parameters::close);
    }

    /**
     * A model with weights by name, as a {@link audiotokens.file.SafetensorsFile} holds them.
     *
     * @throws audiotokens.AudioTokensException where the weights belong to another model; the message names the parameter
     */
    public static TrainedModel of(Model model, Map<String, Tensor> weights, Device device) {
        return new TrainedModel(model, Parameters.of(model.parameters(), weights, device));
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** Its weights, which last as long as this is open and reachable. */
    public Parameters parameters() {
        return parameters;
    }

    /** Probability of each label, from 0 to 1, for a clip as tokens: (labels,). */
    public float[] predict(ClipTokens tokens) {
        return predict(ClipInput.of(tokens));
    }

    /** Probability of each label, from 0 to 1, for a clip as tokens or frames: (labels,). */
    public float[] predict(ClipInput input) {
        try {
            return new Predictor(model, parameters, Optional.empty()).predict(input);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Predictions for all clips of {@code clips}, beside their labels. */
    public Predictions predict(ClipDataset clips) {
        try (ComputeThread compute = new ComputeThread(ComputeDevice.of(parameters.device()))) {
            return new Predictor(model, parameters, compute.workers())
                    .predict(clips, BATCH_SIZE, compute, Progress.silent())
                    .predictions();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void close() {
        memory.clean();
    }
}
