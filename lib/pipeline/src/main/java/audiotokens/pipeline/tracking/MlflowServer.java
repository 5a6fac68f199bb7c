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
final class MlflowServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI server;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @param server the value of MLFLOW_TRACKING_URI */
    MlflowServer(URI server) {
        this.server = server;
    }

    /** The id of the experiment with this name, created if it does not exist. */
    String experiment(String name) throws IOException, InterruptedException {
        HttpResponse<String> found = send(request("/api/2.0/mlflow/experiments/get-by-name?experiment_name="
                        + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .GET()
                .build());
        if (found.statusCode() == 200) {
            return JSON.readTree(found.body()).at("/experiment/experiment_id").asString();
        }
        return post("experiments/create", Map.of("name", name))
                .at("/experiment_id")
                .asString();
    }

    /** Creates a run and returns its description: {@code run_id}, {@code artifact_uri}, ... */
    JsonNode begin(String experiment, String name) throws IOException, InterruptedException {
        return post(
                        "runs/create",
                        Map.of("experiment_id", experiment, "run_name", name, "start_time", System.currentTimeMillis()))
                .at("/run/info");
    }

    /** Calls an endpoint of the API. */
    JsonNode post(String method, Map<String, ?> content) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request("/api/2.0/mlflow/" + method)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(content)))
                .build());
        return JSON.readTree(checked(answer).body());
    }

    /** Uploads a file to a run's artifacts. */
    void store(String artifactUri, Path file) throws IOException, InterruptedException {
        String path = URI.create(artifactUri).getPath();
        checked(send(request("/api/2.0/mlflow-artifacts/artifacts" + path + "/" + file.getFileName())
                .PUT(BodyPublishers.ofFile(file))
                .build()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.toString().replaceAll("/$", "") + path))
                .timeout(PATIENCE);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> checked(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.request().uri().getPath() + " answered " + answer.statusCode() + " "
                    + answer.body().lines().findFirst().orElse(""));
        }
        return answer;
    }

    @Override
    public void close() {
        client.close();
    }
}
