package audiotokens.pipeline.source;

import audiotokens.file.FileName;
import audiotokens.file.FileTree;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The audio files below a root folder with one folder per class.
 *
 * @param files sorted by path
 * @param problems audio files outside of class folders
 * @param remarks remarks on the layout for the user
 */
record ClassFolders(List<LabeledFile> files, List<SourceProblem> problems, List<String> remarks) {
    private static final String VALIDATION_LIST = "validation_list.txt";
    private static final String BACKGROUND_NOISE = "_background_noise_";
    private static final int MAX_TABLES = 20;

    ClassFolders {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    /** @param number index of {@code root}, which distinguishes equal paths below two roots */
    static ClassFolders in(Path root, int number) {
        List<Path> all = filesBelow(root);
        List<Path> audio = all.stream()
                .filter(file -> AudioFile.isNamedAsAudio(FileName.text(file.getFileName())))
                .toList();
        Set<String> parts = new TreeSet<>();
        for (Path file : audio) {
            parts.add(FileName.text(root.relativize(file).getName(0)));
        }
        boolean inParts = !parts.isEmpty() && parts.stream().allMatch(SplitName::isSplitName);
        boolean isSpeechCommands = Files.isRegularFile(root.resolve(VALIDATION_LIST));
        List<LabeledFile> files = new ArrayList<>();
        List<SourceProblem> problems = new ArrayList<>();
        for (Path file : audio) {
            String path = FileName.text(root.relativize(file));
            List<String> names = Arrays.asList(path.split("/"));
            int label = inParts ? 1 : 0;
            if (names.size() < label + 2) {
                problems.add(new SourceProblem(path, FileName.text(file), "is not in a class folder"));
            } else if (isSpeechCommands && names.getFirst().equals(BACKGROUND_NOISE)) {
                problems.add(new SourceProblem(path, FileName.text(file), "is background noise, not a class"));
            } else {
                files.add(new LabeledFile(
                        file,
                        ClipNames.ofPath(path, number + " " + FileName.exactText(root.relativize(file))),
                        names.get(label),
                        inParts ? names.getFirst() : ""));
            }
        }
        List<String> remarks = new ArrayList<>();
        if (inParts) {
            remarks.add(root + " contains the folders " + String.join(", ", parts)
                    + ": the labels are the folders below them. splitType=lists uses this split");
        }
        if (isSpeechCommands) {
            remarks.add(root + " has Speech Commands' layout: splitType=lists validationSegments="
                    + root.resolve(VALIDATION_LIST) + " uses its own validation set");
        }
        deeperClasses(root, files).ifPresent(remarks::add);
        AudioFile.passedOver(root, all).ifPresent(remarks::add);
        all.stream()
                .filter(file -> FileName.text(file).endsWith(".csv"))
                .limit(MAX_TABLES)
                .filter(ClipTable::isClipTable)
                .findFirst()
                .ifPresent(table -> remarks.add(table + " lists files and labels: sourceType=folds clipTable=" + table
                        + " takes the labels from it instead of from the folder names"));
        return new ClassFolders(files, problems, remarks);
    }

    /** Adds a remark if there is one label with subfolders that look like classes, as in GTZAN's genres_original. */
    private static Optional<String> deeperClasses(Path root, List<LabeledFile> files) {
        Set<String> labels = files.stream().map(LabeledFile::label).collect(Collectors.toSet());
        if (labels.size() != 1 || SplitName.isSplitName(labels.iterator().next())) {
            return Optional.empty();
        }
        Path label = root.relativize(files.getFirst().file()).getName(0);
        Path folder = root.resolve(label);
        Set<Path> below = subfolders(folder, files);
        while (below.size() == 1) {
            folder = folder.resolve(below.iterator().next());
            below = subfolders(folder, files);
        }
        if (below.size() < 2) {
            return Optional.empty();
        }
        Path prefix = root.resolve(label).relativize(folder);
        return Optional.of("all clips have the label " + FileName.text(label) + ", which has the subfolders "
                + below.stream()
                        .limit(5)
                        .map(name -> FileName.text(prefix.resolve(name)))
                        .collect(Collectors.joining(", "))
                + (below.size() > 5 ? ", ..." : "") + ": audioPath=" + folder + " uses these as labels");
    }

    /** The subfolders of {@code folder} with files; none if a file is in {@code folder} itself or elsewhere. */
    private static Set<Path> subfolders(Path folder, List<LabeledFile> files) {
        Set<Path> found = new TreeSet<>();
        for (LabeledFile file : files) {
            Path path = file.file().startsWith(folder) ? folder.relativize(file.file()) : Path.of("");
            if (path.getNameCount() < 2) {
                return Set.of();
            }
            found.add(path.getName(0));
        }
        return found;
    }

    private static List<Path> filesBelow(Path root) {
        try {
            return FileTree.filesBelow(root);
        } catch (IOException e) {
            throw new StageException("audioPath: " + root + " cannot be read: " + e, e);
        }
    }
}
