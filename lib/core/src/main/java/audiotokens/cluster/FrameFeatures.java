package audiotokens.cluster;

import audiotokens.file.NpyFile;
import audiotokens.random.TorchRandom;
import audiotokens.spectrogram.SelectedFrames;
import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The feature vector of a frame: its mel bands or convolutions of them, optionally joined with neighboring frames,
 * whitened, and scaled to unit norm. Used by stages 3, 4 and 6.
 *
 * @param nMels number of mel bands
 * @param convolution applied to each frame first, if present
 * @param patchFrames number of frames concatenated into a vector: the frame and its neighbors in order of time; beyond
 *     the ends of the clip, its first or last frame is repeated
 * @param whitening applied to the concatenated vector, if present
 * @param normalized whether the result is scaled to unit L2 norm
 */
public record FrameFeatures(
        int nMels,
        Optional<FrameConvolution> convolution,
        int patchFrames,
        Optional<Whitening> whitening,
        boolean normalized)
        implements Serializable {

    /**
     * Returns the features that {@code options} define, without whitening and normalization; {@code seed} initializes
     * the convolution.
     */
    public static FrameFeatures unwhitened(ClusterOptions options, int nMels, long seed) {
        Optional<FrameConvolution> convolution = options.useConvolution()
                ? Optional.of(
                        FrameConvolution.random(options.numKernels(), options.kernelSize(), new TorchRandom(seed)))
                : Optional.empty();
        return new FrameFeatures(nMels, convolution, options.patchFrames(), Optional.empty(), false);
    }

    /** Returns these features with the given whitening and normalization. */
    public FrameFeatures withWhitening(Optional<Whitening> newWhitening, boolean newNormalized) {
        return new FrameFeatures(nMels, convolution, patchFrames, newWhitening, newNormalized);
    }

    /** Returns the dimension of a feature vector. */
    public int size() {
        return whitening.map(Whitening::size).orElse(concatenatedSize());
    }

    private int frameSize() {
        return nMels * convolution.map(FrameConvolution::numKernels).orElse(1);
    }

    private int concatenatedSize() {
        return frameSize() * patchFrames;
    }

    /**
     * Returns the features of every frame of a clip.
     *
     * @return (nFrames, {@link #size})
     * @throws IllegalArgumentException if the spectrogram has a different number of mel bands
     */
    public float[] of(Spectrogram spectrogram) {
        SelectedFrames all = SelectedFrames.all(spectrogram);
        return of(all, all.indices());
    }

    /** Returns the features of some frames of a clip: (frames, {@link #size}). */
    public float[] of(Spectrogram spectrogram, int[] frames) {
        return of(SelectedFrames.of(spectrogram, requiredFrames(frames, spectrogram.nFrames())), frames);
    }

    /**
     * Returns the features of some frames of a clip.
     *
     * @param selected frames of the clip, including all that {@link #requiredFrames} returns for {@code frames}
     * @return (frames, {@link #size})
     * @throws IllegalArgumentException if the clip has a different number of mel bands, or a required frame is missing
     */
    public float[] of(SelectedFrames selected, int[] frames) {
        if (selected.nMels() != nMels) {
            throw new IllegalArgumentException(
                    "the spectrogram has " + selected.nMels() + " mel bands; these features need " + nMels);
        }
        float[] rows = selected.rows();
        if (convolution.isPresent()) {
            rows = convolution.get().apply(rows, nMels);
        }
        float[] features = concatenate(rows, selected, frames);
        if (whitening.isPresent()) {
            features = whitening.get().apply(features);
        }
        if (normalized) {
            UnitNorm.scale(features, size());
        }
        return features;
    }

    /** Returns the frames that the features of {@code frames} depend on, in a clip of {@code nFrames} frames. */
    public BitSet requiredFrames(int[] frames, int nFrames) {
        BitSet required = new BitSet(nFrames);
        for (int frame : frames) {
            for (int j = 0; j < patchFrames; j++) {
                required.set(Math.clamp(frame + j - patchFrames / 2, 0, nFrames - 1));
            }
        }
        return required;
    }

    private float[] concatenate(float[] rows, SelectedFrames selected, int[] frames) {
        if (patchFrames == 1 && Arrays.equals(frames, selected.indices())) {
            return rows;
        }
        int frameSize = frameSize();
        float[] concatenated = new float[frames.length * concatenatedSize()];
        for (int i = 0; i < frames.length; i++) {
            for (int j = 0; j < patchFrames; j++) {
                int row = selected.row(Math.clamp(frames[i] + j - patchFrames / 2, 0, selected.nFrames() - 1));
                System.arraycopy(
                        rows, row * frameSize, concatenated, i * concatenatedSize() + j * frameSize, frameSize);
            }
        }
        return concatenated;
    }

    /** Writes the parameters that are not in the configuration, each as a .npy file in {@code folder}. */
    public void write(Path folder) throws IOException {
        if (convolution.isPresent()) {
            FrameConvolution parameters = convolution.get();
            NpyFile.write(
                    folder.resolve("convolution_weight.npy"),
                    parameters.weight(),
                    parameters.numKernels(),
                    1,
                    parameters.kernelSize());
            NpyFile.write(folder.resolve("convolution_bias.npy"), parameters.bias(), parameters.numKernels());
        }
        if (whitening.isPresent()) {
            Whitening parameters = whitening.get();
            NpyFile.write(folder.resolve("whitening_mean.npy"), parameters.mean(), parameters.mean().length);
            NpyFile.write(
                    folder.resolve("whitening_components.npy"),
                    parameters.components(),
                    parameters.size(),
                    parameters.mean().length);
        }
    }

    /**
     * Reads features from the parameters that {@link #write} wrote to {@code folder}.
     *
     * @throws IOException if a file is missing or cannot be read
     */
    public static FrameFeatures read(Path folder, ClusterOptions options, int nMels) throws IOException {
        Optional<FrameConvolution> convolution = Optional.empty();
        if (options.useConvolution()) {
            float[] weight = NpyFile.readFloats(folder.resolve("convolution_weight.npy"), 3)
                    .values();
            float[] bias = NpyFile.readFloats(folder.resolve("convolution_bias.npy"), 1)
                    .values();
            convolution = Optional.of(new FrameConvolution(options.kernelSize(), weight, bias));
        }
        Optional<Whitening> whitening = Optional.empty();
        if (options.whitenComponents() > 0) {
            float[] mean =
                    NpyFile.readFloats(folder.resolve("whitening_mean.npy"), 1).values();
            float[] components = NpyFile.readFloats(folder.resolve("whitening_components.npy"), 2)
                    .values();
            whitening = Optional.of(new Whitening(mean, components));
        }
        return new FrameFeatures(nMels, convolution, options.patchFrames(), whitening, options.normalizeFrames());
    }

    /** Serializes the features without Optionals, which are not serializable. */
    private Object writeReplace() {
        return new SerializationProxy(nMels, convolution.orElse(null), patchFrames, whitening.orElse(null), normalized);
    }

    private record SerializationProxy(
            int nMels,
            @Nullable FrameConvolution convolution,
            int patchFrames,
            @Nullable Whitening whitening,
            boolean normalized)
            implements Serializable {
        private Object readResolve() {
            return new FrameFeatures(
                    nMels, Optional.ofNullable(convolution), patchFrames, Optional.ofNullable(whitening), normalized);
        }
    }
}
