package audiotokens.timeline;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes events as a JSON array of objects, one per line, with {@code file}, {@code start}, {@code end}, {@code label},
 * {@code name} and {@code score}, or with {@code file} and {@code reason}. Times are in seconds.
 */
public final class JsonEvents implements EventWriter {
    private final Writer writer;
    private boolean empty = true;

    /** @param writer closed by {@link #close} */
    public JsonEvents(Writer writer) throws IOException {
        this.writer = writer;
        writer.write("[");
    }

    @Override
    public void write(String source, SoundEvent event) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("file", source);
        object.put("start", rounded("%.3f", event.start()));
        object.put("end", rounded("%.3f", event.end()));
        object.put("label", event.label().id());
        object.put("name", event.label().name());
        object.put("score", rounded("%.4f", event.score()));
        write(object);
    }

    @Override
    public void writeReason(String source, String reason) throws IOException {
        write(JsonNodeFactory.instance.objectNode().put("file", source).put("reason", reason));
    }

    private void write(ObjectNode object) throws IOException {
        writer.write(empty ? "\n" : ",\n");
        writer.write(JsonMapper.shared().writeValueAsString(object));
        writer.flush();
        empty = false;
    }

    private static double rounded(String format, double value) {
        return Double.parseDouble(String.format(Locale.ROOT, format, value));
    }

    @Override
    public void close() throws IOException {
        writer.write("\n]\n");
        writer.close();
    }
}
