package audiotokens.pipeline.inference;

import audiotokens.AudioTokensException;
import audiotokens.audio.RawAudio;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options of {@code ./run predict}.
 *
 * @param model folder of the bundle
 * @param sounds files, folders and glob patterns; {@code -} is standard input
 * @param format terminal, csv, json or parquet
 * @param output output file of the rows; empty for standard output
 * @param top maximum number of labels per recording
 * @param threshold threshold for all labels, 0 to 1; empty to use each label's own threshold
 * @param timeline whether to report the start and end of each event
 * @param gapSeconds two events of a label are merged if the gap between them is at most this long, in seconds
 * @param overlap overlap of consecutive windows as a fraction of the window, 0 to 0.9
 * @param audacity folder for one label track per recording
 * @param raven folder for one selection table per recording
 * @param extract folder for the best segments of each label
 * @param extractTop maximum number of segments per label
 * @param raw sample format of standard input if it has no header
 * @param picture file for a plot of the recordings, .png or .html
 * @param engineSettings configuration keys of the engine and their values; empty to label in this process
 * @param arguments the command line
 */
record PredictOptions(
        Path model,
        List<String> sounds,
        Format format,
        Optional<Path> output,
        int top,
        OptionalDouble threshold,
        boolean timeline,
        double gapSeconds,
        double overlap,
        Optional<Path> audacity,
        Optional<Path> raven,
        Optional<Path> extract,
        int extractTop,
        Optional<RawAudio> raw,
        Optional<Path> picture,
        Map<String, String> engineSettings,
        List<String> arguments) {
    private static final Pattern ENGINE_KEY = Pattern.compile("(engine|sparkMaster|sparkConf|spark\\.[\\w.-]+)=(.*)");

    static final String USAGE =
            """
            ./run predict MODEL AUDIO... labels recordings; MODEL is OUTPUT/model of a run or an exported folder
              AUDIO                 files, folders, 'patterns*.wav', or - for standard input
              --format FORMAT       terminal (default), csv, json or parquet
              --output FILE         output file (default: standard output)
              --top N               maximum number of labels per recording (default 3)
              --threshold SCORE     0 to 1, for all labels (default: each label's own, calibrated on validation clips)
              --timeline            start and end of each event, one row per event
              --gap SECONDS         merge events of a label that are at most this far apart (default 0.5)
              --overlap FRACTION    overlap of consecutive windows, 0 to 0.9 (default 0.5)
              --audacity FOLDER     one Audacity label track per recording; implies --timeline
              --raven FOLDER        one Raven selection table per recording; implies --timeline
              --extract FOLDER      save the best segments of each label as FLAC files
              --extract-top N       maximum number of segments per label (default 5)
              --picture FILE        plot labels over time above the spectrogram: .html, or .png for one recording;
                                    limited to the first ten minutes
              engine=spark sparkMaster=MASTER  label recordings on the executors of Apache Spark; not with
                                    --extract, --picture or standard input
              --raw TYPE:RATE:CHANNELS  format of raw samples on standard input, such as s16le:16000:1""";

    /** Output formats. */
    enum Format {
        TERMINAL,
        CSV,
        JSON,
        PARQUET
    }

    PredictOptions {
        sounds = List.copyOf(sounds);
        engineSettings = Map.copyOf(engineSettings);
        arguments = List.copyOf(arguments);
        if (format == Format.PARQUET && output.isEmpty()) {
            throw new AudioTokensException("--format parquet needs --output FILE");
        }
        if (picture.isPresent() && !picture.get().toString().matches("(?i).*\\.(png|html)")) {
            throw new AudioTokensException("--picture " + picture.get() + ": its name must end in .png or .html");
        }
        if (picture.isPresent() && sounds.contains("-")) {
            throw new AudioTokensException("--picture needs files; standard input can be read only once");
        }
    }

    /**
     * Returns the configuration of the engine.
     *
     * @throws AudioTokensException if the engine is Spark, but an option requires that this process reads the
     *     recordings
     */
    Configuration engineConfiguration() {
        Configuration configuration = Configuration.of(engineSettings);
        if (configuration.execution().engine() == Engine.SPARK) {
            if (extract.isPresent() || picture.isPresent()) {
                throw new AudioTokensException((extract.isPresent() ? "--extract" : "--picture")
                        + " reads the recordings in this process; leave out engine=spark");
            }
            if (sounds.contains("-")) {
                throw new AudioTokensException("-: standard input is read by this process; leave out engine=spark");
            }
        }
        return configuration;
    }

    /**
     * Parses a command line.
     *
     * @throws AudioTokensException if an option is unknown or its value is out of range; the message gives the valid
     *     values
     */
    static PredictOptions parse(List<String> arguments) {
        List<String> positional = new ArrayList<>();
        Format format = Format.TERMINAL;
        Optional<Path> output = Optional.empty();
        int top = 3;
        OptionalDouble threshold = OptionalDouble.empty();
        boolean timeline = false;
        double gap = 0.5;
        double overlap = 0.5;
        Optional<Path> audacity = Optional.empty();
        Optional<Path> raven = Optional.empty();
        Optional<Path> extract = Optional.empty();
        int extractTop = 5;
        Optional<RawAudio> raw = Optional.empty();
        Optional<Path> picture = Optional.empty();
        Map<String, String> engineSettings = new LinkedHashMap<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--format" -> format = format(value(argument, rest));
                case "--output" -> output = Optional.of(Path.of(value(argument, rest)));
                case "--top" -> top = (int) number(argument, rest, 1, 100_000);
                case "--threshold" -> threshold = OptionalDouble.of(number(argument, rest, 0, 1));
                case "--timeline" -> timeline = true;
                case "--gap" -> gap = number(argument, rest, 0, 86_400);
                case "--overlap" -> overlap = number(argument, rest, 0, 0.9);
                case "--audacity" -> audacity = Optional.of(Path.of(value(argument, rest)));
                case "--raven" -> raven = Optional.of(Path.of(value(argument, rest)));
                case "--extract" -> extract = Optional.of(Path.of(value(argument, rest)));
                case "--extract-top" -> extractTop = (int) number(argument, rest, 1, 100_000);
                case "--picture" -> picture = Optional.of(Path.of(value(argument, rest)));
                case "--raw" -> raw = Optional.of(raw(value(argument, rest)));
                default -> {
                    if (argument.startsWith("--")) {
                        throw new AudioTokensException("there is no option " + argument + "\n" + USAGE);
                    }
                    Matcher key = ENGINE_KEY.matcher(argument);
                    if (key.matches()) {
                        engineSettings.put(key.group(1), key.group(2));
                    } else {
                        positional.add(argument);
                    }
                }
            }
        }
        if (positional.size() < 2) {
            throw new AudioTokensException(USAGE);
        }
        return new PredictOptions(
                Path.of(positional.getFirst()),
                positional.subList(1, positional.size()),
                format,
                output,
                top,
                threshold,
                timeline || audacity.isPresent() || raven.isPresent(),
                gap,
                overlap,
                audacity,
                raven,
                extract,
                extractTop,
                raw,
                picture,
                engineSettings,
                arguments);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new AudioTokensException(option + " needs a value\n" + USAGE);
        }
        return rest.next();
    }

    private static Format format(String name) {
        return Arrays.stream(Format.values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new AudioTokensException(
                        "--format " + name + ": it must be one of terminal, csv, json, parquet"));
    }

    private static double number(String option, Iterator<String> rest, double min, double max) {
        String text = value(option, rest);
        try {
            double number = Double.parseDouble(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new AudioTokensException(option + " " + text + " is not a number", e);
        }
        throw new AudioTokensException(
                option + " " + text + ": it must be " + formatNumber(min) + " to " + formatNumber(max));
    }

    private static String formatNumber(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private static RawAudio raw(String text) {
        try {
            return RawAudio.parse(text);
        } catch (IllegalArgumentException e) {
            throw new AudioTokensException("--raw: " + e.getMessage(), e);
        }
    }
}
