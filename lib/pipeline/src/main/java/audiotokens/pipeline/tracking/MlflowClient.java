package audiotokens.pipeline.tracking;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Client of an MLflow tracking server (REST API 2.0).
 *
 * <p>Source: MLflow's documentation of the REST API; artifacts are uploaded through the server's artifact proxy.
 */
final class MlflowClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI server;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** @param server the value of MLFLOW_TRACKING_URI */
    MlflowClient(URI server) {
        this.server = server;
    }

    /** Returns the id of the experiment with this name; creates it if it does not exist. */
    String experimentId(String name) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request("/api/2.0/mlflow/experiments/get-by-name?experiment_name="
                        + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .GET()
                .build());
        if (response.statusCode() == 200) {
            return JSON.readTree(response.body())
                    .at("/experiment/experiment_id")
                    .asString();
        }
        return post("experiments/create", Map.of("name", name))
                .at("/experiment_id")
                .asString();
    }

    /** Creates a run and returns its description: {@code run_id}, {@code artifact_uri}, ... */
    JsonNode createRun(String experimentId, String name) throws IOException, InterruptedException {
        return post(
                        "runs/create",
                        Map.of(
                                "experiment_id",
                                experimentId,
                                "run_name",
                                name,
                                "start_time",
                                System.currentTimeMillis()))
                .at("/run/info");
    }

    /** Calls an endpoint of the API. */
    JsonNode post(String endpoint, Map<String, ?> body) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request("/api/2.0/mlflow/" + endpoint)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
        return JSON.readTree(requireSuccess(response).body());
    }

    /** Uploads a file to a run's artifacts. */
    void uploadArtifact(String artifactUri, Path file) throws IOException, InterruptedException {
        String path = URI.create(artifactUri).getPath();
        requireSuccess(send(request("/api/2.0/mlflow-artifacts/artifacts" + path + "/" + file.getFileName())
                .PUT(BodyPublishers.ofFile(file))
                .build()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.toString().replaceAll("/$", "") + path))
                .timeout(TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> requireSuccess(HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new IOException(response.request().uri().getPath() + " returned status " + response.statusCode() + " "
                    + response.body().lines().findFirst().orElse(""));
        }
        return response;
    }

    @Override
    public void close() {
        client.close();
    }
}
