package audiotokens.pipeline.dataset;

import audiotokens.label.Label;
import audiotokens.label.LabelIndex;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetOptions;
import audiotokens.pipeline.config.SourceType;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.pipeline.source.AudioSources;
import audiotokens.pipeline.source.ClipId;
import audiotokens.pipeline.source.LabelText;
import audiotokens.pipeline.source.LabeledSource;
import audiotokens.pipeline.source.ListedClip;
import audiotokens.pipeline.source.SourceProblem;
import audiotokens.pipeline.source.SplitName;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the clips and labels of a configuration. */
public final class Metadata {
    private static final System.Logger LOG = System.getLogger(Metadata.class.getName());
    /**
     * Minimum number of clips for which the parsed lists are cached in a file; parsing shorter lists takes no
     * noticeable time.
     */
    private static final int MIN_CLIPS_FOR_CACHE_FILE = 10_000;

    private static final AtomicReference<@Nullable CachedCatalog> LAST_READ = new AtomicReference<>();

    private Metadata() {}

    /**
     * Reads the clips of {@code configuration} and their labels, from the segment lists or from a source that provides
     * labels.
     *
     * @throws StageException if a file is missing or unreadable; the message names it
     */
    public static ClipCatalog read(Configuration configuration) {
        return switch (configuration.dataset().layout()) {
            case DEMO, TREE, TAR -> readLists(configuration);
            case PARQUET, FOLDS, FOLDERS, CUSTOM -> readSource(configuration);
        };
    }

    private static ClipCatalog readLists(Configuration configuration) {
        DatasetOptions options = configuration.dataset();
        List<Path> lists = Stream.concat(options.segments().stream(), options.validationSegments().stream())
                .distinct()
                .toList();
        String cacheKey;
        try {
            cacheKey = ClipCatalogCache.cacheKey(
                    Stream.concat(lists.stream(), Stream.of(options.ontology())).toList());
        } catch (IOException e) {
            return parse(lists, options); // throws an exception that names the missing file
        }
        CachedCatalog cached = LAST_READ.get();
        ClipCatalog catalog = cached != null && cached.cacheKey().equals(cacheKey)
                ? cached.catalog().get()
                : null;
        if (catalog == null) {
            catalog = readCacheFileOrLists(
                    lists, options, cacheKey, RunFolder.of(configuration).clipCatalogCache());
            LAST_READ.set(new CachedCatalog(cacheKey, new SoftReference<>(catalog)));
        }
        return catalog.copy();
    }

    /** The most recently read catalog, cached because a notebook needs it for nearly every plot. */
    private record CachedCatalog(String cacheKey, SoftReference<ClipCatalog> catalog) {}

