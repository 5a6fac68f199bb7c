package audiotokens.audio;

import static audiotokens.audio.EncodedInput.concatenated;
import static audiotokens.audio.EncodedInput.ffmpeg;
import static audiotokens.audio.EncodedInput.sphere;
import static audiotokens.audio.EncodedInput.text;
import static audiotokens.audio.EncodedInput.tone;
import static audiotokens.audio.EncodedInput.truncated;
import static audiotokens.audio.EncodedInput.wav;
import static audiotokens.audio.EncodedInput.wavWithChunks;
import static audiotokens.audio.EncodedInput.withInt;
import static audiotokens.audio.EncodedInput.withLeadingId3v2;
import static audiotokens.audio.EncodedInput.withTrailingTag;
import static audiotokens.audio.EncodedInput.withZeros;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table of real-world inputs with the expected results; each row is one test.
 *
 * <p>Each file is read from disk and from memory. Most contain {@link EncodedInput#tone}: half a second at 16,000 Hz.
 * {@code lossless} expects exactly the samples of the tone; {@code lossy} those that the ffmpeg command decodes,
 * within a tolerance; {@code samples} the listed samples; {@code rejected} an error whose reason matches a pattern.
 */
class InputTableTest {
    private static final String COVER =
            "-f lavfi -i testsrc=d=0.04:s=200x200 -map 0:a -map 1:v -frames:v 1 -disposition:v attached_pic";
    private static final String THREE_SECOND_VIDEO = "-f lavfi -i testsrc=d=3:s=64x64 -map 0:a -map 1:v -c:v mpeg4";

    private static final String THREE_SECOND_SUBTITLE = "-f srt -i data:text/plain;base64,"
            + Base64.getEncoder()
                    .encodeToString("1\n00:00:00,000 --> 00:00:03,000\n[rain]\n\n".getBytes(StandardCharsets.UTF_8))
            + " -map 0:a -map 1:s -c:s srt";

    @TempDir
    Path folder;

    static Stream<Named<Row>> table() {
        return Stream.of(
                // WAV as written by recorders, editors and pipes
                lossless("wav", wav()),
                lossless("wav, size 0 from a pipe", withInt(wav(), 40, 0)),
                lossless("wav, maximum size from a pipe", withInt(withInt(wav(), 4, -1), 40, -1)),
                lossless("wav, wrong bytes per second", withInt(wav(), 28, 1)),
                lossless("wav, wrong RIFF size", withInt(wav(), 4, 1)),
                lossless("wav, trailing zeros", withTrailingTag(wav(), "\0")),
                lossless("wav, trailing ID3v1", withTrailingTag(wav(), "TAG")),
                lossless(
                        "wav, leading LIST of odd size",
                        wavWithChunks(LITTLE_ENDIAN, "fmt ", "", "LIST", "INFO?", "data", "")),
                lossless(
                        "wav, trailing LIST", wavWithChunks(LITTLE_ENDIAN, "fmt ", "", "data", "", "LIST", "INFOINAM")),
                lossless(
                        "wav, leading JUNK",
                        wavWithChunks(LITTLE_ENDIAN, "JUNK", "\0".repeat(28), "fmt ", "", "data", "")),
                lossless(
                        "wav, bext of 70,000 bytes",
                        wavWithChunks(LITTLE_ENDIAN, "bext", "\0".repeat(70_000), "fmt ", "", "data", "")),
                lossless(
                        "wav, trailing ID3 chunk",
                        wavWithChunks(LITTLE_ENDIAN, "fmt ", "", "data", "", "id3 ", "ID3\3\0")),
                lossless("wav, leading ID3v2", withLeadingId3v2(wav())),
                lossless("wav, big-endian (RIFX)", wavWithChunks(BIG_ENDIAN, "fmt ", "", "data", "")),
                samples(
                        "12 channels",
                        WavFile.encode(WavFile.Type.INT16, 8000, 12, 0, 0, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
                        8000,
                        0.25f),
                lossless("wav, size includes the header", withInt(wav(), 40, 16_044)),
                lossless("wav, extensible 24 bit", ffmpeg("wav", "-c:a pcm_s24le")),
                lossless("wav, 32 bit", ffmpeg("wav", "-c:a pcm_s32le")),
                lossless("wav, 64 bit float", ffmpeg("wav", "-c:a pcm_f64le")),
                lossless("RF64", ffmpeg("wav", "-rf64 always")),
                lossless("Broadcast WAV", ffmpeg("wav", "-write_bext 1 -metadata description=x")),
                lossless("Wave64", ffmpeg("w64", "")),
                samples("one sample", WavFile.encode(WavFile.Type.INT16, 8000, 1, 0.5), 8000, 0.5f),
                samples(
                        "opposite phase",
                        WavFile.encode(WavFile.Type.INT16, 8000, 2, 0.5, -0.5, 0.25, 0.25),
                        8000,
                        0,
                        0.25f),
                samples("above full scale", WavFile.encode(WavFile.Type.FLOAT32, 8000, 1, 2, -3), 8000, 2, -3),
                samples("rate of 1 Hz", WavFile.encode(WavFile.Type.INT16, 1, 1, 0.5, 0.25), 1, 0.5f, 0.25f),
                // other uncompressed formats
                lossless("AIFF", ffmpeg("aiff", "")),
                lossless("AIFF-C, little-endian", ffmpeg("aiff", "-c:a pcm_s16le")),
                lossless("AIFF-C, 32-bit float", ffmpeg("aiff", "-c:a pcm_f32be")),
                lossless("AIFF, ID3v2", ffmpeg("aiff", "-write_id3v2 1 -metadata title=x")),
                lossless("Sun AU", ffmpeg("au", "")),
                lossless("Sun AU, size unknown", withInt(ffmpeg("au", ""), 8, -1)),
                lossless("Sun AU, 64-bit float", ffmpeg("au", "-c:a pcm_f64be")),
                lossless("CAF", ffmpeg("caf", "")),
                lossless("Creative VOC", ffmpeg("voc", "-c:a pcm_s16le")),
                lossless("SoX", ffmpeg("sox", "")),
                lossless("NIST SPHERE", sphere(1)),
                lossless("QuickTime, PCM", ffmpeg("mov", "-c:a pcm_s16le")),
                lossless("AVI, PCM", ffmpeg("avi", "-c:a pcm_s16le")),
                lossless("Matroska, PCM", ffmpeg("matroska", "-c:a pcm_s16le")),
                lossless("NUT", ffmpeg("nut", "-c:a pcm_s16le")),
                // lossless compression
                lossless("FLAC", ffmpeg("flac", "")),
                lossless("FLAC, trailing ID3v1", withTrailingTag(ffmpeg("flac", ""), "TAG")),
                lossless("FLAC, trailing APEv2", withTrailingTag(ffmpeg("flac", ""), "APETAGEX")),
                lossless("FLAC, trailing zeros", withTrailingTag(ffmpeg("flac", ""), "\0")),
                lossless("FLAC, leading ID3v2", withLeadingId3v2(ffmpeg("flac", ""))),
                lossless("FLAC, length unknown, as from a pipe", withZeros(ffmpeg("flac", ""), 22, 4)),
                lossless("FLAC, no MD5", withZeros(ffmpeg("flac", ""), 26, 16)),
                lossless("FLAC, cover", ffmpeg("flac", COVER + " -c:v png")),
                lossless("FLAC, 24 bit", ffmpeg("flac", "-sample_fmt s32")),
                lossless("FLAC in Ogg", ffmpeg("ogg", "-c:a flac")),
                lossless("FLAC in Matroska", ffmpeg("matroska", "-c:a flac")),
                lossless("FLAC in MP4", ffmpeg("mp4", "-c:a flac -strict experimental")),
                lossless("ALAC", ffmpeg("ipod", "-c:a alac")),
                lossless("ALAC in CAF", ffmpeg("caf", "-c:a alac")),
                lossless("WavPack", ffmpeg("wv", "")),
                lossless("WavPack, trailing APEv2", withTrailingTag(ffmpeg("wv", ""), "APETAGEX")),
                lossless("True Audio", ffmpeg("tta", "")),
                lossless("True Audio, trailing ID3v1", withTrailingTag(ffmpeg("tta", ""), "TAG")),
                // lossy compression
                lossy("MP3", ffmpeg("mp3", "-c:a libmp3lame"), 1e-4),
                lossy("MP3, variable bit rate, no Xing header", ffmpeg("mp3", "-q:a 2 -write_xing 0"), 1e-4),
                lossy(
                        "MP3, no Xing header, trailing ID3v1",
                        withTrailingTag(ffmpeg("mp3", "-write_xing 0"), "TAG"),
                        1e-4),
                lossy(
                        "MP3, no Xing header, trailing APEv2",
                        withTrailingTag(ffmpeg("mp3", "-write_xing 0"), "APETAGEX"),
                        1e-4),
                lossy("MP3, Xing header, trailing APEv2", withTrailingTag(ffmpeg("mp3", ""), "APETAGEX"), 1e-4),
                lossy("MP3, trailing Lyrics3", withTrailingTag(ffmpeg("mp3", ""), "LYRICSBEGIN"), 1e-4),
                lossy("MP3, two leading ID3v2", withLeadingId3v2(withLeadingId3v2(ffmpeg("mp3", ""))), 1e-4),
                lossy("MP3, leading zeros", concatenated(text("\0", 1500), ffmpeg("mp3", "-write_xing 0")), 1e-4),
                lossy("MP3, trailing HTML page", concatenated(ffmpeg("mp3", ""), text("<html>", 50)), 1e-4),
                lossy("two MP3s in one file", concatenated(ffmpeg("mp3", ""), ffmpeg("mp3", "")), 1e-4),
                lossy("MP3, 8,000 Hz", ffmpeg("mp3", "-ar 8000"), 1e-4),
                lossy("MP3, cover", ffmpeg("mp3", COVER + " -c:v png"), 1e-4),
                lossy("M4A, cover", ffmpeg("ipod", COVER + " -c:v mjpeg -c:a aac"), 1e-4),
                lossy("MP2", ffmpeg("mp2", ""), 1e-4),
                lossy("raw AAC", ffmpeg("adts", "-c:a aac"), 1e-4),
                lossy("raw AAC, trailing ID3v1", withTrailingTag(ffmpeg("adts", "-c:a aac"), "TAG"), 1e-4),
                lossy("M4A", ffmpeg("ipod", "-c:a aac"), 1e-4),
                lossy("fragmented MP4", ffmpeg("mp4", "-c:a aac -movflags frag_keyframe+empty_moov"), 1e-4),
                lossy("AAC in MPEG-TS", ffmpeg("mpegts", "-c:a aac"), 1e-4),
                lossy("MP3 in FLV", ffmpeg("flv", "-ar 22050 -c:a libmp3lame"), 1e-4),
                lossy("Vorbis", ffmpeg("ogg", "-c:a libvorbis"), 1e-4),
                lossy("Opus", ffmpeg("ogg", "-c:a libopus"), 0.02),
                lossy("Opus in WebM", ffmpeg("webm", "-c:a libopus"), 0.02),
                lossy("Speex", ffmpeg("ogg", "-c:a libspeex"), 0.02),
                lossy("AC-3", ffmpeg("ac3", "-ar 48000"), 1e-3),
                lossy("E-AC-3", ffmpeg("eac3", "-ar 48000"), 1e-3),
                lossy("WMA", ffmpeg("asf", "-c:a wmav2"), 1e-4),
                lossy("GSM in WAV", ffmpeg("wav", "-ar 8000 -c:a libgsm_ms"), 1e-3),
                lossy("G.722 in WAV", ffmpeg("wav", "-c:a g722"), 1e-4),
                lossy("mu-law in AU", ffmpeg("au", "-c:a pcm_mulaw"), 1e-6),
                lossy("A-law in WAV", ffmpeg("wav", "-c:a pcm_alaw"), 1e-6),
                lossy("IMA ADPCM in WAV", ffmpeg("wav", "-c:a adpcm_ima_wav"), 1e-6),
                lossy("Microsoft ADPCM in WAV", ffmpeg("wav", "-c:a adpcm_ms"), 1e-6),
                lossy("8-bit VOC", ffmpeg("voc", "-c:a pcm_u8"), 1e-6),
                lossy("MP3 in WAV", ffmpeg("wav", "-c:a libmp3lame"), 1e-4),
                lossy("audio track of a video", ffmpeg("mp4", "-f lavfi -i testsrc=d=0.5 -c:v mpeg4 -c:a aac"), 1e-4),
                lossy("video longer than its audio", ffmpeg("matroska", THREE_SECOND_VIDEO + " -c:a aac"), 1e-4),
                lossy(
                        "Flash video longer than its audio",
                        ffmpeg("flv", THREE_SECOND_VIDEO + " -c:v flv1 -ar 22050 -c:a libmp3lame"),
                        1e-4),
                lossy("live WebM, length unknown", ffmpeg("webm", "-live 1 -c:a libopus"), 0.02),
                lossy(
                        "chained Ogg",
                        concatenated(ffmpeg("ogg", "-c:a libvorbis"), ffmpeg("ogg", "-serial_offset 7 -c:a libvorbis")),
                        1e-4),
                lossy("5.1 channels", ffmpeg("ogg", "-ac 6 -c:a libvorbis"), 1e-4),
                // truncated files whose header states the full length
                rejected("wav, truncated", truncated(wav(), 0.5), "is truncated: 0\\.25 of 0\\.50 s could be decoded"),
                rejected(
                        "wav, big-endian, truncated",
                        truncated(wavWithChunks(BIG_ENDIAN, "fmt ", "", "data", ""), 0.5),
                        "is truncated: 0\\.25 of 0\\.50 s could be decoded"),
                rejected(
                        "video, truncated",
                        truncated(ffmpeg("matroska", THREE_SECOND_VIDEO + " -af apad=whole_dur=3 -c:a aac"), 0.5),
                        "is truncated.*"),
                rejected(
                        "audio with a subtitle that ends with the audio, truncated",
                        truncated(ffmpeg("matroska", THREE_SECOND_SUBTITLE + " -af apad=whole_dur=3 -c:a aac"), 0.5),
                        "is truncated.*"),
                rejected("Wave64, truncated", truncated(ffmpeg("w64", ""), 0.5), "is truncated.*"),
                rejected("AIFF, truncated", truncated(ffmpeg("aiff", ""), 0.5), "is truncated.*"),
                rejected("NIST SPHERE, truncated", truncated(sphere(1), 0.6), "is truncated.*"),
                rejected("RF64, truncated", truncated(ffmpeg("wav", "-rf64 always"), 0.5), "is truncated.*"),
                rejected("Sun AU, truncated", truncated(ffmpeg("au", ""), 0.5), "is truncated.*"),
                rejected("CAF, truncated", truncated(ffmpeg("caf", ""), 0.5), "is truncated.*"),
                rejected("SoX, truncated", truncated(ffmpeg("sox", ""), 0.5), "is truncated.*"),
                rejected(
                        "FLAC, truncated",
                        truncated(ffmpeg("flac", "-frame_size 1024"), 0.9),
                        "is (truncated|damaged).*"),
                rejected(
                        "WavPack, truncated",
                        truncated(ffmpeg("wv", "-frame_size 1024"), 0.5),
                        "is (truncated|damaged).*"),
                // this recording is so short that it has a single block
                rejected("True Audio, truncated", truncated(ffmpeg("tta", ""), 0.5), "contains no samples.*"),
                rejected("MP3 with Xing header, truncated", truncated(ffmpeg("mp3", ""), 0.5), "is truncated.*"),
                rejected(
                        "M4A, truncated",
                        truncated(ffmpeg("ipod", "-movflags faststart -c:a aac"), 0.6),
                        "is (truncated|damaged).*"),
                rejected(
                        "M4A, truncated before its index",
                        truncated(ffmpeg("ipod", "-c:a aac"), 0.6),
                        "cannot be read as audio.*"),
                // files without audio, or without any format information
                rejected("raw samples", ffmpeg("s16le", ""), "cannot be read as audio.*|contains no audio"),
                rejected(
                        "GSM, recognizable by its extension only",
                        ffmpeg("gsm", "-ar 8000 -c:a libgsm"),
                        "cannot be read as audio.*"),
                rejected("NIST SPHERE, shorten", sphere(2), ".*"),
                rejected(
                        "MIDI",
                        "MThd\0\0\0\6\0\0\0\1\0\140MTrk\0\0\0\4\0\377\57\0".getBytes(StandardCharsets.UTF_8),
                        "cannot be read as audio.*"),
                rejected(
                        "subtitles",
                        "1\n00:00:00,000 --> 00:00:01,000\nrain\n\n".repeat(9).getBytes(StandardCharsets.UTF_8),
                        "contains no audio|cannot.*"),
                rejected(
                        "picture",
                        ffmpeg("image2", "-f lavfi -i testsrc=d=0.04 -map 1:v -frames:v 1 -c:v png"),
                        "contains no audio|cannot.*"),
                rejected("HTML page", text("<!DOCTYPE html><title>403</title>", 20), "cannot be read as audio.*"),
                rejected("zeros only", text("\0", 30_000), "cannot be read as audio.*"),
                rejected("empty file", text("", 1), "is empty"),
                rejected(
                        "wav, leading byte order mark", concatenated(text("\u00ef\u00bb\u00bf", 1), wav()), "cannot.*"),
                rejected("wav of 0 channels", withInt(wav(), 22, 0), ".*"),
                rejected("wav of 0 Hz", withInt(wav(), 24, 0), "cannot.*"),
                rejected(
                        "Ogg that changes its sample rate",
                        concatenated(
                                ffmpeg("ogg", "-c:a libvorbis"),
                                ffmpeg("ogg", "-serial_offset 7 -ar 8000 -c:a libvorbis")),
                        "changes its sample rate.*"),
                rejected(
                        "playlist",
                        "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n".getBytes(StandardCharsets.UTF_8),
                        "cannot be read as audio.*"),
                rejected(
                        "DASH",
                        "<?xml?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"/>".getBytes(StandardCharsets.UTF_8),
                        "cannot be read as audio.*"),
                rejected(
                        "SDP",
                        "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n".getBytes(StandardCharsets.UTF_8),
                        "cannot be read as audio.*"),
                rejected(
                        "ffconcat script",
                        "ffconcat version 1.0\nfile a.wav\n".getBytes(StandardCharsets.UTF_8),
                        "cannot be read as audio.*"),
                rejected(
                        "Git LFS pointer",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"
                                .getBytes(StandardCharsets.UTF_8),
                        "cannot be read as audio.*"),
                rejected("wav without samples", WavFile.encode(WavFile.Type.INT16, 8000, 1), "contains no samples.*"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void eachInputIsDecodedOrRejectedAsListed(Row row) throws IOException {
        byte[] bytes = row.file().bytes();
        Path file = Files.write(folder.resolve("input"), bytes);
        try (AudioDecoder decoder = new AudioDecoder(60)) {
            for (EncodedAudio audio :
                    new EncodedAudio[] {new EncodedAudio.InFile(file), new EncodedAudio.InMemory("memory", bytes)}) {
                row.expected().check(decoder, audio, file);
            }
        }
    }

    record Row(EncodedInput file, Expected expected) {}

    @FunctionalInterface
    interface Expected {
        void check(AudioDecoder decoder, EncodedAudio audio, Path file) throws IOException;
    }

    private static Named<Row> lossless(String name, EncodedInput input) {
        return samples(name, input, EncodedInput.RATE, tone());
    }

    private static Named<Row> samples(String name, byte[] bytes, int rate, float... samples) {
        return samples(name, () -> bytes, rate, samples);
    }

    private static Named<Row> samples(String name, EncodedInput input, int rate, float... samples) {
        return Named.of(name, new Row(input, (decoder, audio, file) -> {
            Waveform waveform = decoder.decode(audio);
            assertEquals(rate, waveform.sampleRate());
            assertArrayEquals(samples, waveform.samples());
        }));
    }

    private static Named<Row> lossy(String name, EncodedInput input, double tolerance) {
        return Named.of(name, new Row(input, (decoder, audio, file) -> {
            Waveform waveform = decoder.decode(audio);
            float[] expected = EncodedInput.decodedByFfmpegCommand(file);
            assertEquals(expected.length, waveform.samples().length);
            assertArrayEquals(expected, waveform.samples(), (float) tolerance);
        }));
    }

    private static Named<Row> rejected(String name, byte[] bytes, String reason) {
        return rejected(name, () -> bytes, reason);
    }

    private static Named<Row> rejected(String name, EncodedInput input, String reason) {
        return Named.of(name, new Row(input, (decoder, audio, file) -> {
            AudioException exception = assertThrows(AudioException.class, () -> decoder.decode(audio));
            assertTrue(exception.reason().matches("(?s)" + reason), exception.reason());
        }));
    }
}
