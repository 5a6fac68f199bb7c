package audiotokens.spark;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The address of an S3 server.
 *
 * @param uri value of {@code fs.s3a.endpoint}
 */
record S3Endpoint(URI uri) {
    private static final String KEY = "fs.s3a.endpoint";

    /**
     * Returns the server that the settings name for a path; empty if they name none or a proxy is used, and for other
     * file systems.
     */
    static Optional<S3Endpoint> of(Path path, Configuration settings) throws IOException {
        if (!"s3a".equals(path.toUri().getScheme())
                || !settings.getTrimmed("fs.s3a.proxy.host", "").isEmpty()) {
            return Optional.empty();
        }
        String text = settings.getTrimmed(
                "fs.s3a.bucket." + path.toUri().getHost() + ".endpoint", settings.getTrimmed(KEY, ""));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean secure = settings.getBoolean("fs.s3a.connection.ssl.enabled", true);
        try {
            URI uri = URI.create(text.contains("://") ? text : (secure ? "https://" : "http://") + text);
            if (uri.getPort() > 0xFFFF) {
                throw new IllegalArgumentException("there is no port " + uri.getPort());
            }
            return uri.getHost() == null ? Optional.empty() : Optional.of(new S3Endpoint(uri));
        } catch (IllegalArgumentException e) {
            throw new IOException("spark.hadoop." + KEY + ": '" + text + "' is not a valid URI", e);
        }
    }

    /**
     * Checks that the server accepts connections, since Hadoop retries for minutes.
     *
     * @throws IOException if it does not respond
     */
    void checkReachable() throws IOException {
        if (!TcpPort.responds(TcpPort.webServerAddress(uri))) {
            throw new IOException("no response from " + uri + "; check that spark.hadoop." + KEY
                    + " is correct, that the server is running, and that this machine can reach it");
        }
    }
}
