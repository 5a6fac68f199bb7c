package audiotokens.family;

import java.io.Serializable;
import java.util.List;

/**
 * A kind of feature vector with its own vocabulary.
 *
 * @param name letters, digits and hyphens; used in file names
 * @param frontEnd spectrogram from which vectors are computed
 * @param extractor computes the vectors
 * @param dimensions dimension of a vector after whitening
 * @param vocabularySize number of centroids
 * @param loudBag whether to add a second bag of tokens, of the loudest 25% of the clip's vectors
 * @param weight default weight of each of the family's bags of tokens
 */
public record FeatureFamily(
        String name,
        FrontEnd frontEnd,
        FeatureExtractor extractor,
        int dimensions,
        int vocabularySize,
        boolean loudBag,
        double weight)
        implements Serializable {
    private static final int CEPSTRAL_COEFFICIENTS = 28;

    public FeatureFamily {
        if (!name.matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a valid family name: use letters, digits and hyphens");
        }
        int size = extractor.size(frontEnd.nMels());
        if (dimensions < 1 || dimensions > size) {
            throw new IllegalArgumentException(
                    name + ": vectors of " + size + " values cannot be whitened to " + dimensions + " dimensions");
        }
        if (vocabularySize < SoftTokens.RANKS) {
            throw new IllegalArgumentException(
                    name + ": vocabularySize must be at least " + SoftTokens.RANKS + ", was " + vocabularySize);
        }
        if (!(weight >= 0)) {
            throw new IllegalArgumentException(name + ": weight must be at least 0, was " + weight);
        }
    }

    /** Returns the time between window starts, in seconds. */
    public double secondsPerStep() {
        return extractor.hop() * frontEnd.secondsPerFrame();
    }

    /** Returns the duration of a window, in seconds. */
    public double windowSeconds() {
        return extractor.window() * frontEnd.secondsPerFrame();
    }

    /** Returns the number of bags of tokens: one of all vectors and, if {@code loudBag}, one of the loudest vectors. */
    public int nBags() {
        return loudBag ? 2 : 1;
    }

    /** Returns the eleven standard families: six of short patches, five of textures and rhythms. */
    public static List<FeatureFamily> standard() {
        return List.of(
                patches("patch-4", 1, 4, 2, Centering.PATCH_LEVEL, 48),
                patches("patch-16", 2, 8, 2, Centering.PATCH_LEVEL, 64),
                patches("patch-32", 4, 8, 1, Centering.PATCH_LEVEL, 80),
                patches("patch-8-relative", 1, 8, 4, Centering.CLIP_MEAN, 48),
                patches("patch-16-level", 2, 8, 2, Centering.CLIP_MAXIMUM, 64),
                new FeatureFamily(
                        "sub-band", FrontEnd.STANDARD, new SubBandPatches(2, 8, 4, 20, 10), 48, 1000, true, 1),
                texture(
                        "modulation",
                        FrontEnd.STANDARD,
                        new ModulationSpectra(10, 128, 12, new int[] {1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 36, 48}),
                        40,
                        300),
                texture(
                        "long-modulation",
                        FrontEnd.STANDARD,
                        new ModulationSpectra(16, 256, 16, BandEdges.geometric(1, 128, 20)),
                        48,
                        300),
                texture(
                        "fast-modulation",
                        FrontEnd.FAST,
                        new ModulationSpectra(12, 384, 48, BandEdges.geometric(1, 192, 16)),
                        48,
                        300),
                texture("statistics", FrontEnd.STANDARD, new TextureStatistics(16, 86, 10), 48, 300),
                texture("rhythm", FrontEnd.STANDARD, new Rhythm(5, 320, 12, BandEdges.geometric(3, 160, 14)), 32, 200));
    }

    private static FeatureFamily patches(
            String name, int pooled, int patch, int stride, Centering centering, int dimensions) {
        CepstralPatches extractor = new CepstralPatches(CEPSTRAL_COEFFICIENTS, pooled, patch, stride, centering);
        return new FeatureFamily(name, FrontEnd.STANDARD, extractor, dimensions, 1000, true, 1);
    }

    private static FeatureFamily texture(
            String name, FrontEnd frontEnd, FeatureExtractor extractor, int dimensions, int vocabularySize) {
        return new FeatureFamily(name, frontEnd, extractor, dimensions, vocabularySize, false, 2);
    }
}
