package audiotokens.pipeline.neighbors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.label.LabelIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Maps sounds of three kinds, each with different tokens. */
class NeighborMapTest {
    private static final int N_KINDS = 3;
    private static final int N_TOKENS = 30;

    private static ComparedSound sound(int kind, SplittableRandom random) {
        float[] features = new float[N_TOKENS];
        for (int draw = 0; draw < 200; draw++) {
            features[random.nextInt(4) == 0 ? random.nextInt(N_TOKENS) : 10 * kind + random.nextInt(10)] += 1f / 200;
        }
        for (int token = 0; token < N_TOKENS; token++) {
            features[token] = (float) Math.sqrt(features[token]);
        }
        float[] scores = new float[N_KINDS];
        scores[kind] = 0.8f;
        return new ComparedSound(Path.of("sound" + kind), features, scores, Path.of("excerpt"));
    }

    private static List<ComparedSound> sounds(int soundsPerKind) {
        SplittableRandom random = new SplittableRandom(3);
        List<ComparedSound> sounds = new ArrayList<>();
        for (int i = 0; i < soundsPerKind * N_KINDS; i++) {
            sounds.add(sound(i % N_KINDS, random));
        }
        return sounds;
    }

    @Test
    void namesOfSeveralLabelsAreSeparatedBySemicolonsSinceTheyMayContainCommas() {
        NeighborMap map = NeighborMap.of(sounds(2), OptionalInt.of(1), 1, 1);
        NeighborMap.Cluster cluster = new NeighborMap.Cluster(List.of(0, 1), List.of(0), 6);
        NeighborMap named = new NeighborMap(map.sounds(), map.points(), List.of(cluster));
        assertEquals(
                "Bird vocalization, bird call; Beep, bleep",
                named.name(0, LabelIndex.fromNames(List.of("Bird vocalization, bird call", "Beep, bleep", "Dog"))));
    }

    @Test
    void similarRecordingsFormAClusterNamedAfterTheirLabel() {
        List<ComparedSound> sounds = sounds(12);

        NeighborMap map = NeighborMap.of(sounds, OptionalInt.of(N_KINDS), 1, 2);

        assertEquals(N_KINDS, map.clusters().size());
        Set<Integer> namedClusters = new HashSet<>();
        for (int sound = 0; sound < sounds.size(); sound++) {
            NeighborMap.Point point = map.points().get(sound);
            int kind = sound % N_KINDS;
            assertEquals(List.of(kind), map.clusters().get(point.cluster()).labels());
            namedClusters.add(point.cluster());
            assertTrue(point.nearest().stream().allMatch(neighbor -> neighbor.sound() % N_KINDS == kind));
        }
        assertEquals(N_KINDS, namedClusters.size());
    }

    @Test
    void distancesAreHellingerDistances() {
        float rootOfHalf = (float) Math.sqrt(0.5);
        List<ComparedSound> sounds = List.of(
                new ComparedSound(Path.of("a"), new float[] {1, 0, 0}, new float[1], Path.of("a")),
                new ComparedSound(Path.of("b"), new float[] {rootOfHalf, rootOfHalf, 0}, new float[1], Path.of("b")),
                new ComparedSound(Path.of("c"), new float[] {0, 0, 1}, new float[1], Path.of("c")));

        NeighborMap map = NeighborMap.of(sounds, OptionalInt.of(2), 1, 1);

        List<NeighborMap.Neighbor> nearest = map.points().getFirst().nearest();
        assertEquals(
                List.of(1, 2), nearest.stream().map(NeighborMap.Neighbor::sound).toList());
        assertEquals(Math.sqrt(1 - rootOfHalf), nearest.get(0).distance(), 1e-6);
        assertEquals(1, nearest.get(1).distance(), 1e-6);
    }

    @Test
    void theMapDoesNotDependOnTheThreadCount() {
        List<ComparedSound> sounds = sounds(8);
        NeighborMap singleThreaded = NeighborMap.of(sounds, OptionalInt.empty(), 5, 1);
        assertEquals(singleThreaded, NeighborMap.of(sounds, OptionalInt.empty(), 5, 4));
    }

    @Test
    void aSingleRecordingIsAccepted() {
        NeighborMap map = NeighborMap.of(sounds(1).subList(0, 1), OptionalInt.empty(), 1, 1);
        assertEquals(1, map.clusters().size());
        assertEquals(0, map.points().getFirst().x());
        assertEquals(List.of(), map.points().getFirst().nearest());
    }

    @Test
    void identicalRecordingsAreAccepted() {
        ComparedSound sound = sounds(1).getFirst();
        NeighborMap map = NeighborMap.of(List.of(sound, sound, sound), OptionalInt.empty(), 1, 1);
        assertEquals(0, map.points().getFirst().nearest().getFirst().distance(), 1e-3);
    }
}
