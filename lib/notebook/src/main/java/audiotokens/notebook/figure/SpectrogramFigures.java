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
 * Figures of stage 2, the spectrograms stage.
 *
 * @param configuration configuration of the run
 * @param report report of the stage
 */
public record SpectrogramFigures(Configuration configuration, SpectrogramReport report) {

    /** Returns a table of key figures. */
    public HtmlTable summary() {
        double seconds = report.frames() * configuration.spectrogram().secondsPerFrame();
        return HtmlTable.of(Table.create(
                StringColumn.create(
                        "", "training clips", "validation clips", "frames", "hours of audio", "milliseconds per frame"),
                DoubleColumn.create(
                        "value",
                        report.trainClips(),
                        report.validationClips(),
                        (double) report.frames(),
                        seconds / 3600,
                        1000 * configuration.spectrogram().secondsPerFrame())));
    }

    /** Returns a table of the unusable clips with the reasons. */
    public Table problems() {
        return ProblemTable.of(report.problems());
    }

    /** Shows spectrograms and players of some training clips with different labels. */
    public SpectrogramGrid grid(int count) {
        Set<String> usableIds = Set.copyOf(SpectrogramClips.ids(configuration, Split.TRAIN));
        ExampleClips examples = new ExampleClips(configuration);
        List<Clip> clips = examples.choose(Split.TRAIN, count, clip -> usableIds.contains(clip.id()));
        List<PlayerList.PlayableClip> playable = examples.playable(clips);
        List<SpectrogramGrid.Panel> panels = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            Spectrogram spectrogram =
                    read(configuration, Split.TRAIN, clips.get(i).id());
            panels.add(new SpectrogramGrid.Panel(
                    playable.get(i),
                    image(spectrogram),
                    MelAxis.of(configuration.spectrogram()),
                    seconds(spectrogram),
                    unit(configuration.spectrogram())));
        }
        return new SpectrogramGrid(panels);
    }

    /** Reads a clip's spectrogram from its file, or computes it from its audio. */
    static Spectrogram read(Configuration configuration, Split split, String id) {
        try {
            return RunSpectrograms.read(configuration, split, id);
        } catch (IOException e) {
            throw new StageException(
                    "a spectrogram cannot be read; run the spectrograms notebook first: " + e.getMessage(), e);
        }
    }

    /** Draws a spectrogram as an image. */
    static SpectrogramImage image(Spectrogram spectrogram) {
        return SpectrogramImage.of(spectrogram.values(), spectrogram.nMels(), spectrogram.nFrames());
    }

    /** Returns the duration of a spectrogram, in seconds. */
    private double seconds(Spectrogram spectrogram) {
        return spectrogram.nFrames() * configuration.spectrogram().secondsPerFrame();
    }

    /** Returns the unit of the values: dB, or empty if they are normalized. */
    static String unit(SpectrogramOptions options) {
        return options.normalize() || options.normalizeCorpus() ? "" : "dB";
    }
}
