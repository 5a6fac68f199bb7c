package audiotokens.notebook.figure;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.RunSpectrograms;
import audiotokens.pipeline.spectrograms.SpectrogramClips;
import audiotokens.pipeline.spectrograms.SpectrogramReport;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The pictures of stage 2, spectrograms.
 *
 * @param configuration of the run
 * @param report what the stage made
 */
public record SpectrogramFigures(Configuration configuration, SpectrogramReport report) {

    /** How much was made. */
    public HtmlTable summary() {
        double seconds = report.frames() * configuration.spectrogram().secondsPerFrame();
        return HtmlTable.of(Table.create(
                StringColumn.create(
                        "", "training clips", "validation clips", "frames", "hours of audio", "milliseconds a frame"),
                DoubleColumn.create(
                        "value",
                        report.trainClips(),
                        report.validationClips(),
                        report.frames(),
                        seconds / 3600,
                        1000 * configuration.spectrogram().secondsPerFrame())));
    }

    /** The clips that could not be used, and why. */
    public Table problems() {
        return ProblemTable.of(report.problems());
    }

    /** Spectrograms of some training clips of different labels, each with its player. */
    public SpectrogramGrid grid(int count) {
        Set<String> usable = Set.copyOf(SpectrogramClips.ids(configuration, Split.TRAIN));
        ExampleClips examples = new ExampleClips(configuration);
        List<Clip> clips = examples.choose(Split.TRAIN, count, clip -> usable.contains(clip.id()));
        List<PlayerList.HeardClip> heard = examples.hear(clips);
        List<SpectrogramGrid.Panel> panels = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            Spectrogram spectrogram =
                    read(configuration, Split.TRAIN, clips.get(i).id());
            panels.add(new SpectrogramGrid.Panel(
                    heard.get(i),
                    image(spectrogram),
                    MelAxis.of(configuration.spectrogram()),
                    seconds(spectrogram),
                    unit(configuration.spectrogram())));
        }
        return new SpectrogramGrid(panels);
    }

    /** A clip's spectrogram as the run's stages read it. */
    static Spectrogram read(Configuration configuration, Split split, String id) {
        try {
            return RunSpectrograms.read(configuration, split, id);
        } catch (IOException e) {
            throw new StageException(
                    "a spectrogram cannot be read; run the notebook 'spectrograms' first: " + e.getMessage(), e);
        }
    }

    /** A spectrogram in colours. */
    static SpectrogramImage image(Spectrogram spectrogram) {
        return SpectrogramImage.of(spectrogram.values(), spectrogram.nMels(), spectrogram.nFrames());
    }

    /** Length of a spectrogram. */
    private double seconds(Spectrogram spectrogram) {
        return spectrogram.nFrames() * configuration.spectrogram().secondsPerFrame();
    }

    /** The unit of the values: dB, or none where they were normalised. */
    static String unit(SpectrogramOptions options) {
        return options.normalize() || options.normalizeCorpus() ? "" : "dB";
    }
}
