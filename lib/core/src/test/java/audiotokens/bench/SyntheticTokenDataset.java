package audiotokens.bench;

import audiotokens.model.ClipDataset;
import audiotokens.model.ClipInput;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenFiles;
import audiotokens.token.TokenStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Synthetic clips, each with one of two labels, in token files as the tokens stage writes them. The token ids of the
 * second label's clips are higher on average.
 *
 * @param folder folder of the token files
 * @param ids ids of the clips, whose labels alternate
 * @param tokensPerClip number of tokens in each clip
 */
record SyntheticTokenDataset(Path folder, List<String> ids, int tokensPerClip) implements ClipDataset {
    static final int VOCABULARY_SIZE = 500;
    private static final TokenFiles FILES = new TokenFiles(List.of(new TokenStream("tokens", VOCABULARY_SIZE, 0.01)));

    /** Writes the files. */
    static SyntheticTokenDataset write(Path folder, int nClips, int tokensPerClip) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<String> ids =
                IntStream.range(0, nClips).mapToObj(clip -> "clip" + clip).toList();
        for (int clip = 0; clip < nClips; clip++) {
            long lowest = clip % 2 == 0 ? 0 : VOCABULARY_SIZE / 4;
            long[] clipTokens = random.longs(tokensPerClip, lowest, lowest + 3 * VOCABULARY_SIZE / 4)
                    .toArray();
            FILES.write(folder, ids.get(clip), ClipTokens.of(clipTokens));
        }
        return new SyntheticTokenDataset(folder, ids, tokensPerClip);
    }

    @Override
    public int nLabels() {
        return 2;
    }

    @Override
    public ClipInput read(String id) {
        try {
            return ClipInput.of(FILES.read(folder, id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public float[] targets(String id) {
        boolean hasFirstLabel = Integer.parseInt(id.substring("clip".length())) % 2 == 0;
        return hasFirstLabel ? new float[] {1, 0} : new float[] {0, 1};
    }

    @Override
    public List<TokenStream> streams() {
        return FILES.streams();
    }

    @Override
    public long approximateFrames(String id) {
        return tokensPerClip;
    }
}
