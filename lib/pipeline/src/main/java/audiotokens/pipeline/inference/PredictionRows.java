package audiotokens.pipeline.inference;

import audiotokens.timeline.SoundEvent;
import java.io.IOException;
import java.util.List;

/** Output of predictions: the terminal, or a file in one of the formats. */
interface PredictionRows extends AutoCloseable {
    /**
     * Writes the labels of a whole recording.
     *
     * @param labels most likely first; each covers the whole recording
     */
    void writeLabels(String source, List<SoundEvent> labels) throws IOException;

    /** Writes an event in a recording. */
    void writeEvent(String source, SoundEvent event) throws IOException;

    /** Writes why a recording has no labels, or not all labels. */
    void writeProblem(String source, String reason) throws IOException;

    @Override
    void close() throws IOException;
}
