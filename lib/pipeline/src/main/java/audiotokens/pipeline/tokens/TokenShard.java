package audiotokens.pipeline.tokens;

import audiotokens.file.Fingerprint;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The clips of one Parquet file of tokens.
 *
 * @param split the half they are in
 * @param number of the file among those of the half, from 0
 * @param count of files of the half
 * @param items the clips, in order
 */
record TokenShard(Split split, int number, int count, List<TokenWork.Item> items) {
    /**
     * Clips of a file, but for the last one: some 20 MB of tokens of ten seconds. A stage that is stopped loses the file in
     * hand, so this is also the most clips that are tokenized again.
     */
    static final int CLIPS = 10_000;

    /**
     * Deals clips out to files.
     *
     * @param items of one half or of both
     * @param clips most clips of a file
     */
    static List<TokenShard> of(List<TokenWork.Item> items, int clips) {
        List<TokenShard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            List<TokenWork.Item> half =
                    items.stream().filter(item -> item.split() == split).toList();
            int count = Math.ceilDiv(half.size(), clips);
            for (int number = 0; number < count; number++) {
                List<TokenWork.Item> ofShard =
                        half.subList(number * clips, Math.min(half.size(), (number + 1) * clips));
                shards.add(new TokenShard(split, number, count, ofShard));
            }
        }
        return shards;
    }

    /** Where the files of a run lie. */
    static Path folder(RunFolder run) {
        return run.tokenizedAudio(Split.TRAIN).getParent();
    }

    /** The file, named so that the Hugging Face library takes the half for its split. */
    Path file(RunFolder run) {
        return folder(run).resolve("%s-%05d-of-%05d.parquet".formatted(split.folder(), number, count));
    }

    /** What tells these clips from others. */
    String clips() {
        Fingerprint fingerprint = new Fingerprint();
        items.forEach(item -> fingerprint.add(item.id()));
        return fingerprint.hex();
    }
}
