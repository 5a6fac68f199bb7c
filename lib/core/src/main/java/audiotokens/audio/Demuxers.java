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

/**
 * The FFmpeg demuxers that may be used: all except those that open other files, those for headerless samples, and those
 * with incorrect results.
 */
final class Demuxers {
    /** Playlists, scripts and multi-file formats, which would let an audio file open others. */
    private static final Set<String> OPENING_OTHER_FILES = Set.of(
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

    /** Headerless samples, recognized by file extension only: the sample rate is unknown, and any file would match. */
    private static final Pattern RAW = Pattern.compile(
            "[fsu](8|16|24|32|64)(be|le)?|alaw|mulaw|vidc|bitpacked|rawvideo|data|codec2raw|g726|g726le|sln|tty|dfpwm|aptx"
                    + "|aptx_hd|daud");

    /** Decoded incorrectly by FFmpeg: samples of MIDI sample dumps that are not 16-bit are offset by half the range. */
    private static final Set<String> DECODED_INCORRECTLY = Set.of("sds");

    /** Common audio containers, which FFmpeg detects reliably, some of them from only a few bytes. */
    private static final Set<String> COMMON = Set.of(
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

    /** Returns the comma-separated names of the allowed demuxers. */
    static String allowed() {
        return ALLOWED;
    }

    /** Returns whether the detected format is certain. Random bytes are sometimes detected as a rare format. */
    static boolean isCertain(AVFormatContext opened) {
        return opened.probe_score() > AVPROBE_SCORE_RETRY
                || Arrays.stream(opened.iformat().name().getString().split(",")).anyMatch(COMMON::contains);
    }

    private static List<String> allowedNames() {
        List<String> names = new ArrayList<>();
        try (Pointer state = new Pointer()) {
            for (AVInputFormat demuxer = av_demuxer_iterate(state);
                    demuxer != null;
                    demuxer = av_demuxer_iterate(state)) {
                String name = demuxer.name().getString();
                boolean hasFile = (demuxer.flags() & AVFMT_NOFILE) == 0;
                if (hasFile
                        && !OPENING_OTHER_FILES.contains(name)
                        && !DECODED_INCORRECTLY.contains(name)
                        && !RAW.matcher(name).matches()) {
                    names.addAll(Arrays.asList(name.split(",")));
                }
            }
        }
        return names;
    }
}
