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
 * A model and its weights, for inference. {@link #close} frees its native memory; otherwise the memory is freed some
 * time after this object becomes unreachable. Thread-safe until it is closed.
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
     * Returns a model with weights by name, as in a {@link audiotokens.file.SafetensorsFile}.
     *
     * @throws audiotokens.AudioTokensException if the weights belong to another model; the message names the parameter
     */
    public static TrainedModel of(Model model, Map<String, Tensor> weights, Device device) {
        return new TrainedModel(model, Parameters.of(model.parameters(), weights, device));
    }

    /** Returns the model. */
    public Model model() {
        return model;
    }

    /** Returns the weights, valid while this object is open and reachable. */
    public Parameters parameters() {
        return parameters;
    }

    /** Returns the probability of each label of a tokenized clip: (labels,). */
    public float[] predict(ClipTokens tokens) {
        return predict(ClipInput.of(tokens));
    }

    /** Returns the probability of each label of a clip of tokens or frames: (labels,). */
    public float[] predict(ClipInput input) {
        try {
            return new Predictor(model, parameters, Optional.empty()).predict(input);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Returns the predictions for all clips, and the clips' targets. */
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
