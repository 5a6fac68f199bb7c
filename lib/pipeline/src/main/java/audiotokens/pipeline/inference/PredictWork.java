package audiotokens.pipeline.inference;

import audiotokens.audio.AudioException;
import audiotokens.audio.AudioStream;
import audiotokens.pipeline.run.ItemWork;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Labels a recording, on one thread per task. The model's folder and the recordings have the same paths on all workers.
 *
 * @param folder folder of the model
 * @param arguments command line of {@code ./run predict}
 */
@SuppressWarnings("NonApiType") // an ArrayList is serializable, a List may not be
record PredictWork(String folder, ArrayList<String> arguments) implements ItemWork<String, CollectedRows> {
    @Override
    public boolean isLarge() {
        return true;
    }

    @Override
    public WorkerFactory<String, CollectedRows> open() {
        PredictOptions options = PredictOptions.parse(arguments);
        return () -> new RecordingWorker(SoundModel.load(Path.of(folder), 1), options);
    }

    private record RecordingWorker(SoundModel model, PredictOptions options) implements Worker<String, CollectedRows> {
        @Override
        public CollectedRows apply(String file) throws IOException {
            CollectedRows rows = new CollectedRows();
            try {
                AudioStream sound = AudioStream.open(Path.of(file));
                rows.maxFrequency(model.sampleRate(sound.sampleRate()) / 2.0);
                new SoundLabeler(model, options, rows, () -> false).label(file, sound, false, List.of());
            } catch (AudioException e) {
                rows.problem(e.reason());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(file + " was interrupted");
            }
            return rows;
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
