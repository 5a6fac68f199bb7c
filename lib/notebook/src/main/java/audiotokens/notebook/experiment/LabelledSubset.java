package audiotokens.notebook.experiment;

import audiotokens.model.ClipDataset;
import audiotokens.random.RandomStreams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A few labelled clips of a data set, so that each label has as many as are asked for. */
final class LabelledSubset {
    private LabelledSubset() {}

    /**
     * Clips in random order, each taken where one of its labels has fewer than {@code labelled} so far. A label with fewer
     * clips than that has all of them. Where more are asked for with the same seed, the same clips are among them.
     *
     * @return ids, in the order in which they were taken
     */
    static List<String> of(ClipDataset clips, int labelled, long seed) {
        List<String> ids = new ArrayList<>(clips.ids());
        Collections.shuffle(ids, Random.from(new RandomStreams(seed).stream("labelled clips")));
        int[] counts = new int[clips.labels()];
        List<String> taken = new ArrayList<>();
        for (String id : ids) {
            float[] targets = clips.targets(id);
            boolean wanted = false;
            for (int label = 0; label < counts.length; label++) {
                wanted |= targets[label] == 1 && counts[label] < labelled;
            }
            if (wanted) {
                taken.add(id);
                for (int label = 0; label < counts.length; label++) {
                    counts[label] += targets[label] == 1 ? 1 : 0;
                }
            }
        }
        return taken;
    }
}
