package audiotokens.pipeline.inference;

import audiotokens.timeline.EventWriter;
import audiotokens.timeline.SoundEvent;
import java.io.IOException;
import java.util.List;

/** Writes rows in an event format; the labels of a whole recording become events of its full length. */
record EventRows(EventWriter events) implements PredictionRows {
    @Override
    public void writeLabels(String source, List<SoundEvent> labels) throws IOException {
        for (SoundEvent label : labels) {
            events.write(source, label);
        }
    }

    @Override
    public void writeEvent(String source, SoundEvent event) throws IOException {
        events.write(source, event);
    }

    @Override
    public void writeProblem(String source, String reason) throws IOException {
        events.writeReason(source, reason);
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
