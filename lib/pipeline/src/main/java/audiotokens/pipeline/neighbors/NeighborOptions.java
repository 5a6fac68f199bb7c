package audiotokens.pipeline.neighbors;

import audiotokens.AudioTokensException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Options of {@code ./run neighbors}.
 *
 * @param model folder of the bundle
 * @param sounds files, folders and glob patterns
 * @param output folder for the page, the table and the excerpts
 * @param clusterCount number of clusters; if empty, the number with the highest silhouette
 */
record NeighborOptions(Path model, List<String> sounds, Path output, OptionalInt clusterCount) {
    static final String USAGE =
            """
            ./run neighbors MODEL FOLDER... organizes unlabeled recordings: a map, clusters and nearest neighbors
              FOLDER                folders, files, or 'patterns*.wav'
              --output FOLDER       output folder: index.html, sounds.csv and audio excerpts (default neighbors)
              --clusters N          number of clusters (default: up to 20, by silhouette)""";

    private static final int MAX_CLUSTERS = 1000;

    NeighborOptions {
        sounds = List.copyOf(sounds);
    }

    /**
     * Parses a command line.
     *
     * @throws AudioTokensException if an option is unknown or its value is out of range; the message gives the valid
     *     values
     */
    static NeighborOptions parse(List<String> arguments) {
        List<String> positional = new ArrayList<>();
        Path output = Path.of("neighbors");
        OptionalInt clusterCount = OptionalInt.empty();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--output" -> output = Path.of(value(argument, rest));
                case "--clusters" -> clusterCount = OptionalInt.of(number(argument, value(argument, rest)));
                default -> {
                    if (argument.startsWith("--")) {
                        throw new AudioTokensException("there is no option " + argument + "\n" + USAGE);
                    }
                    positional.add(argument);
                }
            }
        }
        if (positional.size() < 2) {
            throw new AudioTokensException(USAGE);
        }
        return new NeighborOptions(
                Path.of(positional.getFirst()), positional.subList(1, positional.size()), output, clusterCount);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new AudioTokensException(option + " needs a value\n" + USAGE);
        }
        return rest.next();
    }

    private static int number(String option, String text) {
        if (text.matches("\\d{1,6}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_CLUSTERS) {
            return Integer.parseInt(text);
        }
        throw new AudioTokensException(option + " " + text + ": it must be a number from 1 to " + MAX_CLUSTERS);
    }
}
