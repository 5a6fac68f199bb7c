package audiotokens.pipeline.dataset;

import audiotokens.audio.DatasetGenerator;
import audiotokens.label.Label;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetOptions;
import audiotokens.pipeline.config.SourceOptions;
import audiotokens.pipeline.config.SourceType;
import audiotokens.pipeline.dataset.DatasetReport.LabelCount;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.Problem;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRun;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.pipeline.source.AudioSources;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Stage 1: reads the metadata, generates the demo's audio if required, and writes {@code split.json}. */
public final class DatasetSplitter {
    private final Configuration configuration;
    private final RunFolder folder;

    public DatasetSplitter(Configuration configuration) {
        this.configuration = configuration;
        this.folder = RunFolder.of(configuration);
    }

    /**
     * Splits the clips and counts the labels of both subsets.
     *
     * @throws StageException if the metadata or the audio source cannot be read, or a subset has no labeled clip
     */
    public DatasetReport run(Progress progress) {
        DatasetOptions options = configuration.dataset();
        if (options.layout() == SourceType.DEMO) {
            generateDemo(progress);
        }
        checkExist("clipTable", options.clipTable());
        checkExist("validationSegments", options.validationSegments());
        ClipCatalog catalog = Metadata.read(configuration);
        Stage<DatasetResult> stage = Stage.of(
                RunStage.DATASET,
                DatasetResult.class,
                configuration,
                fingerprintedValues(catalog),
                Stream.concat(options.validationSegments().stream(), options.clipTable().stream())
                        .toList());
        try (StageRun<DatasetResult> run = StageRun.begin(configuration, stage, progress)) {
            run.reportAdopted(progress, "datasetRatio, validationRatio, splitType and seed do not change it.");
            if (run.alreadyFinished()) {
                run.reportFinished(progress);
                reportRemarks(run.result(), progress);
                return report(catalog, SplitFile.read(folder.split()), run.result(), run.problems());
            }
            // an existing split is the original Python implementation's, or of a run interrupted just after writing it
            boolean splitExists = Files.exists(folder.split());
            SplitFile split =
                    splitExists ? SplitFile.read(folder.split()) : new ClipSplitter(catalog, configuration).split();
            DatasetResult result = result(catalog, split, clipsBySource(catalog, split, run, progress));
            checkSubsets(catalog, split);
            if (!splitExists) {
                split.write(folder.split());
            }
            run.finish(result);
            reportRemarks(result, progress);
            return report(catalog, split, result, run.problems());
        } catch (IOException e) {
            throw new StageException("the split cannot be written: " + e.getMessage(), e);
        }
    }

    private void generateDemo(Progress progress) {
        DatasetOptions options = configuration.dataset();
        DatasetGenerator generator = ServiceLoader.load(DatasetGenerator.class)
                .findFirst()
                .orElseThrow(() -> new StageException("sourceType: the demo generator (audio-tokens-demo.jar) is not on"
                        + " the class path; choose another sourceType"));
        generator.generateIfAbsent(
                new DatasetGenerator.Layout(
                        options.audioFolders().getFirst(),
                        options.audioSets().getFirst(),
                        options.segments().getFirst()),
                options.demoClips(),
                options.demoSeed(),
                configuration.run().threadCount(),
                progress);
    }

    /**
     * Returns the values that determine the split. The keys of {@link SourceOptions} are included only if one of them
     * is set, so that runs that finished before these keys existed stay valid.
     */
    private List<Object> fingerprintedValues(ClipCatalog catalog) {
        return configuration.source().equals(SourceOptions.defaults())
                ? List.of(configuration.dataset(), catalog.fingerprint())
                : List.of(configuration.dataset(), catalog.fingerprint(), configuration.source());
    }

    private static void reportRemarks(DatasetResult result, Progress progress) {
        result.remarks().forEach(remark -> progress.info(remark + "."));
    }

