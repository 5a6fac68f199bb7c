package audiotokens.pipeline.listening;

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
    private double highFrequency;
    private @Nullable String problem;

    private sealed interface Row extends Serializable {}

    private record Labels(ArrayList<SoundEvent> labels) implements Row {}

    private record Event(SoundEvent event) implements Row {}

    private record Reason(String reason) implements Row {}

    @Override
    public void writeLabels(String source, List<SoundEvent> labels) {
        rows.add(new Labels(new ArrayList<>(labels)));
    }

    @Override
    public void writeEvent(String source, SoundEvent event) {
        rows.add(new Event(event));
    }

    @Override
    public void writeReason(String source, String reason) {
        rows.add(new Reason(reason));
    }

    /** Sets the highest frequency that the model uses, in Hz. */
    void highFrequency(double hertz) {
        highFrequency = hertz;
    }

    double highFrequency() {
        return highFrequency;
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
     * @param tracks additional outputs of the events
     */
    void writeTo(PredictionRows output, List<EventWriter> tracks, String source) throws IOException {
        for (Row row : rows) {
            switch (row) {
                case Labels labels -> output.writeLabels(source, labels.labels());
                case Event event -> {
                    output.writeEvent(source, event.event());
                    for (EventWriter track : tracks) {
                        track.write(source, event.event());
                    }
                }
                case Reason reason -> output.writeReason(source, reason.reason());
            }
        }
        if (problem != null) {
            output.writeReason(source, problem);
        }
    }

    @Override
    public void close() {}
}
