package audiotokens.pipeline.listening;

import audiotokens.AudioTokensException;
import audiotokens.audio.RawAudio;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code ./run predict} is asked for.
 *
 * @param model the bundle's folder
 * @param sounds files, folders and patterns; {@code -} is standard input
 * @param format terminal, csv, json or parquet
 * @param output where the rows go; empty for standard output
 * @param top labels of a sound at most
 * @param threshold in place of the labels' own, from 0 to 1
 * @param timeline whether to say when each label is heard
 * @param gapSeconds events of a label with no more between them are one
 * @param overlap share of a window that the next one covers again, 0 to 0.9
 * @param audacity folder for a label track a sound
 * @param raven folder for a selection table a sound
 * @param extract folder for the best segments of each label
 * @param extractTop segments of each label at most
 * @param raw form of standard input's samples where they have no header
 * @param picture file for a picture of the sounds, .png or .html
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
        Optional<Path> picture) {
    static final String USAGE =
            """
            ./run predict MODEL AUDIO... says which labels are heard; MODEL is OUTPUT/model of a run or an exported folder
              AUDIO                 files, folders, 'patterns*.wav', or - for standard input
              --format FORMAT       terminal (default), csv, json or parquet
              --output FILE         where the rows go, in place of standard output
              --top N               labels of a sound at most (default 3)
              --threshold SCORE     0 to 1, for all labels (default: each label's own, from validation)
              --timeline            when each label is heard: a row an event
              --gap SECONDS         events of a label with no more between them are one (default 0.5)
              --overlap SHARE       of a window, 0 to 0.9 (default 0.5)
              --audacity FOLDER     a label track for Audacity a sound; as --timeline
              --raven FOLDER        a selection table for Raven a sound; as --timeline
              --extract FOLDER      the best segments of each label as sound files
              --extract-top N       segments of each label at most (default 5)
              --picture FILE        labels over time above the spectrogram: .html, or .png for one sound; of a sound its
                                    first ten minutes
              --raw TYPE:RATE:CHANNELS  standard input is samples without a header, as s16le:16000:1""";

    /** How rows are written. */
    enum Format {
        TERMINAL,
        CSV,
        JSON,
        PARQUET
    }

    PredictOptions {
        sounds = List.copyOf(sounds);
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
     * Reads a command line.
     *
     * @throws AudioTokensException where an option is unknown or its value out of range; the message says what it may be
     */
    static PredictOptions parse(List<String> arguments) {
        List<String> places = new ArrayList<>();
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
                    places.add(argument);
                }
            }
        }
        if (places.size() < 2) {
            throw new AudioTokensException(USAGE);
        }
        return new PredictOptions(
                Path.of(places.getFirst()),
                places.subList(1, places.size()),
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
                picture);
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
                .orElseThrow(() ->
                        new AudioTokensException("--format " + name + ": it may be terminal, csv, json or parquet"));
    }

    private static double number(String option, Iterator<String> rest, double min, double max) {
        String text = value(option, rest);
        try {
            double number = Double.parseDouble(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new AudioTokensException(option + " " + text + " is no number", e);
        }
        throw new AudioTokensException(option + " " + text + ": it may be " + plain(min) + " to " + plain(max));
    }

    private static String plain(double number) {
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
