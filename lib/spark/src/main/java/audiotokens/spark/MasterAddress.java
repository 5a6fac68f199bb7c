package audiotokens.spark;

import audiotokens.pipeline.run.StageException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The address of a Spark master.
 *
 * @param master value of the key {@code sparkMaster}
 */
record MasterAddress(String master) {
    /**
     * Checks that the master accepts connections, since Spark itself retries for minutes and reports little.
     *
     * @throws StageException if it does not respond
     */
    void checkReachable() {
        if (master.equals("yarn")
                && System.getenv("HADOOP_CONF_DIR") == null
                && System.getenv("YARN_CONF_DIR") == null) {
            throw new StageException("sparkMaster: yarn needs HADOOP_CONF_DIR or YARN_CONF_DIR, the folder of the"
                    + " cluster's configuration; neither is set");
        }
        List<InetSocketAddress> addresses = addresses();
        if (!addresses.isEmpty() && addresses.stream().noneMatch(TcpPort::responds)) {
            throw new StageException("sparkMaster: no response from " + master
                    + "; check that the master is running, that the address is correct, and that this machine can"
                    + " reach it");
        }
    }

    private List<InetSocketAddress> addresses() {
        if (master.startsWith("spark://")) {
            return Stream.of(master.substring("spark://".length()).split(","))
                    .map(address -> URI.create("spark://" + address))
                    .map(address -> new InetSocketAddress(address.getHost(), address.getPort()))
                    .toList();
        }
        if (master.startsWith("k8s://")) {
            String address = master.substring("k8s://".length());
            URI uri = URI.create(address.contains("://") ? address : "https://" + address);
            return List.of(TcpPort.webServerAddress(uri));
        }
        return List.of();
    }
}
