package audiotokens.pipeline.tokens;

import audiotokens.file.Fingerprint;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The clips of one Parquet token file.
 *
 * @param split subset that contains them
 * @param number index of the file within the subset, from 0
 * @param count number of files of the subset
 * @param items the clips, in order
 */
record TokenShard(Split split, int number, int count, List<TokenWork.Item> items) {
    /**
     * Maximum number of clips per file: about 20 MB of tokens for clips of ten seconds. An interrupted stage loses the
     * unfinished file, so this is also the maximum number of clips that are tokenized again.
     */
    static final int MAX_CLIPS = 10_000;

    /**
     * Distributes clips over files.
     *
     * @param items clips of one or both subsets
     * @param clips maximum number of clips per file
     */
    static List<TokenShard> of(List<TokenWork.Item> items, int clips) {
        List<TokenShard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            List<TokenWork.Item> itemsOfSplit =
                    items.stream().filter(item -> item.split() == split).toList();
            int count = Math.ceilDiv(itemsOfSplit.size(), clips);
            for (int number = 0; number < count; number++) {
                List<TokenWork.Item> itemsOfShard =
                        itemsOfSplit.subList(number * clips, Math.min(itemsOfSplit.size(), (number + 1) * clips));
                shards.add(new TokenShard(split, number, count, itemsOfShard));
            }
        }
        return shards;
    }

    /** Returns the folder of a run's token files. */
    static Path folder(RunFolder run) {
        return Objects.requireNonNull(run.tokenizedAudio(Split.TRAIN).getParent());
    }

    /** Returns the file, named so that Hugging Face datasets recognizes the subset as a split. */
    Path file(RunFolder run) {
        return folder(run).resolve("%s-%05d-of-%05d.parquet".formatted(split.folder(), number, count));
    }

    /** Returns the fingerprint of the clips. */
    String clipsFingerprint() {
        Fingerprint fingerprint = new Fingerprint();
        items.forEach(item -> fingerprint.add(item.id()));
        return fingerprint.hex();
    }
}
