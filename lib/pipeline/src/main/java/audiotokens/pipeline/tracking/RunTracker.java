package audiotokens.pipeline.tracking;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Keeps a run's record up to date: in its folder, and on an MLflow server if the environment names one.
 *
 * <p>Tracking never stops a run: an unavailable server causes one warning.
 */
public final class RunTracker {
    private static final System.Logger LOG = System.getLogger(RunTracker.class.getName());
    private static final String EXPERIMENT = "audio-tokens";

    private final Configuration configuration;
    private final RunFolder folder;
    private final Optional<URI> server;

    /** @param server the MLflow server; empty for none */
    public RunTracker(Configuration configuration, Optional<URI> server) {
        this.configuration = configuration;
        this.folder = RunFolder.of(configuration);
        this.server = server;
    }

    /** Creates a tracker for the server in {@code MLFLOW_TRACKING_URI}, if it is set. */
    public static RunTracker fromEnvironment(Configuration configuration) {
        return new RunTracker(
                configuration,
                Optional.ofNullable(System.getenv("MLFLOW_TRACKING_URI"))
                        .filter(uri -> uri.startsWith("http"))
                        .map(URI::create));
    }

    /**
     * Writes {@code record.json} and uploads the current state of the run: parameters and metrics per epoch after the
     * training, final metrics after the evaluation, and the record.
     */
    public void update() {
        try {
            RunRecord.write(configuration);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the run's record cannot be written: {0}", e.getMessage());
            return;
        }
        server.ifPresent(this::send);
    }

    private void send(URI uri) {
        try (MlflowClient mlflow = new MlflowClient(uri)) {
            RunRecord record = RunRecord.of(configuration);
            JsonNode run = run(mlflow, record);
            String id = run.path("run_id").asString();
            for (List<Map<String, Object>> metrics : batchesOf100(metrics(record))) {
                mlflow.post("runs/log-batch", Map.of("run_id", id, "metrics", metrics));
            }
            mlflow.uploadArtifact(run.path("artifact_uri").asString(), RunRecord.file(folder));
            boolean finished = !record.evaluation().isEmpty();
            mlflow.post(
                    "runs/update",
                    Map.of(
                            "run_id",
                            id,
                            "status",
                            finished ? "FINISHED" : "RUNNING",
                            "end_time",
                            System.currentTimeMillis()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "the run continues without MLflow at {0}, which failed: {1}", uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the server's run for this folder and training; creates it if it does not exist. */
    private JsonNode run(MlflowClient mlflow, RunRecord record) throws IOException, InterruptedException {
        Path runIdFile = folder.training().resolve("mlflow-run");
        if (Files.exists(runIdFile)) {
            String id = Files.readString(runIdFile).strip();
            return mlflow.post("runs/update", Map.of("run_id", id)).path("run_info");
        }
        JsonNode run = mlflow.createRun(
                mlflow.experimentId(EXPERIMENT), folder.path().getFileName().toString());
        List<Map<String, Object>> parameters = new ArrayList<>();
        record.configuration().forEach((key, value) -> parameters.add(Map.of("key", key, "value", value.toString())));
        List<Map<String, Object>> tags = new ArrayList<>();
        record.versions().forEach((key, value) -> tags.add(Map.of("key", "version." + key, "value", value)));
        record.fingerprints()
                .forEach((stage, value) -> tags.add(Map.of("key", "fingerprint." + stage, "value", value)));
        String id = run.path("run_id").asString();
        for (List<Map<String, Object>> batch : batchesOf100(parameters)) {
            mlflow.post("runs/log-batch", Map.of("run_id", id, "params", batch));
        }
        mlflow.post("runs/log-batch", Map.of("run_id", id, "tags", tags));
        Files.writeString(runIdFile, id);
        return run;
    }

    private static List<Map<String, Object>> metrics(RunRecord record) {
        List<Map<String, Object>> metrics = new ArrayList<>();
        boolean epochsWereSent = !record.evaluation().isEmpty();
        for (JsonNode epoch :
                epochsWereSent ? List.<JsonNode>of() : record.training().path("epochs")) {
            long epochNumber = epoch.path("number").asLong();
            epoch.properties().forEach(entry -> {
                if (entry.getValue().isNumber() && !entry.getKey().equals("number")) {
                    metrics.add(metric(entry.getKey(), entry.getValue().asDouble(), epochNumber));
                }
            });
        }
        record.metrics().forEach((name, value) -> metrics.add(metric("final." + name, value, 0)));
        return metrics;
    }

    private static Map<String, Object> metric(String name, double value, long step) {
        return Map.of("key", name, "value", value, "timestamp", System.currentTimeMillis(), "step", step);
    }

    /** Splits a list into batches of 100: the API accepts at most 100 parameters and 1,000 metrics per request. */
    private static List<List<Map<String, Object>>> batchesOf100(List<Map<String, Object>> all) {
        List<List<Map<String, Object>>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += 100) {
            batches.add(all.subList(from, Math.min(all.size(), from + 100)));
        }
        return batches;
    }
}
