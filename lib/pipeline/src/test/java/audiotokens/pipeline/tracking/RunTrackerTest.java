package audiotokens.pipeline.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.evaluation.ModelEvaluator;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.pipeline.training.SyntheticTask;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunTrackerTest {
    @TempDir
    Path folder;

    @Test
    void recordOfAnEvaluatedRunContainsItsProvenance() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 24, 8)
                .configuration(
                        "epochs=2", "sparkConf=spark.executor.memory=2g,spark.hadoop.fs.s3a.secret.key=unguessable");
        TrainingReport training = new ModelTrainer(configuration).run(Progress.silent());
        EvaluationReport evaluation = new ModelEvaluator(configuration).run(Progress.silent());
        RunRecord record = RunRecord.read(RunFolder.of(configuration));
        assertEquals("7", record.configuration().get("seed").toString());
        assertEquals(
                List.of("spark.executor.memory=2g", "spark.hadoop.fs.s3a.secret.key=***"),
                record.configuration().get("sparkConf"));
        assertFalse(Files.readString(RunFolder.of(configuration).summary()).contains("unguessable"));
        assertEquals(2, record.training().path("epochs").size());
        assertEquals(training.best().validationMap(), record.metrics().get("meanAveragePrecision"), 1e-9);
        assertEquals(evaluation.metrics().f1Micro(), record.metrics().get("f1Micro"));
        assertTrue(record.fingerprints().get("training").matches("[0-9a-f]{64}"));
        assertTrue(record.versions()
                .get("java")
                .contains(Integer.toString(Runtime.version().feature())));
    }

    @Test
    void anUnreachableServerDoesNotStopTheRun() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 16, 8).configuration("epochs=1");
        new ModelTrainer(configuration).run(Progress.silent());
        int unusedPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            unusedPort = socket.getLocalPort();
        }
        new RunTracker(configuration, Optional.of(URI.create("http://127.0.0.1:" + unusedPort))).update();
        assertTrue(Files.exists(RunRecord.file(RunFolder.of(configuration))));
        assertFalse(Files.exists(RunFolder.of(configuration).training().resolve("mlflow-run")));
    }

    @Tag("slow")
    @Test
    void mlflowReceivesParametersMetricsPerEpochAndTheRecord() throws Exception {
        String python = System.getenv("MLFLOW_PYTHON");
        assumeTrue(python != null, "no MLFLOW_PYTHON, a Python with PyPI's mlflow");
        Configuration configuration = SyntheticTask.create(folder, 24, 8).configuration("epochs=3");
        TrainingReport training = new ModelTrainer(configuration).run(Progress.silent());
        try (RunningServer server = RunningServer.start(python, folder)) {
            RunTracker tracker = new RunTracker(configuration, Optional.of(server.uri()));
            tracker.update();
            EvaluationReport evaluation = new ModelEvaluator(configuration).run(Progress.silent());
            tracker.update();

            MlflowClient mlflow = new MlflowClient(server.uri());
            String experiment = mlflow.experimentId("audio-tokens");
            JsonNode runs = mlflow.post("runs/search", Map.of("experiment_ids", List.of(experiment)))
                    .path("runs");
            assertEquals(1, runs.size(), "training and evaluation share one MLflow run");
            JsonNode run = runs.get(0);
            assertEquals("FINISHED", run.at("/info/status").asString());
            assertEquals("7", value(run.at("/data/params"), "seed").asString());
            assertEquals(
                    evaluation.meanAveragePrecision(),
                    value(run.at("/data/metrics"), "final.meanAveragePrecision").asDouble(),
                    1e-9);
            String id = run.at("/info/run_id").asString();
            JsonNode history = server.get("/api/2.0/mlflow/metrics/get-history?metric_key=validationMap&run_id=" + id)
                    .path("metrics");
            assertEquals(3, history.size());
            for (JsonNode point : history) {
                int epoch = point.path("step").asInt();
                assertEquals(
                        training.epochs().get(epoch - 1).validationMap(),
                        point.path("value").asDouble(),
                        1e-9);
            }
            JsonNode artifacts =
                    server.get("/api/2.0/mlflow/artifacts/list?run_id=" + id).path("files");
            assertEquals("record.json", artifacts.path(0).path("path").asString());
        }
    }

    private static JsonNode value(JsonNode pairs, String key) {
        for (JsonNode pair : pairs) {
            if (pair.path("key").asString().equals(key)) {
                return pair.path("value");
            }
        }
        throw new AssertionError("no " + key + " in " + pairs);
    }

    /** An MLflow server on a free port, which stores runs in an SQLite file. */
    private record RunningServer(Process process, URI uri) implements AutoCloseable {

        static RunningServer start(String python, Path folder) throws Exception {
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            Process process = new ProcessBuilder(
                            python,
                            "-m",
                            "mlflow",
                            "server",
                            "--host",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(port),
                            "--workers",
                            "1",
                            "--backend-store-uri",
                            "sqlite:///" + folder.resolve("mlflow.db"),
                            "--artifacts-destination",
                            folder.resolve("artifacts").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("mlflow.log").toFile())
                    .start();
            RunningServer server = new RunningServer(process, URI.create("http://127.0.0.1:" + port));
            while (!server.isHealthy()) {
                assertTrue(process.isAlive(), () -> read(folder.resolve("mlflow.log")));
                Thread.sleep(200);
            }
            return server;
        }

        private static String read(Path log) {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                return e.toString();
            }
        }

        private boolean isHealthy() throws InterruptedException {
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpRequest request =
                        HttpRequest.newBuilder(uri.resolve("/health")).build();
                return client.send(request, BodyHandlers.ofString()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        }

        JsonNode get(String path) throws IOException, InterruptedException {
            try (HttpClient client = HttpClient.newHttpClient()) {
                String body = client.send(
                                HttpRequest.newBuilder(uri.resolve(path)).build(), BodyHandlers.ofString())
                        .body();
                return tools.jackson.databind.json.JsonMapper.shared().readTree(body);
            }
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
