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
 * @param index index of the file within the subset, from 0
 * @param fileCount number of files of the subset
 * @param items the clips, in order
 */
record TokenShard(Split split, int index, int fileCount, List<TokenWork.Item> items) {
    /**
     * Maximum number of clips per file: about 20 MB of tokens for clips of ten seconds. An interrupted stage loses the
     * unfinished file, so this is also the maximum number of clips that are tokenized again.
     */
    static final int MAX_CLIPS = 10_000;

    /**
     * Distributes clips over files.
     *
     * @param items clips of one or both subsets
     * @param maxClips maximum number of clips per file
     */
    static List<TokenShard> of(List<TokenWork.Item> items, int maxClips) {
        List<TokenShard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            List<TokenWork.Item> itemsOfSplit =
                    items.stream().filter(item -> item.split() == split).toList();
            int fileCount = Math.ceilDiv(itemsOfSplit.size(), maxClips);
            for (int index = 0; index < fileCount; index++) {
                List<TokenWork.Item> itemsOfShard =
                        itemsOfSplit.subList(index * maxClips, Math.min(itemsOfSplit.size(), (index + 1) * maxClips));
                shards.add(new TokenShard(split, index, fileCount, itemsOfShard));
            }
        }
        return shards;
    }

    /** Returns the folder of a run's token files. */
    static Path folder(RunFolder run) {
        return Objects.requireNonNull(run.tokenizedAudio(Split.TRAIN).getParent());
    }

    /** Returns the Parquet file, named so that Hugging Face datasets recognizes the subset as a split. */
    Path file(RunFolder run) {
        return folder(run).resolve("%s-%05d-of-%05d.parquet".formatted(split.folder(), index, fileCount));
    }

    /** Returns the fingerprint of the clips. */
    String clipsFingerprint() {
        Fingerprint fingerprint = new Fingerprint();
        items.forEach(item -> fingerprint.add(item.id()));
        return fingerprint.hex();
    }
}
