package audiotokens.pipeline.listening;

import audiotokens.AudioTokensException;
import audiotokens.audio.AudioException;
import audiotokens.audio.AudioStream;
import audiotokens.audio.AudioWindows;
import audiotokens.audio.Waveform;
import audiotokens.cluster.CentroidStart;
import audiotokens.cluster.KMeans;
import audiotokens.cluster.NearestCentroid;
import audiotokens.cluster.PrincipalComponents;
import audiotokens.token.ClipTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Sounds on a map by how often each token occurs in them: those with similar token bags lie together. Labels are not
 * needed.
 *
 * @param places one a sound, in the order of the files
 * @param clusters number of clusters
 */
public record SoundMap(List<Place> places, int clusters) {
    private static final int ITERATIONS = 50;
    private static final int RESTARTS = 8;
    private static final double EXCERPT_SECONDS = 5;

    public SoundMap {
        places = List.copyOf(places);
    }

    /**
     * A sound on the map.
     *
     * @param file where it is
     * @param cluster from 0; the largest cluster is 0
     * @param x along the direction in which the bags differ most
     * @param y along the second
     * @param excerpt its first seconds
     */
    public record Place(Path file, int cluster, double x, double y, Waveform excerpt) {}

    /**
     * Maps sounds into about √(n/2) clusters by k-means on the square roots of the tokens' shares.
     *
     * @param seed of the first centroids
     * @param unreadable is given each file that cannot be used, and why; it is left out
     * @throws AudioTokensException where the model has no tokens, or fewer than two sounds can be used
     */
    public static SoundMap of(SoundModel model, List<Path> files, long seed, BiConsumer<Path, String> unreadable) {
        if (model.tokenStreams().isEmpty()) {
            throw new AudioTokensException(
                    "the model is given spectrograms and no tokens, so sounds have no token bags");
        }
        List<Path> read = new ArrayList<>();
        List<Waveform> excerpts = new ArrayList<>();
        List<float[]> bags = new ArrayList<>();
        for (Path file : files) {
            try {
                excerpts.add(read(model, file, bags));
                read.add(file);
            } catch (AudioException e) {
                unreadable.accept(file, e.reason());
            } catch (IOException e) {
                unreadable.accept(file, e.getMessage());
            }
        }
        if (read.size() < 2) {
            throw new AudioTokensException(
                    "a map needs at least two sounds that can be read; there are " + read.size());
        }
        return map(read, excerpts, withoutUnused(bags), seed);
    }

    /** Adds the bag of a file; gives its first seconds. */
    private static Waveform read(SoundModel model, Path file, List<float[]> bags) throws IOException {
        List<ClipTokens> tokens = new ArrayList<>();
        float[] first = {};
        int sampleRate;
        try (AudioStream stream = AudioStream.open(file)) {
            sampleRate = model.sampleRate(stream.sampleRate());
            try (AudioWindows windows = model.windows(stream, 0)) {
                for (Optional<AudioWindows.Window> next = windows.next(); next.isPresent(); next = windows.next()) {
                    float[] samples = next.get().samples();
                    first = tokens.isEmpty() ? samples : first;
                    tokens.add(model.tokens(new Waveform(samples, sampleRate)).orElseThrow());
                }
            }
        }
        if (tokens.isEmpty()) {
            throw new AudioException(file.toString(), "holds no sound", null);
        }
        bags.add(TokenBag.of(tokens, model.tokenStreams()).roots());
        int length = Math.min(first.length, (int) (EXCERPT_SECONDS * sampleRate));
        return new Waveform(Arrays.copyOf(first, length), sampleRate);
    }

    /** All bags one behind the other, without the tokens that no sound has. */
    private static float[][] withoutUnused(List<float[]> bags) {
        int[] used = IntStream.range(0, bags.getFirst().length)
                .filter(token -> bags.stream().anyMatch(bag -> bag[token] > 0))
                .toArray();
        return bags.stream()
                .map(bag -> {
                    float[] kept = new float[used.length];
                    for (int i = 0; i < used.length; i++) {
                        kept[i] = bag[used[i]];
                    }
                    return kept;
                })
                .toArray(float[][]::new);
    }

    private static SoundMap map(List<Path> files, List<Waveform> excerpts, float[][] bags, long seed) {
        int count = bags.length;
        int size = bags[0].length;
        float[] points = new float[count * size];
        for (int sound = 0; sound < count; sound++) {
            System.arraycopy(bags[sound], 0, points, sound * size, size);
        }
        int clusters = Math.clamp(Math.round(Math.sqrt(count / 2.0)), 2, count);
        KMeans.Options options =
                new KMeans.Options(clusters, ITERATIONS, CentroidStart.KMEANSPLUSPLUS, RESTARTS, 0, false);
        KMeans.Result result = new KMeans(options, seed, 1).fit(points, size, (start, iteration, objective) -> {});
        int[] nearest = new int[count];
        NearestCentroid.of(result.centroids(), size).find(points, 0, count, nearest, new float[count]);
        int[] ranks = ranks(nearest, clusters);
        double[][] xy = PrincipalComponents.of(points, size, Math.min(2, size)).project(points);
        return new SoundMap(
                IntStream.range(0, count)
                        .mapToObj(sound -> new Place(
                                files.get(sound),
                                ranks[nearest[sound]],
                                xy[sound][0],
                                xy[sound].length > 1 ? xy[sound][1] : 0,
                                excerpts.get(sound)))
                        .toList(),
                clusters);
    }

    /** Each cluster's place when the largest is the first. */
    private static int[] ranks(int[] nearest, int clusters) {
        int[] sizes = new int[clusters];
        Arrays.stream(nearest).forEach(cluster -> sizes[cluster]++);
        int[] order = IntStream.range(0, clusters)
                .boxed()
                .sorted((one, other) -> Integer.compare(sizes[other], sizes[one]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ranks = new int[clusters];
        for (int rank = 0; rank < clusters; rank++) {
            ranks[order[rank]] = rank;
        }
        return ranks;
    }
}
