package audiotokens.audio;

import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOFILE;
import static org.bytedeco.ffmpeg.global.avformat.AVPROBE_SCORE_RETRY;
import static org.bytedeco.ffmpeg.global.avformat.av_demuxer_iterate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.javacpp.Pointer;

/** The container formats of FFmpeg that are opened: all but those that open other files, and those without a header. */
final class Demuxers {
    /** Playlists, scripts, and formats of several files: they would let an audio file open others. */
    private static final Set<String> OPEN_OTHERS = Set.of(
            "concat",
            "dash",
            "hls",
            "image2",
            "image2pipe",
            "imf",
            "mlv",
            "rtp",
            "rtsp",
            "sap",
            "sbg",
            "sdp",
            "vobsub",
            "webm_dash_manifest");

    /** Raw samples, known by the file's extension alone: nothing says their rate, and any file could be one. */
    private static final Pattern RAW = Pattern.compile(
            "[fsu](8|16|24|32|64)(be|le)?|alaw|mulaw|vidc|bitpacked|rawvideo|data|codec2raw|g726|g726le|sln|tty|dfpwm|aptx"
                    + "|aptx_hd|daud");

    /** Read wrongly by FFmpeg: of MIDI's sample dumps all but those of 16 bits are off by half their range. */
    private static final Set<String> MISREAD = Set.of("sds");

    /** What audio comes in; FFmpeg tells them well, some by few bytes. */
    private static final Set<String> USUAL = Set.of(
            "aac",
            "ac3",
            "aiff",
            "amr",
            "ape",
            "asf",
            "au",
            "avi",
            "avr",
            "caf",
            "dts",
            "eac3",
            "flac",
            "flv",
            "matroska",
            "mov",
            "mp3",
            "mpc",
            "mpc8",
            "mpeg",
            "mpegts",
            "ogg",
            "tak",
            "tta",
            "w64",
            "wav",
            "webm",
            "wv");

    private static final String ALLOWED = String.join(",", allowedNames());

    private Demuxers() {}

    /** Names of the formats that may be opened, with commas between them. */
    static String allowed() {
        return ALLOWED;
    }

    /**
     * Whether the file's beginning says well enough that it is of the format FFmpeg took it for. Noise passes for one or
     * other rare format.
     */
    static boolean isSure(AVFormatContext opened) {
        return opened.probe_score() > AVPROBE_SCORE_RETRY
                || Arrays.stream(opened.iformat().name().getString().split(",")).anyMatch(USUAL::contains);
    }

    private static List<String> allowedNames() {
        List<String> names = new ArrayList<>();
        try (Pointer state = new Pointer()) {
            for (AVInputFormat each = av_demuxer_iterate(state); each != null; each = av_demuxer_iterate(state)) {
                String name = each.name().getString();
                boolean hasFile = (each.flags() & AVFMT_NOFILE) == 0;
                if (hasFile
                        && !OPEN_OTHERS.contains(name)
                        && !MISREAD.contains(name)
                        && !RAW.matcher(name).matches()) {
                    names.addAll(Arrays.asList(name.split(",")));
                }
            }
        }
        return names;
    }
}
