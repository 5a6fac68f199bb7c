package audiotokens.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decodes the FLAC files of a folder sequentially. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
public class DecoderBenchmark {
    @Param("/tmp/esc10")
    public String folder;

    private static final TimeRange.Request WHOLE_FILE = new TimeRange.Request(0, 0, 60);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final FlacDecoder flac = new FlacDecoder(TIMEOUT, new MonoSamples());
    private final MediaDecoder media = new MediaDecoder(TIMEOUT, new MonoSamples());
    private List<Path> files;
    private int fileIndex;

    @Setup
    public void findFiles() throws IOException {
        try (Stream<Path> tree = Files.walk(Path.of(folder))) {
            files = tree.filter(path -> path.toString().endsWith(".flac")).toList();
        }
    }

    private EncodedAudio nextFile() {
        fileIndex = (fileIndex + 1) % files.size();
        return new EncodedAudio.InFile(files.get(fileIndex));
    }

    @Benchmark
    public Waveform flacDecoder() {
        return flac.decode(nextFile(), WHOLE_FILE).orElseThrow();
    }

    @Benchmark
    public Waveform ffmpeg() throws IOException {
        return media.decode(nextFile(), WHOLE_FILE);
    }
}
