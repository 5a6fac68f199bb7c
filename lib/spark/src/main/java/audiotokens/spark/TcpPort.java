package audiotokens.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Tests whether servers accept connections. */
final class TcpPort {
    private static final int CONNECT_TIMEOUT_MILLIS = 5000;

    private TcpPort() {}

    /** Whether a connection is accepted within five seconds. */
    static boolean responds(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
