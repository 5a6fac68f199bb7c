package audiotokens.notebook.figure;

import audiotokens.audio.FlacEncoder;
import audiotokens.audio.Resampler;
import audiotokens.audio.Waveform;
import audiotokens.file.AtomicFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Concatenated validation clips with different labels: an example recording with several labels. */
public final class ValidationRecording {
    private static final int N_CLIPS = 4;

    private ValidationRecording() {}

    /**
     * Returns the file in the run's folder; creates it if it does not exist.
     *
     * @throws StageException if the audio of the clips cannot be read; the message says why
     */
    public static Path of(Configuration configuration) {
        Path file = RunFolder.of(configuration).path().resolve("listen/validation_clips.flac");
        if (Files.exists(file)) {
            return file;
        }
        ExampleClips examples = new ExampleClips(configuration);
        List<Clip> clips = examples.choose(Split.VALIDATION, N_CLIPS, clip -> true);
        List<Waveform> waveforms = examples.decode(clips);
        if (waveforms.isEmpty()) {
            throw new StageException("the run has no validation clip with a label");
        }
        try {
            Files.createDirectories(file.getParent());
            byte[] flac = FlacEncoder.encode(
                    new float[][] {concatenated(waveforms)},
                    waveforms.getFirst().sampleRate());
            AtomicFile.write(file, out -> out.write(flac));
            return file;
        } catch (IOException e) {
            throw new StageException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static float[] concatenated(List<Waveform> waveforms) {
        int rate = waveforms.getFirst().sampleRate();
        float[] result = new float[0];
        for (Waveform waveform : waveforms) {
            float[] samples = waveform.sampleRate() == rate
                    ? waveform.samples()
                    : new Resampler(waveform.sampleRate(), rate).apply(waveform).samples();
            int length = result.length;
            result = Arrays.copyOf(result, length + samples.length);
            System.arraycopy(samples, 0, result, length, samples.length);
        }
        return result;
    }
}
