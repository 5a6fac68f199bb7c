package audiotokens.spark;

import java.net.URI;
import java.util.List;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/** An S3 server in this process, which holds its objects in memory and checks signatures. */
final class S3Server implements AutoCloseable {
    private static final String ACCESS_KEY = "access";
    private static final String SECRET_KEY = "secret";

    private final BlobStoreContext objects;
    private final S3Proxy server;

    S3Server() throws Exception {
        objects = ContextBuilder.newBuilder(new TransientNio2BlobProviderMetadata())
                .credentials("unused", "unused")
                .build(BlobStoreContext.class);
        server = S3Proxy.builder()
                .blobStore(objects.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        server.start();
    }

    void createBucket(String name) {
        objects.getBlobStore().createContainerInLocation(null, name);
    }

    /** Returns the settings of a client with valid credentials. */
    List<String> settings() {
        return settings(endpoint(), SECRET_KEY);
    }

    static List<String> settings(String endpoint, String secretKey) {
        return List.of(
                "spark.hadoop.fs.s3a.endpoint=" + endpoint,
                "spark.hadoop.fs.s3a.path.style.access=true",
                "spark.hadoop.fs.s3a.access.key=" + ACCESS_KEY,
                "spark.hadoop.fs.s3a.secret.key=" + secretKey);
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
        objects.close();
    }
}