    private static ClipCatalog readCacheFileOrLists(
            List<Path> lists, DatasetOptions options, String cacheKey, Path cacheFile) {
        try {
            Optional<ClipCatalog> cached =
                    ClipCatalogCache.read(cacheFile, cacheKey, LabelIndex.readOntology(options.ontology()));
            if (cached.isPresent()) {
                return cached.get();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} cannot be read and is rebuilt: {1}", cacheFile, e);
        }
        ClipCatalog parsed = parse(lists, options);
        if (parsed.clips().size() >= MIN_CLIPS_FOR_CACHE_FILE) {
            try {
                ClipCatalogCache.write(cacheFile, cacheKey, parsed);
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} cannot be written; the lists are read again next time: {1}",
                        cacheFile,
                        e);
            }
        }
        return parsed;
    }

    private static ClipCatalog parse(List<Path> lists, DatasetOptions options) {
        LabelIndex labels = LabelIndex.readOntology(options.ontology());
        MetadataNotes notes = new MetadataNotes();
        LinkedHashMap<String, Clip> clips = new LinkedHashMap<>();
        SegmentList list = new SegmentList(labels, notes);
        lists.forEach(csv -> list.read(csv, clips));
        return new ClipCatalog(labels, clips, notes, Map.of());
    }

    private static ClipCatalog readSource(Configuration configuration) {
        try (AudioSource source = AudioSources.open(configuration)) {
            if (!(source instanceof LabeledSource labeled)) {
                return readLists(configuration);
            }
            if (labeled.clips().stream().allMatch(clip -> clip.labels().isEmpty())) {
                checkMayBeUnlabeled(configuration.dataset(), labeled);
                return readLists(configuration);
            }
            LabelIndex labels =
                    labelIndex(labeled.clips(), configuration.dataset().ontology());
            MetadataNotes notes = new MetadataNotes();
            labeled.remarks().forEach(notes::addRemark);
            joinedLabelsRemark(configuration, labeled.clips()).ifPresent(notes::addRemark);
            LinkedHashMap<String, Clip> clips = new LinkedHashMap<>();
            Map<String, String> splits = new HashMap<>();
            for (ListedClip clip : labeled.clips()) {
                Optional<String> problem = ClipId.problem(clip.id());
                if (problem.isPresent()) {
                    notes.addProblem(clip.id(), labeled.describe(clip.id()), problem.get());
                    continue;
                }
                if (clips.containsKey(clip.id())) {
                    notes.addRepeatedId();
                }
                List<Label> clipLabels = new ArrayList<>();
                for (String label : clip.labels()) {
                    labels.find(label).ifPresentOrElse(clipLabels::add, () -> notes.addUnknownLabel(label));
                }
                clips.put(clip.id(), new Clip(clip.id(), 0, Double.POSITIVE_INFINITY, clipLabels));
                if (SplitName.isSplitName(clip.split())) {
                    splits.put(clip.id(), clip.split());
                }
            }
            return new ClipCatalog(labels, clips, notes, splits);
        } catch (IOException e) {
            throw new StageException("the audio source cannot be closed: " + e.getMessage(), e);
        }
    }

    /**
     * Checks that a source without labels may use the labels of the segment lists. Only Parquet shards and custom
     * sources may; for other sources, the clips of the lists would be looked up in unrelated audio.
     */
    private static void checkMayBeUnlabeled(DatasetOptions options, LabeledSource source) {
        List<SourceProblem> problems = source.problems();
        String firstProblem = problems.isEmpty()
                ? ""
                : "; the first problem is in " + problems.getFirst().name() + ": "
                        + problems.getFirst().reason();
        String remarks = source.remarks().stream().map(remark -> "; " + remark).collect(Collectors.joining());
        if (options.layout() == SourceType.CUSTOM) {
            return;
        }
        if (options.layout() == SourceType.PARQUET) {
            if (source.clips().isEmpty()) {
                throw new StageException("audioPath: no row of the Parquet files in " + options.audioPath()
                        + " can be used" + firstProblem);
            }
            if (!Files.isRegularFile(options.ontology())
                    || options.segments().stream().noneMatch(Files::isRegularFile)) {
                throw new StageException("audioPath: no row of the Parquet files in " + options.audioPath()
                        + " has a label" + firstProblem + remarks
                        + "; set labelColumn=NAME to the label column, or segments and ontology to lists with these"
                        + " ids");
            }
            return;
        }
        if (options.layout() == SourceType.FOLDS && source.clips().isEmpty()) {
            throw new StageException("clipTable: no row of " + options.clipTable() + " can be used" + firstProblem);
        }
        String unusable = problems.isEmpty()
                ? ""
                : "; " + problems.size()
                        + (options.layout() == SourceType.FOLDERS
                                ? " files are outside of folders or unusable"
                                : " rows are unusable");
        throw new StageException(
                options.layout() == SourceType.FOLDERS
                        ? "audioPath: there is no audio in folders below " + options.audioPath() + unusable
                                + "; sourceType folders expects FOLDER/LABEL/FILE" + remarks
                        : "clipTable: no clip of " + options.clipTable() + " has a label" + unusable
                                + "; labels are read from a column named label, category, class, mid, labels or"
                                + " mids, or from labelColumn");
    }

    /** Returns a remark if a label such as {@code dog,cat} contains other labels of the column. */
    private static Optional<String> joinedLabelsRemark(Configuration configuration, List<ListedClip> clips) {
        SourceType layout = configuration.dataset().layout();
        boolean mayHaveSeparator = layout == SourceType.PARQUET || layout == SourceType.FOLDS;
        if (!mayHaveSeparator || !configuration.source().labelSeparator().isEmpty()) {
            return Optional.empty();
        }
        TreeSet<String> names = new TreeSet<>();
        clips.forEach(clip -> names.addAll(clip.labels()));
        for (String name : names) {
            List<String> parts = LabelText.split(name);
            Optional<String> part = parts.stream().filter(names::contains).findFirst();
            Optional<Character> separator = LabelText.firstSeparator(name);
            if (parts.size() > 1 && part.isPresent() && separator.isPresent()) {
                return Optional.of("'" + name + "' is read as one label, though '" + part.get()
                        + "' is a label too; 'labelSeparator=" + separator.get() + "' splits it");
            }
        }
        return Optional.empty();
    }

    /** Returns AudioSet's ontology if it contains any of the labels, otherwise an index of the sorted label names. */
    private static LabelIndex labelIndex(List<ListedClip> clips, Path ontology) {
        TreeSet<String> names = new TreeSet<>();
        clips.forEach(clip -> names.addAll(clip.labels()));
        if (Files.isRegularFile(ontology)) {
            LabelIndex labels = LabelIndex.readOntology(ontology);
            if (names.stream().anyMatch(name -> labels.find(name).isPresent())) {
                return labels;
            }
        }
        return LabelIndex.fromNames(names);
    }
}
