package audiotokens.spark;

import audiotokens.file.FileTree;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A Spark standalone master and workers, in separate processes on this machine. Each worker has one core. The project's
 * classes are on the executors' class path; Spark's are in {@code jars}, as in Spark's distribution.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final List<String> CLASS_PATH =
            List.of(System.getProperty("java.class.path").split(File.pathSeparator));

    private final Path home;
    private final int port;
    private final Process master;
    private final List<Process> workers = new ArrayList<>();
    private int workersStarted;

    /** @param home folder for the logs of all processes; emptied first */
    StandaloneCluster(Path home) throws IOException {
        this.home = home.toAbsolutePath();
        FileTree.deleteIfExists(home);
        Files.createDirectories(home.resolve("jars"));
        for (String jar : CLASS_PATH) {
            if (jar.endsWith(".jar")) {
                Files.createSymbolicLink(
                        home.resolve("jars").resolve(Path.of(jar).getFileName()), Path.of(jar));
            }
        }
        this.port = freePort();
        this.master = start(List.of(), "master", "master.Master", "--host", HOST, "--port", Integer.toString(port));
        waitUntil("the master accepts connections", () -> log("master").contains("New state: ALIVE"));
    }

    /** Finds a free port. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String address() {
        return "spark://" + HOST + ":" + port;
    }

    /** Returns the settings of a run on this cluster, including where executors find the project's classes. */
    List<String> settings() {
        String folders = CLASS_PATH.stream()
                .filter(entry -> !entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                "engine=spark",
                "sparkMaster=" + address(),
                "spark.executor.extraClassPath=" + folders,
                "spark.executor.memory=512m",
                "spark.driver.host=" + HOST);
    }

    /** Starts a worker with one core and waits until it has registered. */
    void startWorker() throws IOException {
        startWorker(List.of());
    }

    /**
     * Starts a worker that sees an empty file at the path of {@code hidden}, as if the real file were missing on its
     * machine. Needs root, for a mount namespace.
     */
    void startWorkerWithout(Path hidden) throws IOException {
        Path emptyFile = Files.createFile(home.resolve("empty"));
        startWorker(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$0\" \"$1\" && shift && exec \"$@\"",
                emptyFile.toString(),
                hidden.toAbsolutePath().toString()));
    }

    private void startWorker(List<String> prefix) throws IOException {
        String name = "worker" + workersStarted++;
        workers.add(start(
                prefix,
                name,
                "worker.Worker",
                "--host",
                HOST,
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                home.resolve(name).toString(),
                address()));
        waitUntil(name + " has registered", () -> log(name).contains("Successfully registered with master"));
    }

    /** Kills the worker that was started last, by its process id, together with its executor. */
    void killWorker() {
        Process worker = workers.removeLast();
        List<ProcessHandle> executors = worker.descendants().toList();
        worker.destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    int workerCount() {
        return workers.size();
    }

    private Process start(List<String> prefix, String name, String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(Arrays.stream(System.getProperty("opens").split(" ")).toList());
        command.addAll(List.of("-cp", home.resolve("jars") + "/*", "org.apache.spark.deploy." + mainClass));
        command.addAll(List.of("--webui-port", "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", HOST);
        return builder.start();
    }

    private String log(String name) {
        try {
            return Files.readString(home.resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void waitUntil(String condition, BooleanSupplier isReached) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!isReached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException(
                        "timed out after a minute, waiting until " + condition + "; see the logs in " + home);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        for (Process worker : workers) {
            worker.descendants().forEach(ProcessHandle::destroyForcibly);
            worker.destroyForcibly();
        }
        master.destroyForcibly();
    }
}
