package audiotokens.spark;

import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a master of Spark is.
 *
 * @param master as the key {@code sparkMaster} has it
 */
record MasterAddress(String master) {
    private static final int MILLISECONDS = 5000;

    /**
     * Spark itself tries for minutes, and then says little.
     *
     * @throws StageException where nobody answers
     */
    void checkAnswers() {
        if (master.equals("yarn")
                && System.getenv("HADOOP_CONF_DIR") == null
                && System.getenv("YARN_CONF_DIR") == null) {
            throw new StageException("sparkMaster: yarn is found by HADOOP_CONF_DIR or YARN_CONF_DIR, the folder of"
                    + " the cluster's configuration; neither is set");
        }
        List<InetSocketAddress> places = places();
        if (!places.isEmpty() && places.stream().noneMatch(MasterAddress::answers)) {
            throw new StageException("sparkMaster: nobody answers at " + master
                    + "; is the master started, is this its address, and does the network let this machine there?");
        }
    }

    private List<InetSocketAddress> places() {
        if (master.startsWith("spark://")) {
            return Stream.of(master.substring("spark://".length()).split(","))
                    .map(place -> URI.create("spark://" + place))
                    .map(place -> new InetSocketAddress(place.getHost(), place.getPort()))
                    .toList();
        }
        if (master.startsWith("k8s://")) {
            String address = master.substring("k8s://".length());
            URI place = URI.create(address.contains("://") ? address : "https://" + address);
            int standard = "http".equals(place.getScheme()) ? 80 : 443;
            return List.of(new InetSocketAddress(place.getHost(), place.getPort() < 0 ? standard : place.getPort()));
        }
        return List.of();
    }

    private static boolean answers(InetSocketAddress place) {
        try (Socket socket = new Socket()) {
            socket.connect(place, MILLISECONDS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
