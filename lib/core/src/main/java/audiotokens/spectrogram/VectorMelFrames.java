package audiotokens.spectrogram;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transforms one frame per vector lane with the Vector API, so that no data moves between lanes. nFft must be a power
 * of two.
 *
 * <p>A real transform of N samples is computed as a complex transform of N/2 values (even samples as real parts, odd
 * samples as imaginary parts), whose result is split afterwards. The complex transform is radix 4, decimation in
 * frequency, in place; a table undoes the digit-reversed order of its results. Source: R. Crandall and C. Pomerance,
 * "Prime Numbers: A Computational Perspective", section 9.5 (transforms); H. Sorensen et al., "Real-valued fast Fourier
 * transform algorithms", 1987.
 */
final class VectorMelFrames implements MelFrames {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private final int nFft;
    /** Length of the complex transform. */
    private final int halfLength;

    private final MelFilterbank filterbank;
    /** The window times ½: splitting the complex transform adds pairs instead of averaging them. */
    private final float[] window;
    /** cos and -sin of 2 π i / nFft. The complex transform of half the length uses every second value. */
    private final float[] cosines;

    private final float[] sines;
    /** Where the transform stores each frequency's result: index times LANES. */
    private final int[] offsetOfFrequency;

    private final float[] re;
    private final float[] im;
    /** The frames' power spectra, (bins, LANES). */
    private final float[] spectrum;

    VectorMelFrames(SpectrogramOptions options, MelFilterbank filterbank) {
        this.nFft = options.nFft();
        this.halfLength = nFft / 2;
        this.filterbank = filterbank;
        double[] weights = AnalysisWindow.of(options.window(), nFft);
        window = new float[nFft];
        cosines = new float[nFft];
        sines = new float[nFft];
        for (int i = 0; i < nFft; i++) {
            window[i] = (float) (0.5 * weights[i]);
            cosines[i] = (float) Math.cos(2 * Math.PI * i / nFft);
            sines[i] = (float) -Math.sin(2 * Math.PI * i / nFft);
        }
        offsetOfFrequency = new int[halfLength];
        for (int index = 0; index < halfLength; index++) {
            offsetOfFrequency[frequency(index, halfLength)] = index * LANES;
        }
        re = new float[halfLength * LANES];
        im = new float[halfLength * LANES];
        spectrum = new float[filterbank.nBins() * LANES];
    }

