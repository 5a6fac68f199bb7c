package audiotokens.notebook.experiment;

import audiotokens.family.Family;
import audiotokens.family.FamilyTokenizer;
import audiotokens.family.FeatureCache;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.TokenizerOptions;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.token.TokenizerFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs on the same clips have in common, so that it is computed once: of runs of one fold the stages before the first
 * that differs; of runs on different folds the spectrograms, which are linked from the first run that has made them, and
 * the features of families, which are kept in memory.
 */
final class SharedWork {
    private final List<Configuration> begun = new ArrayList<>();
    private final FeatureCache features = FeatureCache.inMemory(Family.standard());

    /** The stages of a run, which take from those asked for before what they have in common. */
    WholeRun run(Configuration configuration) {
        takeStages(configuration);
        Optional<RunFolder> other = begun.stream()
                .filter(earlier -> haveSameSpectrograms(earlier, configuration))
                .map(RunFolder::of)
                .filter(SharedWork::hasSpectrograms)
                .findFirst();
        begun.add(configuration);
        Optional<TokenizerFactory> tokenizer =
                configuration.tokenizer().tokenizerType().equals(TokenizerOptions.FAMILIES)
                        ? Optional.of(
                                RunTokenizer.merging(configuration, new FamilyTokenizer.Factory().withCache(features)))
                        : Optional.empty();
        return new WholeRun(configuration, tokenizer, Optional.empty(), other);
    }

    private void takeStages(Configuration configuration) {
        try {
            for (Configuration earlier : begun.reversed()) {
                new SharedStages(earlier, configuration).hand();
            }
        } catch (IOException e) {
            throw new StageException("the files of an earlier run cannot be shared: " + e.getMessage(), e);
        }
    }

    /** Whether they differ in the folds, the seed and the stages after the spectrograms at most. */
    private static boolean haveSameSpectrograms(Configuration one, Configuration two) {
        Configuration sameFolds = one.with(Map.of(
                "validationFold", Integer.toString(two.dataset().validationFold()),
                "excludedFold", Integer.toString(two.dataset().excludedFold())));
        return sameFolds.dataset().equals(two.dataset())
                && one.source().equals(two.source())
                && one.spectrogram().equals(two.spectrogram());
    }

    private static boolean hasSpectrograms(RunFolder folder) {
        try {
            return StageRecord.read(folder, RunStage.SPECTROGRAMS)
                    .filter(record -> record.finished() && !record.adopted())
                    .isPresent();
        } catch (IOException e) {
            throw new StageException("the record of a stage cannot be read: " + e.getMessage(), e);
        }
    }
}
