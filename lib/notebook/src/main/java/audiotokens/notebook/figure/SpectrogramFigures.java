package audiotokens.notebook.figure;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.SpectrogramReport;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Figures of stage 2, spectrograms.
 *
 * @param configuration configuration of the run
 * @param report report of the stage
 */
public record SpectrogramFigures(Configuration configuration, SpectrogramReport report) {

    /** Key figures. */
    public HtmlTable summary() {
        double seconds = report.frames() * configuration.spectrogram().secondsPerFrame();
        return HtmlTable.of(Table.create(
                StringColumn.create(
                        "", "training clips", "validation clips", "frames", "hours of audio", "milliseconds a frame"),
                DoubleColumn.create(
                        "value",
                        report.trainClips(),
                        report.validationClips(),
                        (double) report.frames(),
                        seconds / 3600,
                        1000 * configuration.spectrogram().secondsPerFrame())));
    }

    /** A table of the unusable clips with the reasons. */
    public Table problems() {
        return ProblemTable.of(report.problems());
    }

    /** Spectrograms and players of some training clips with different labels. */
    public SpectrogramGrid grid(int count) {
        RunFolder folder = RunFolder.of(configuration);
        ExampleClips examples = new ExampleClips(configuration);
        List<Clip> clips =
                examples.choose(Split.TRAIN, count, clip -> Files.exists(folder.spectrogram(Split.TRAIN, clip.id())));
        List<PlayerList.HeardClip> heard = examples.hear(clips);
        List<SpectrogramGrid.Panel> panels = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            Spectrogram spectrogram = read(folder, Split.TRAIN, clips.get(i).id());
            panels.add(new SpectrogramGrid.Panel(
                    heard.get(i),
                    image(spectrogram),
                    MelAxis.of(configuration.spectrogram()),
                    seconds(spectrogram),
                    unit(configuration.spectrogram())));
        }
        return new SpectrogramGrid(panels);
    }

    /** A clip's spectrogram from stage 2. */
    static Spectrogram read(RunFolder folder, Split split, String id) {
        try {
            return Spectrogram.read(folder.spectrogram(split, id));
        } catch (IOException e) {
            throw new StageException(
                    "a spectrogram cannot be read; run the notebook 'spectrograms' first: " + e.getMessage(), e);
        }
    }

    /** A spectrogram as an image. */
    static SpectrogramImage image(Spectrogram spectrogram) {
        return SpectrogramImage.of(spectrogram.values(), spectrogram.nMels(), spectrogram.nFrames());
    }

    /** Duration of a spectrogram, in seconds. */
    private double seconds(Spectrogram spectrogram) {
        return spectrogram.nFrames() * configuration.spectrogram().secondsPerFrame();
    }

    /** The unit of the values: dB, or empty if they are normalized. */
    static String unit(SpectrogramOptions options) {
        return options.normalize() || options.normalizeCorpus() ? "" : "dB";
    }
}
