package audiotokens.pipeline.inference;

import audiotokens.timeline.EventWriter;
import audiotokens.timeline.SoundEvent;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one recording, collected for another process that writes them. */
final class CollectedRows implements PredictionRows, Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<Row> rows = new ArrayList<>();
    private double maxFrequency;
    private @Nullable String problem;

    private sealed interface Row extends Serializable {}

    private record Labels(ArrayList<SoundEvent> labels) implements Row {}

    private record Event(SoundEvent event) implements Row {}

    private record Problem(String reason) implements Row {}

    @Override
    public void writeLabels(String source, List<SoundEvent> labels) {
        rows.add(new Labels(new ArrayList<>(labels)));
    }

    @Override
    public void writeEvent(String source, SoundEvent event) {
        rows.add(new Event(event));
    }

    @Override
    public void writeProblem(String source, String reason) {
        rows.add(new Problem(reason));
    }

    /** Sets the highest frequency that the model uses, in Hz. */
    void maxFrequency(double frequency) {
        maxFrequency = frequency;
    }

    double maxFrequency() {
        return maxFrequency;
    }

    /** Records why the recording could not be read completely. */
    void problem(String reason) {
        problem = reason;
    }

    boolean isComplete() {
        return problem == null;
    }

    /**
     * Writes the rows.
     *
     * @param eventWriters additional writers that receive each event
     */
    void writeTo(PredictionRows output, List<EventWriter> eventWriters, String source) throws IOException {
        for (Row row : rows) {
            switch (row) {
                case Labels labels -> output.writeLabels(source, labels.labels());
                case Event event -> {
                    output.writeEvent(source, event.event());
                    for (EventWriter writer : eventWriters) {
                        writer.write(source, event.event());
                    }
                }
                case Problem described -> output.writeProblem(source, described.reason());
            }
        }
        if (problem != null) {
            output.writeProblem(source, problem);
        }
    }

    @Override
    public void close() {}
}
