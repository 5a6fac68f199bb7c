package audiotokens.notebook.experiment;

import audiotokens.family.FamilyTokenizer;
import audiotokens.family.FeatureCache;
import audiotokens.family.FeatureFamily;
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
 * Work that several runs on the same clips share. Runs of the same fold share the stages before the first one that
 * differs. Runs of different folds share the spectrograms, which are linked from the first run that computed them, and
 * the features of feature families, which are cached in memory.
 */
final class SharedWork {
    private final List<Configuration> startedRuns = new ArrayList<>();
    private final FeatureCache features = FeatureCache.inMemory(FeatureFamily.standard());

    /** Returns the pipeline of a run; where possible, it reuses stages of runs requested earlier. */
    Pipeline pipeline(Configuration configuration) {
        SharedStages.share(startedRuns, configuration);
        Optional<RunFolder> spectrogramSource = startedRuns.stream()
                .filter(run -> haveSameSpectrograms(run, configuration))
                .map(RunFolder::of)
                .filter(SharedWork::hasSpectrograms)
                .findFirst();
        startedRuns.add(configuration);
        Optional<TokenizerFactory> tokenizer =
                configuration.tokenizer().tokenizerType().equals(TokenizerOptions.FAMILIES)
                        ? Optional.of(RunTokenizer.withMerges(
                                configuration, new FamilyTokenizer.Factory().withCache(features)))
                        : Optional.empty();
        return new Pipeline(configuration, tokenizer, Optional.empty(), spectrogramSource);
    }

    /** Returns whether two configurations differ at most in folds, seed and the stages after the spectrograms. */
    private static boolean haveSameSpectrograms(Configuration one, Configuration other) {
        Configuration sameFolds = one.with(Map.of(
                "validationFold", Integer.toString(other.dataset().validationFold()),
                "excludedFold", Integer.toString(other.dataset().excludedFold())));
        return sameFolds.dataset().equals(other.dataset())
                && one.source().equals(other.source())
                && one.spectrogram().equals(other.spectrogram());
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
