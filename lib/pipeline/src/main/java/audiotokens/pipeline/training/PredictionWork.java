package audiotokens.pipeline.training;

import audiotokens.model.ComputeDevice;
import audiotokens.model.ComputeThread;
import audiotokens.model.Predictor;
import audiotokens.model.TrainedModel;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * Predicts the labels of batches of clips with a run's model, on one thread per task. Reads weights and tokens from the
 * run's folder.
 *
 * @param weights weight file, relative to the run's folder
 * @param split subset of the clips
 */
record PredictionWork(Configuration configuration, String weights, Split split)
        implements ItemWork<ArrayList<String>, Predictor.BatchScores> {
    @Override
    public boolean isLarge() {
        return true;
    }

    @Override
    public WorkerFactory<ArrayList<String>, Predictor.BatchScores> open() {
        ClipInputs inputs = new ClipInputs(configuration, Metadata.read(configuration), split);
        return () -> new BatchWorker(configuration, path(), inputs);
    }

    private Path path() {
        return RunFolder.of(configuration).path().resolve(weights);
    }

    private static final class BatchWorker implements Worker<ArrayList<String>, Predictor.BatchScores> {
        private final ClipInputs inputs;
        private final TrainedModel model;
        private final ComputeThread compute;
        private final Predictor predictor;

        BatchWorker(Configuration configuration, Path weights, ClipInputs inputs) {
            ComputeDevice configuredDevice = configuration.run().deviceChoice().device();
            ComputeDevice device = ComputeDevice.of(configuredDevice.device(), 1);
            this.inputs = inputs;
            this.model = RunModel.read(weights, configuration, inputs.nLabels(), device);
            this.compute = new ComputeThread(device);
            this.predictor = new Predictor(model.model(), model.parameters(), compute.workers());
        }

        @Override
        @SuppressWarnings("NonApiType") // an ArrayList is serializable, a List may not be
        public Predictor.BatchScores apply(ArrayList<String> ids) {
            return compute.call(() -> predictor.score(inputs, ids));
        }

        @Override
        public void close() {
            compute.closeAfterQueuedWork(model);
        }
    }
}