    private static void checkExist(String key, List<Path> files) {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new StageException(key + ": the file " + file + " does not exist");
            }
        }
    }

    /** Checks that both subsets have labeled clips: otherwise training and mAP would be meaningless. */
    private void checkSubsets(ClipCatalog catalog, SplitFile split) {
        DatasetOptions options = configuration.dataset();
        if (catalog.clips().stream().allMatch(clip -> clip.labels().isEmpty())) {
            throw new StageException("no clip of " + options.segments() + " has a label of " + options.ontology()
                    + " (check the keys segments and ontology)");
        }
        for (Split subset : Split.values()) {
            List<String> ids = split.ids(subset);
            boolean isLabeled = ids.stream()
                    .flatMap(id -> catalog.find(id).stream())
                    .anyMatch(clip -> !clip.labels().isEmpty());
            if (!isLabeled) {
                throw new StageException("the " + subset.folder() + " subset has " + ids.size()
                        + " clips but none with a label; use more clips (with the keys segments and datasetRatio) or"
                        + " another split (with splitType and validationRatio)");
            }
        }
    }

    /** Records unusable clips, and counts the clips of the split in each set, shard or folder of the source. */
    private SortedMap<String, Integer> clipsBySource(
            ClipCatalog catalog, SplitFile split, StageRun<?> run, Progress progress) throws IOException {
        catalog.notes().problems().forEach(problem -> run.addProblem(problem.id(), problem.source(), problem.reason()));
        SortedMap<String, Integer> counts = new TreeMap<>();
        try (AudioSource source = AudioSources.open(configuration, Executor.of(configuration), progress);
                Progress.Task task = progress.begin(
                        "Looking for audio",
                        split.train().size() + split.validation().size(),
                        "clips")) {
            source.problems().forEach(problem -> run.addProblem(problem.name(), problem.origin(), problem.reason()));
            run.checkProblemRatio(catalog.clips().size() + run.problems().size());
            for (Split subset : Split.values()) {
                for (String id : split.ids(subset)) {
                    source.container(id).ifPresent(container -> counts.merge(container, 1, Integer::sum));
                    task.advance(1);
                }
            }
            if (counts.isEmpty()) {
                remarkNoAudio(catalog, split, source);
            }
        }
        return counts;
    }

    private static void remarkNoAudio(ClipCatalog catalog, SplitFile split, AudioSource source) {
        List<String> ids = split.train().isEmpty() ? split.validation() : split.train();
        if (!ids.isEmpty()) {
            catalog.notes()
                    .addRemark("no clip has audio: for " + ids.getFirst() + " the source looks for "
                            + source.describe(ids.getFirst()) + "; "
                            + source.example()
                                    .map(example -> "an example of what it contains is " + example)
                                    .orElse("it contains no audio")
                            + " (check the keys audioPath, audioSets and sourceType)");
        }
    }

    private static void remarkSingleLabel(ClipCatalog catalog) {
        List<Label> usedLabels = catalog.clips().stream()
                .flatMap(clip -> clip.labels().stream())
                .distinct()
                .limit(2)
                .toList();
        if (usedLabels.size() == 1) {
            catalog.notes()
                    .addRemark("every labeled clip has the same label '"
                            + usedLabels.getFirst().name()
                            + "', so there is nothing to classify. With sourceType folders, each folder below"
                            + " audioPath is a label");
        }
    }

    private static DatasetResult result(
            ClipCatalog catalog, SplitFile split, SortedMap<String, Integer> clipsBySource) {
        long withoutLabels = Stream.concat(split.train().stream(), split.validation().stream())
                .filter(id ->
                        catalog.find(id).map(Clip::labels).orElse(List.of()).isEmpty())
                .count();
        remarkSingleLabel(catalog);
        return new DatasetResult(
                split.train().size(),
                split.validation().size(),
                Math.toIntExact(withoutLabels),
                clipsBySource,
                catalog.notes().remarks());
    }

    private static DatasetReport report(
            ClipCatalog catalog, SplitFile split, DatasetResult result, List<Problem> problems) {
        int[] trainCounts = countLabels(catalog, split.train());
        int[] validationCounts = countLabels(catalog, split.validation());
        List<LabelCount> counts = catalog.labels().all().stream()
                .map(label -> new LabelCount(label, trainCounts[label.index()], validationCounts[label.index()]))
                .filter(count -> count.total() > 0)
                .sorted(Comparator.comparingInt(LabelCount::total).reversed())
                .toList();
        return new DatasetReport(
                catalog.clips().size(),
                split.train().size(),
                split.validation().size(),
                counts,
                result.withoutLabels(),
                result.sources(),
                catalog.notes().unknownLabels(),
                catalog.notes().repeatedIds(),
                problems,
                result.remarks());
    }

    private static int[] countLabels(ClipCatalog catalog, List<String> ids) {
        int[] counts = new int[catalog.labels().size()];
        for (String id : ids) {
            catalog.find(id).ifPresent(clip -> clip.labels().forEach(label -> counts[label.index()]++));
        }
        return counts;
    }
}
