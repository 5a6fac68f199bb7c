package audiotokens.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
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
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Creates files with audio, video or both in any container that FFmpeg can write. */
public final class MediaFile {
    private static final int SAMPLE_RATE = 44100;
    private static final int FRAMES_PER_SECOND = 10;

    private MediaFile() {}

    /**
     * Creates a file with a tone, video, or both.
     *
     * @param container FFmpeg's name of the container, such as {@code mp4}
     * @param seconds duration
     * @param encoders FFmpeg's names of the encoders, one per stream; audio encoders must accept planar floats
     */
    public static byte[] encode(String container, double seconds, String... encoders) {
        av_log_set_level(AV_LOG_QUIET);
        AVFormatContext format = new AVFormatContext(null);
        check(avformat_alloc_output_context2(format, null, container, null));
        AVIOContext buffer = new AVIOContext(null);
        check(avio_open_dyn_buf(buffer));
        format.pb(buffer);
        List<AVCodecContext> codecs = new ArrayList<>();
        for (String encoder : encoders) {
            codecs.add(addStream(format, encoder));
        }
        check(avformat_write_header(format, (PointerPointer<?>) null));
        for (int stream = 0; stream < codecs.size(); stream++) {
            AVCodecContext codec = codecs.get(stream);
            if (codec.codec_type() == AVMEDIA_TYPE_AUDIO) {
                writeTone(format, codec, stream, (int) (seconds * SAMPLE_RATE));
            } else {
                writeVideo(format, codec, stream, (int) (seconds * FRAMES_PER_SECOND));
            }
        }
        check(av_write_trailer(format));
        format.pb(null);
        BytePointer written = new BytePointer((BytePointer) null);
        byte[] bytes = new byte[avio_close_dyn_buf(buffer, written)];
        written.get(bytes);
        av_free(written);
        codecs.forEach(codec -> avcodec_free_context(codec));
        avformat_free_context(format);
        return bytes;
    }

    private static AVCodecContext addStream(AVFormatContext format, String encoder) {
        AVCodec type = avcodec_find_encoder_by_name(encoder);
        if (type == null) {
            throw new IllegalArgumentException("FFmpeg has no encoder " + encoder);
        }
        AVCodecContext codec = avcodec_alloc_context3(type);
        codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        codec.strict_std_compliance(-2);
        if (type.type() == AVMEDIA_TYPE_AUDIO) {
            codec.sample_rate(SAMPLE_RATE);
            codec.sample_fmt(AV_SAMPLE_FMT_FLTP);
            codec.time_base().num(1).den(SAMPLE_RATE);
            av_channel_layout_default(codec.ch_layout(), 2);
        } else {
            codec.width(64).height(48).pix_fmt(AV_PIX_FMT_YUV420P);
            codec.time_base().num(1).den(FRAMES_PER_SECOND);
        }
        check(avcodec_open2(codec, type, (AVDictionary) null));
        AVStream stream = avformat_new_stream(format, type);
        stream.time_base(codec.time_base());
        check(avcodec_parameters_from_context(stream.codecpar(), codec));
        return codec;
    }

    private static void writeTone(AVFormatContext format, AVCodecContext codec, int stream, int length) {
        for (int start = 0; start < length; start += codec.frame_size()) {
            AVFrame block = av_frame_alloc();
            int count = Math.min(codec.frame_size(), length - start);
            block.nb_samples(count);
            block.format(AV_SAMPLE_FMT_FLTP);
            block.sample_rate(SAMPLE_RATE);
            block.pts(start);
            check(av_channel_layout_copy(block.ch_layout(), codec.ch_layout()));
            check(av_frame_get_buffer(block, 0));
            float[] tone = new float[count];
            for (int i = 0; i < count; i++) {
                tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * (start + i) / SAMPLE_RATE));
            }
            new FloatPointer(block.data(0)).put(tone, 0, count);
            new FloatPointer(block.data(1)).put(tone, 0, count);
            send(format, codec, stream, block);
            av_frame_free(block);
        }
        send(format, codec, stream, null);
    }

    private static void writeVideo(AVFormatContext format, AVCodecContext codec, int stream, int count) {
        for (int number = 0; number < count; number++) {
            AVFrame picture = av_frame_alloc();
            picture.format(AV_PIX_FMT_YUV420P);
            picture.width(64);
            picture.height(48);
            picture.pts(number);
            check(av_frame_get_buffer(picture, 0));
            picture.data(0).put(new byte[picture.linesize(0) * 48]);
            picture.data(1).put(new byte[picture.linesize(1) * 24]);
            picture.data(2).put(new byte[picture.linesize(2) * 24]);
            send(format, codec, stream, picture);
            av_frame_free(picture);
        }
        send(format, codec, stream, null);
    }

    private static void send(AVFormatContext format, AVCodecContext codec, int stream, AVFrame frame) {
        check(avcodec_send_frame(codec, frame));
        AVPacket packet = av_packet_alloc();
        while (avcodec_receive_packet(codec, packet) >= 0) {
            packet.stream_index(stream);
            av_packet_rescale_ts(
                    packet, codec.time_base(), format.streams(stream).time_base());
            check(av_interleaved_write_frame(format, packet));
        }
        av_packet_free(packet);
    }

    private static void check(int status) {
        if (status < 0) {
            throw new IllegalStateException("FFmpeg failed with status " + status);
        }
    }
}
