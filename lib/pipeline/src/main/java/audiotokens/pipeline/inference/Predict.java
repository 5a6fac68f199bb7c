package audiotokens.pipeline.inference;

import audiotokens.AudioTokensException;
import audiotokens.audio.AudioException;
import audiotokens.audio.AudioStream;
import audiotokens.file.FileErrors;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.Engine;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemOutcome;
import audiotokens.timeline.AudacityLabels;
import audiotokens.timeline.CsvEvents;
import audiotokens.timeline.EventWriter;
import audiotokens.timeline.JsonEvents;
import audiotokens.timeline.RavenSelections;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code ./run predict MODEL AUDIO...}: labels recordings with a trained model. Exit status: 0 on success; 1 if a
 * recording could not be read completely; 2 if the command failed.
 */
public final class Predict {
    private static final String STANDARD_INPUT = "-";
    /** Strong reference: a logger that is garbage-collected loses its level. */
    private static final Logger DJL_LOGGER = Logger.getLogger("ai.djl");

    private final PredictOptions options;
    private final PrintStream out;
    private final Set<String> eventFileNames = new LinkedHashSet<>();
    private volatile boolean stopped;

    Predict(PredictOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] arguments) {
        DJL_LOGGER.setLevel(Level.WARNING); // DJL's log lines would mix with the output
        CountDownLatch ended = new CountDownLatch(1);
        int status;
        try {
            if (arguments.length == 0 || List.of(arguments).contains("--help")) {
                System.out.println(PredictOptions.USAGE);
                System.exit(arguments.length == 0 ? 2 : 0);
            }
            Predict predict = new Predict(
                    PredictOptions.parse(List.of(arguments)),
                    new PrintStream(System.out, true, StandardCharsets.UTF_8));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> predict.stop(ended)));
            status = predict.run();
        } catch (AudioTokensException e) {
            System.err.println(e.getMessage());
            status = 2;
        } catch (IOException e) {
            System.err.println("the results cannot be written: " + FileErrors.describe(e));
            status = 2;
        } catch (InterruptedException e) {
            status = 1;
        }
        ended.countDown();
        System.exit(status);
    }

    /** Runs on Ctrl-C: waits until the results so far are written before the process ends. */
    private void stop(CountDownLatch ended) {
        stopped = true;
        try {
            ended.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Labels all recordings and returns the exit status. */
    int run() throws IOException, InterruptedException {
        List<String> fileArguments = options.sounds().stream()
                .filter(sound -> !sound.equals(STANDARD_INPUT))
                .toList();
        List<Path> files = SoundFiles.of(fileArguments);
        if (files.size() > 1 && options.picture().filter(file -> isPng(file)).isPresent()) {
            throw new AudioTokensException("--picture: a .png shows one recording, but there are " + files.size()
                    + "; use a name that ends in .html");
        }
        Configuration configuration = options.engineConfiguration();
        if (configuration.execution().engine() == Engine.SPARK) {
            return runOnExecutors(files, Executor.of(configuration)) ? 0 : 1;
        }
        boolean failed = false;
        try (SoundModel model = SoundModel.load(options.model());
                PredictionRows rows = rows();
                SoundPictureWriter.SoundPicture picture = options.picture().isEmpty()
                        ? null
                        : pictureWriter().open(options.picture().get(), model)) {
            SoundLabeler labeler = new SoundLabeler(model, options, rows, () -> stopped);
            if (fileArguments.size() < options.sounds().size()) {
                failed = !label(
                        labeler,
                        model,
                        rows,
                        "standard input",
                        true,
                        () -> AudioStream.openStandardInput(options.raw()));
            }
            for (Path file : files) {
                if (stopped) {
                    break;
                }
                boolean isComplete = label(labeler, model, rows, file.toString(), false, () -> AudioStream.open(file));
                failed |= !isComplete;
                if (isComplete && picture != null) {
                    try {
                        picture.add(SoundAnalysis.of(model, file, labeler.timelineOptions(), options.overlap()));
                    } catch (AudioException e) {
                        rows.writeProblem(file.toString(), e.reason());
                        failed = true;
                    }
                }
            }
        }
        return failed ? 1 : 0;
    }

    /**
     * Labels the recordings on other machines and writes the rows here; returns false if a recording could not be read
     * completely.
     */
    private boolean runOnExecutors(List<Path> files, Executor executor) throws IOException {
        List<String> items =
                files.stream().map(file -> file.toAbsolutePath().toString()).toList();
        Iterator<Path> fileIterator = files.iterator();
        boolean[] complete = {true};
        PredictWork work =
                new PredictWork(options.model().toAbsolutePath().toString(), new ArrayList<>(options.arguments()));
        try (PredictionRows rows = rows();
                Progress.Task task = Progress.silent().begin("Predicting", items.size(), "recordings")) {
            executor.forEach(items, work, task, outcome -> {
                String source = fileIterator.next().toString();
                if (outcome instanceof ItemOutcome.Done<String, CollectedRows> done) {
                    write(done.result(), source, rows);
                    complete[0] &= done.result().isComplete();
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return complete[0];
    }

    private void write(CollectedRows collected, String source, PredictionRows rows) {
        try {
            List<EventWriter> eventWriters =
                    collected.maxFrequency() > 0 ? openEventWriters(source, collected.maxFrequency()) : List.of();
            try {
                collected.writeTo(rows, eventWriters, source);
            } finally {
                for (EventWriter writer : eventWriters) {
                    writer.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPng(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    }

    private static SoundPictureWriter pictureWriter() {
        return ServiceLoader.load(SoundPictureWriter.class)
                .findFirst()
                .orElseThrow(() -> new AudioTokensException("--picture needs the notebook module on the class path"));
    }

    private interface StreamOpener {
        AudioStream open() throws AudioException;
    }

    private boolean label(
            SoundLabeler labeler,
            SoundModel model,
            PredictionRows rows,
            String source,
            boolean live,
            StreamOpener opener)
            throws IOException, InterruptedException {
        try {
            AudioStream sound = opener.open();
            List<EventWriter> eventWriters = openEventWriters(source, model.sampleRate(sound.sampleRate()) / 2.0);
            try {
                labeler.label(source, sound, live, eventWriters);
            } finally {
                for (EventWriter writer : eventWriters) {
                    writer.close();
                }
            }
            return true;
        } catch (AudioException e) {
            rows.writeProblem(source, e.reason());
            return false;
        }
    }

    private PredictionRows rows() throws IOException {
        return switch (options.format()) {
            case TERMINAL ->
                new TerminalRows(
                        options.output().isEmpty()
                                ? out
                                : new PrintStream(
                                        Files.newOutputStream(options.output().get()), true, StandardCharsets.UTF_8));
            case CSV -> new EventRows(new CsvEvents(writer()));
            case JSON -> new EventRows(new JsonEvents(writer()));
            case PARQUET -> new EventRows(new ParquetEvents(options.output().orElseThrow()));
        };
    }

    private Writer writer() throws IOException {
        return options.output().isPresent()
                ? Files.newBufferedWriter(options.output().get())
                : new OutputStreamWriter(out, StandardCharsets.UTF_8);
    }

    /** Opens a recording's own event files, for Audacity and Raven, as configured. */
    private List<EventWriter> openEventWriters(String source, double maxFrequency) throws IOException {
        List<EventWriter> eventWriters = new ArrayList<>();
        String name = eventFileName(source);
        if (options.audacity().isPresent()) {
            Path folder = Files.createDirectories(options.audacity().get());
            eventWriters.add(new AudacityLabels(Files.newBufferedWriter(folder.resolve(name + ".txt"))));
        }
        if (options.raven().isPresent()) {
            Path folder = Files.createDirectories(options.raven().get());
            eventWriters.add(new RavenSelections(
                    Files.newBufferedWriter(folder.resolve(name + ".selections.txt")), maxFrequency));
        }
        return eventWriters;
    }

    /** Returns the name of a recording's event files, with a number appended if another recording has the same name. */
    private String eventFileName(String source) {
        String baseName = source.substring(source.lastIndexOf('/') + 1).replace(' ', '_');
        String name = baseName;
        for (int number = 2; !eventFileNames.add(name); number++) {
            name = baseName + "_" + number;
        }
        return name;
    }
}
