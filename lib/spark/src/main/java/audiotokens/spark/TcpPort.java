package audiotokens.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Tests whether servers accept connections. */
final class TcpPort {
    private static final int CONNECT_TIMEOUT_MILLIS = 5000;

    private TcpPort() {}

    /** Returns the address of a web server, with the default port of the scheme if {@code uri} has none. */
    static InetSocketAddress webServerAddress(URI uri) {
        int defaultPort = "http".equals(uri.getScheme()) ? 80 : 443;
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? defaultPort : uri.getPort());
    }

    /** Returns whether a connection is accepted within five seconds. */
    static boolean responds(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
