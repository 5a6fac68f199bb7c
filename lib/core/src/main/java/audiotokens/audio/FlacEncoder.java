package audiotokens.audio;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLAC;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_free;

import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Encodes samples as 16-bit FLAC with FFmpeg. Deterministic: the same samples give the same bytes. */
public final class FlacEncoder implements AutoCloseable {
    private final AVFormatContext format = new AVFormatContext(null);
    private final AVCodecContext codec;
    private final AVStream stream;
    private final AVPacket packet = av_packet_alloc();

    private FlacEncoder(int channels, int sampleRate) {
        check(avformat_alloc_output_context2(format, null, "flac", null));
        format.flags(format.flags() | AVFMT_FLAG_BITEXACT);
        AVCodec flac = avcodec_find_encoder(AV_CODEC_ID_FLAC);
        codec = avcodec_alloc_context3(flac);
        codec.sample_rate(sampleRate);
        codec.sample_fmt(AV_SAMPLE_FMT_S16);
        codec.time_base().num(1).den(sampleRate);
        av_channel_layout_default(codec.ch_layout(), channels);
        check(avcodec_open2(codec, flac, (AVDictionary) null));
        stream = avformat_new_stream(format, flac);
        stream.time_base(codec.time_base());
        check(avcodec_parameters_from_context(stream.codecpar(), codec));
    }

    /**
     * Encodes one file.
     *
     * @param channels samples of each channel, -1 to 1, of equal length
     * @param sampleRate sample rate, in Hz
     */
    public static byte[] encode(float[][] channels, int sampleRate) {
        try (FlacEncoder encoder = new FlacEncoder(channels.length, sampleRate)) {
            return encoder.write(channels);
        }
    }

    private byte[] write(float[][] channels) {
        AVIOContext memory = new AVIOContext(null);
        check(avio_open_dyn_buf(memory));
        format.pb(memory);
        try {
            check(avformat_write_header(format, (PointerPointer<?>) null));
            int length = channels[0].length;
            for (int start = 0; start < length; start += codec.frame_size()) {
                send(channels, start, Math.min(codec.frame_size(), length - start));
            }
            check(avcodec_send_frame(codec, null));
            drain();
            check(av_write_trailer(format));
        } finally {
            format.pb(null);
        }
        BytePointer written = new BytePointer((BytePointer) null);
        int size = avio_close_dyn_buf(memory, written);
        try {
            byte[] bytes = new byte[size];
            written.get(bytes);
            return bytes;
        } finally {
            av_free(written);
        }
    }

    private void send(float[][] channels, int start, int length) {
        AVFrame block = av_frame_alloc();
        try {
            block.nb_samples(length);
            block.format(AV_SAMPLE_FMT_S16);
            block.sample_rate(codec.sample_rate());
            block.pts(start);
            check(av_channel_layout_copy(block.ch_layout(), codec.ch_layout()));
            check(av_frame_get_buffer(block, 0));
            ShortBuffer samples = block.data(0)
                    .capacity((long) length * channels.length * Short.BYTES)
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asShortBuffer();
            for (int i = start; i < start + length; i++) {
                for (float[] channel : channels) {
                    samples.put((short) Math.clamp(Math.round(channel[i] * 32767.0), -32768, 32767));
                }
            }
            check(avcodec_send_frame(codec, block));
            drain();
        } finally {
            av_frame_free(block);
        }
    }

    private void drain() {
        while (avcodec_receive_packet(codec, packet) >= 0) {
            av_packet_rescale_ts(packet, codec.time_base(), stream.time_base());
            check(av_interleaved_write_frame(format, packet));
        }
    }

    private static void check(int status) {
        if (status < 0) {
            throw new IllegalStateException("FFmpeg's FLAC encoder failed with status " + status);
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avcodec_free_context(codec);
        avformat_free_context(format);
    }
}
