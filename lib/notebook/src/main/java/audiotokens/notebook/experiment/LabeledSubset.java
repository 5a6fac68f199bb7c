package audiotokens.notebook.experiment;

import audiotokens.model.ClipDataset;
import audiotokens.random.RandomStreams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Selects a subset of labeled clips with a given minimum number of clips per label. */
final class LabeledSubset {
    private LabeledSubset() {}

    /**
     * Selects clips in random order; a clip is selected if one of its labels has fewer than {@code clipsPerLabel}
     * selected clips so far. If a label has fewer clips than that, all of them are selected. With the same seed, a
     * larger subset contains the smaller ones.
     *
     * @return ids in order of selection
     */
    static List<String> of(ClipDataset clips, int clipsPerLabel, long seed) {
        List<String> ids = new ArrayList<>(clips.ids());
        // the stream's name determines the random numbers, so its British spelling is kept
        Collections.shuffle(ids, Random.from(new RandomStreams(seed).stream("labelled clips")));
        int[] counts = new int[clips.nLabels()];
        List<String> selected = new ArrayList<>();
        for (String id : ids) {
            float[] targets = clips.targets(id);
            boolean needed = false;
            for (int label = 0; label < counts.length; label++) {
                needed |= targets[label] == 1 && counts[label] < clipsPerLabel;
            }
            if (needed) {
                selected.add(id);
                for (int label = 0; label < counts.length; label++) {
                    counts[label] += targets[label] == 1 ? 1 : 0;
                }
            }
        }
        return selected;
    }
}
