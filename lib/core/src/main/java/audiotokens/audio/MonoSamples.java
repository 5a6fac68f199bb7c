package audiotokens.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S64;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Collects decoded frames as mono float32. Samples are scaled from their type's range to -1 to 1 and channels are
 * averaged in float32, like {@code torchaudio.load} followed by {@code torch.mean} over channels.
 */
final class MonoSamples {
    private float[] samples = new float[1 << 16];
    private int length;
    private float[] values = new float[0];
    private short[] shorts = new short[0];
    private int[] integers = new int[0];

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** Returns the collected samples {@code from} (inclusive) to {@code to} (exclusive). */
    float[] copy(int from, int to) {
        return Arrays.copyOfRange(samples, from, to);
    }

    /** Discards the first {@code count} samples. */
    void dropFirst(int count) {
        System.arraycopy(samples, count, samples, 0, length - count);
        length -= count;
    }

    /** Adds one decoded frame. */
    void add(AVFrame frame) throws IOException {
        int count = frame.nb_samples();
        int channels = frame.ch_layout().nb_channels();
        if (count <= 0 || channels <= 0) {
            return;
        }
        ensureCapacity(count);
        int format = frame.format();
        int packed = av_get_packed_sample_fmt(format);
        if (channels == 1) {
            read(frame.data(0), packed, count, samples, length);
        } else if (av_sample_fmt_is_planar(format) != 0) {
            Arrays.fill(samples, length, length + count, 0);
            for (int channel = 0; channel < channels; channel++) {
                read(frame.extended_data(channel), packed, count, buffer(count), 0);
                for (int i = 0; i < count; i++) {
                    samples[length + i] += values[i];
                }
            }
            for (int i = length; i < length + count; i++) {
                samples[i] /= channels;
            }
        } else {
            int total = Math.multiplyExact(count, channels);
            read(frame.data(0), packed, total, buffer(total), 0);
            for (int i = 0; i < count; i++) {
                float sum = 0;
                for (int channel = 0; channel < channels; channel++) {
                    sum += values[i * channels + channel];
                }
                samples[length + i] = sum / channels;
            }
        }
        length += count;
    }

    /** Adds samples {@code from} to {@code to} of the last frame that {@code stream} decoded. */
    void add(FlacStream stream, int from, int to) {
        int count = to - from;
        ensureCapacity(count);
        float scale = 1f / (1 << (stream.sampleBits() - 1));
        int[] channel = stream.samples(0);
        for (int i = 0; i < count; i++) {
            samples[length + i] = channel[from + i] * scale;
        }
        for (int index = 1; index < stream.channels(); index++) {
            channel = stream.samples(index);
            for (int i = 0; i < count; i++) {
                samples[length + i] += channel[from + i] * scale;
            }
        }
        if (stream.channels() > 1) {
            for (int i = length; i < length + count; i++) {
                samples[i] /= stream.channels();
            }
        }
        length += count;
    }

    /** Adds {@code count} samples of value 0. */
    void addSilence(int count) {
        ensureCapacity(count);
        Arrays.fill(samples, length, length + count, 0);
        length += count;
    }

    private void ensureCapacity(int count) {
        if (samples.length < length + count) {
            samples = Arrays.copyOf(samples, Math.max(length + count, 2 * samples.length));
        }
    }

    private float[] buffer(int count) {
        if (values.length < count) {
            values = new float[count];
        }
        return values;
    }

    /** Converts {@code count} samples of one type to floats in {@code target}, starting at {@code offset}. */
    private void read(BytePointer data, int format, int count, float[] target, int offset) throws IOException {
        if (format == AV_SAMPLE_FMT_S16) {
            if (shorts.length < count) {
                shorts = new short[count];
            }
            new ShortPointer(data).get(shorts, 0, count);
            for (int i = 0; i < count; i++) {
                target[offset + i] = shorts[i] * 0x1p-15f;
            }
        } else if (format == AV_SAMPLE_FMT_S32) {
            if (integers.length < count) {
                integers = new int[count];
            }
            new IntPointer(data).get(integers, 0, count);
            for (int i = 0; i < count; i++) {
                target[offset + i] = integers[i] * 0x1p-31f;
            }
        } else if (format == AV_SAMPLE_FMT_FLT) {
            new FloatPointer(data).get(target, offset, count);
        } else if (format == AV_SAMPLE_FMT_DBL) {
            double[] doubles = new double[count];
            new DoublePointer(data).get(doubles, 0, count);
            for (int i = 0; i < count; i++) {
                target[offset + i] = (float) doubles[i];
            }
        } else if (format == AV_SAMPLE_FMT_U8) {
            byte[] bytes = new byte[count];
            data.get(bytes, 0, count);
            for (int i = 0; i < count; i++) {
                target[offset + i] = ((bytes[i] & 0xff) - 128) * 0x1p-7f;
            }
        } else if (format == AV_SAMPLE_FMT_S64) {
            long[] longs = new long[count];
            new LongPointer(data).get(longs, 0, count);
            for (int i = 0; i < count; i++) {
                target[offset + i] = longs[i] * 0x1p-63f;
            }
        } else {
            throw new IOException("has samples of an unknown type (" + format + ")");
        }
    }
}
