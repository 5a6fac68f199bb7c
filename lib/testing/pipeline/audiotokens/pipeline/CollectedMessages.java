package audiotokens.pipeline;

import audiotokens.work.Progress;
import java.util.List;

/**
 * Progress that collects its messages and displays nothing.
 *
 * @param messages receives the messages
 */
public record CollectedMessages(List<String> messages) implements Progress {
    @Override
    public Task begin(String name, long total, String unit) {
        return Progress.silent().begin(name, total, unit);
    }

    @Override
    public void info(String message) {
        messages.add(message);
    }
}
