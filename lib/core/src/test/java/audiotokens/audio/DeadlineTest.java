package audiotokens.audio;

import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadlineTest {
    @TempDir
    Path folder;

    @Test
    void ffmpegAbortsAfterTheDeadline() throws IOException {
        try (Deadline expired = new Deadline(Duration.ZERO)) {
            assertEquals(AVERROR_EXIT(), openWithFfmpeg(expired));
            assertThrows(IOException.class, expired::check);
        }
        try (Deadline pending = new Deadline(Duration.ofMinutes(1))) {
            assertEquals(0, openWithFfmpeg(pending));
            assertDoesNotThrow(pending::check);
        }
    }

    private int openWithFfmpeg(Deadline deadline) throws IOException {
        Path file = Files.write(folder.resolve("a.wav"), WavFile.encode(WavFile.Type.INT16, 8000, 1, new double[8000]));
        AVFormatContext context = avformat_alloc_context();
        deadline.bind(context);
        int result = avformat_open_input(context, file.toString(), null, null);
        if (result >= 0) {
            avformat_close_input(context);
        }
        return result;
    }
}
