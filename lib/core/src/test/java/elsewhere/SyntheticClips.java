package elsewhere;

import audiotokens.model.LabeledClips;
import audiotokens.token.ClipTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Clips of 10 to 29 tokens; a third of the tokens depend on the label. */
final class SyntheticClips {
    static final int VOCABULARY_SIZE = 20;
    static final int N_LABELS = 4;

    private SyntheticClips() {}

    static LabeledClips of(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ClipTokens> clips = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int clip = 0; clip < count; clip++) {
            int label = clip % N_LABELS;
            long[] ids = new long[10 + random.nextInt(20)];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = random.nextInt(3) == 0 ? label : N_LABELS + random.nextInt(VOCABULARY_SIZE - N_LABELS);
            }
            clips.add(ClipTokens.of(ids));
            labels.add("label " + label);
        }
        return LabeledClips.of(clips, labels);
    }
}
