package audiotokens.spectrogram;

/**
 * Computes frames one by one with JTransforms, for any nFft. Tests use it as the reference for {@link VectorMelFrames}.
 */
final class JTransformsMelFrames implements MelFrames {
    private final Float64FrameTransform frameTransform;
    private final double[] samplesOfFrame;
    private final double[] powerOfFrame;

    JTransformsMelFrames(SpectrogramOptions options, MelFilterbank filterbank) {
        frameTransform = new Float64FrameTransform(options, filterbank);
        samplesOfFrame = new double[options.nFft()];
        powerOfFrame = new double[filterbank.nMels()];
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void transform(float[] samples, int start, int distance, float[] power) {
        for (int i = 0; i < samplesOfFrame.length; i++) {
            samplesOfFrame[i] = samples[start + i];
        }
        frameTransform.transform(samplesOfFrame, 0, powerOfFrame);
        for (int mel = 0; mel < power.length; mel++) {
            power[mel] = (float) powerOfFrame[mel];
        }
    }
}
