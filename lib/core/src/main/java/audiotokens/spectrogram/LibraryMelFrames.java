package audiotokens.spectrogram;

/** Frame by frame with JTransforms, for any length: also the reference of {@link VectorMelFrames} in tests. */
final class LibraryMelFrames implements MelFrames {
    private final PreciseFrame frame;
    private final double[] samplesOfFrame;
    private final double[] powerOfFrame;

    LibraryMelFrames(SpectrogramOptions options, MelFilterbank filterbank) {
        frame = new PreciseFrame(options, filterbank);
        samplesOfFrame = new double[options.nFft()];
        powerOfFrame = new double[filterbank.nMels()];
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void transform(float[] samples, int start, float[] power) {
        for (int i = 0; i < samplesOfFrame.length; i++) {
            samplesOfFrame[i] = samples[start + i];
        }
        frame.transform(samplesOfFrame, 0, powerOfFrame);
        for (int mel = 0; mel < power.length; mel++) {
            power[mel] = (float) powerOfFrame[mel];
        }
    }
}