    /** Returns the frequency whose result the in-place transform of {@code length} values stores at {@code index}. */
    private static int frequency(int index, int length) {
        if (length <= 2) {
            return index;
        }
        int quarter = length / 4;
        return 4 * frequency(index % quarter, quarter) + index / quarter;
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void transform(float[] samples, int start, int distance, float[] power) {
        load(samples, start, distance);
        int length = halfLength;
        for (; length >= 4; length /= 4) {
            radix4Pass(length);
        }
        if (length == 2) {
            radix2Pass();
        }
        squareSpectrum();
        sumBands(power);
    }

    /** Loads one frame into each lane and applies the window. */
    private void load(float[] samples, int start, int distance) {
        for (int i = 0; i < halfLength; i++) {
            loadPair(samples, start + 2 * i, distance, i * LANES);
        }
        // not in the loop above, since a vector that has just been stored value by value is slow to load
        for (int i = 0; i < halfLength; i++) {
            applyWindow(i, i * LANES);
        }
    }

    private void loadPair(float[] samples, int sample, int distance, int offset) {
        for (int lane = 0; lane < LANES; lane++, sample += distance) {
            re[offset + lane] = samples[sample];
            im[offset + lane] = samples[sample + 1];
        }
    }

    private void applyWindow(int i, int offset) {
        FloatVector.fromArray(SPECIES, re, offset).mul(window[2 * i]).intoArray(re, offset);
        FloatVector.fromArray(SPECIES, im, offset).mul(window[2 * i + 1]).intoArray(im, offset);
    }

    private void radix4Pass(int length) {
        int quarter = length / 4 * LANES;
        int stride = nFft / length;
        for (int j = 0; j < length / 4; j++) {
            butterflies(j, quarter, stride);
        }
    }

    private void butterflies(int j, int quarter, int stride) {
        FloatVector cos1 = FloatVector.broadcast(SPECIES, cosines[j * stride]);
        FloatVector sin1 = FloatVector.broadcast(SPECIES, sines[j * stride]);
        FloatVector cos2 = FloatVector.broadcast(SPECIES, cosines[2 * j * stride]);
        FloatVector sin2 = FloatVector.broadcast(SPECIES, sines[2 * j * stride]);
        FloatVector cos3 = FloatVector.broadcast(SPECIES, cosines[3 * j * stride]);
        FloatVector sin3 = FloatVector.broadcast(SPECIES, sines[3 * j * stride]);
        for (int offset = j * LANES; offset < re.length; offset += 4 * quarter) {
            int offset1 = offset + quarter;
            int offset2 = offset1 + quarter;
            int offset3 = offset2 + quarter;
            FloatVector re0 = FloatVector.fromArray(SPECIES, re, offset);
            FloatVector re2 = FloatVector.fromArray(SPECIES, re, offset2);
            FloatVector sumRe = re0.add(re2);
            FloatVector differenceRe = re0.sub(re2);
            FloatVector im0 = FloatVector.fromArray(SPECIES, im, offset);
            FloatVector im2 = FloatVector.fromArray(SPECIES, im, offset2);
            FloatVector sumIm = im0.add(im2);
            FloatVector differenceIm = im0.sub(im2);
            FloatVector re1 = FloatVector.fromArray(SPECIES, re, offset1);
            FloatVector re3 = FloatVector.fromArray(SPECIES, re, offset3);
            FloatVector oddSumRe = re1.add(re3);
            FloatVector oddDifferenceRe = re1.sub(re3);
            FloatVector im1 = FloatVector.fromArray(SPECIES, im, offset1);
            FloatVector im3 = FloatVector.fromArray(SPECIES, im, offset3);
            FloatVector oddSumIm = im1.add(im3);
            FloatVector oddDifferenceIm = im1.sub(im3);

            sumRe.add(oddSumRe).intoArray(re, offset);
            sumIm.add(oddSumIm).intoArray(im, offset);
            storeProduct(differenceRe.add(oddDifferenceIm), differenceIm.sub(oddDifferenceRe), cos1, sin1, offset1);
            storeProduct(sumRe.sub(oddSumRe), sumIm.sub(oddSumIm), cos2, sin2, offset2);
            storeProduct(differenceRe.sub(oddDifferenceIm), differenceIm.add(oddDifferenceRe), cos3, sin3, offset3);
        }
    }

    /** Stores the product of two complex numbers. */
    private void storeProduct(FloatVector real, FloatVector imaginary, FloatVector cos, FloatVector sin, int offset) {
        real.mul(cos).sub(imaginary.mul(sin)).intoArray(re, offset);
        real.mul(sin).add(imaginary.mul(cos)).intoArray(im, offset);
    }

    private void radix2Pass() {
        for (int offset = 0; offset < re.length; offset += 2 * LANES) {
            butterfly(re, offset);
            butterfly(im, offset);
        }
    }

    private static void butterfly(float[] values, int offset) {
        FloatVector first = FloatVector.fromArray(SPECIES, values, offset);
        FloatVector second = FloatVector.fromArray(SPECIES, values, offset + LANES);
        first.add(second).intoArray(values, offset);
        first.sub(second).intoArray(values, offset + LANES);
    }

    /** Splits the complex transform into the bins of the real one, two at a time, and squares them. */
    private void squareSpectrum() {
        FloatVector re0 = FloatVector.fromArray(SPECIES, re, 0);
        FloatVector im0 = FloatVector.fromArray(SPECIES, im, 0);
        FloatVector lowest = re0.add(im0).mul(2);
        FloatVector highest = re0.sub(im0).mul(2);
        lowest.mul(lowest).intoArray(spectrum, 0);
        highest.mul(highest).intoArray(spectrum, halfLength * LANES);
        for (int bin = 1; bin <= halfLength / 2; bin++) {
            squarePair(bin);
        }
    }

    private void squarePair(int bin) {
        int offset = offsetOfFrequency[bin];
        int mirror = offsetOfFrequency[halfLength - bin];
        FloatVector a = FloatVector.fromArray(SPECIES, re, offset);
        FloatVector b = FloatVector.fromArray(SPECIES, im, offset);
        FloatVector c = FloatVector.fromArray(SPECIES, re, mirror);
        FloatVector d = FloatVector.fromArray(SPECIES, im, mirror);
        FloatVector evenRe = a.add(c);
        FloatVector evenIm = b.sub(d);
        FloatVector oddRe = b.add(d);
        FloatVector oddIm = c.sub(a);
        FloatVector rotatedRe = oddRe.mul(cosines[bin]).sub(oddIm.mul(sines[bin]));
        FloatVector rotatedIm = oddRe.mul(sines[bin]).add(oddIm.mul(cosines[bin]));
        square(evenRe.add(rotatedRe), evenIm.add(rotatedIm), bin);
        square(evenRe.sub(rotatedRe), evenIm.sub(rotatedIm), halfLength - bin);
    }

    private void square(FloatVector real, FloatVector imaginary, int bin) {
        real.mul(real).add(imaginary.mul(imaginary)).intoArray(spectrum, bin * LANES);
    }

    private void sumBands(float[] power) {
        for (int mel = 0; mel < filterbank.nMels(); mel++) {
            sumBand(power, mel);
        }
    }

    private void sumBand(float[] power, int mel) {
        float[] weights = filterbank.weights(mel);
        int offset = filterbank.firstBin(mel) * LANES;
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < weights.length; i++, offset += LANES) {
            sum = sum.add(FloatVector.fromArray(SPECIES, spectrum, offset).mul(weights[i]));
        }
        sum.intoArray(power, mel * LANES);
    }
}
