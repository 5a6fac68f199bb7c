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

    /**
     * Lists the audio files below a root folder.
     *
     * @param rootIndex index of {@code root}, which distinguishes equal paths below two roots
     */
    static ClassFolders list(Path root, int rootIndex) {
        List<Path> allFiles = filesBelow(root);
        List<Path> audio = allFiles.stream()
                .filter(file -> AudioFile.hasAudioExtension(FileName.text(file.getFileName())))
                .toList();
        Set<String> topFolders = new TreeSet<>();
        for (Path file : audio) {
            topFolders.add(FileName.text(root.relativize(file).getName(0)));
        }
        boolean hasSplitFolders = !topFolders.isEmpty() && topFolders.stream().allMatch(SplitName::isSplitName);
        boolean isSpeechCommands = Files.isRegularFile(root.resolve(VALIDATION_LIST));
        List<LabeledFile> files = new ArrayList<>();
        List<SourceProblem> problems = new ArrayList<>();
        for (Path file : audio) {
            String path = FileName.text(root.relativize(file));
            List<String> names = Arrays.asList(path.split("/"));
            int labelIndex = hasSplitFolders ? 1 : 0;
            if (names.size() < labelIndex + 2) {
                problems.add(new SourceProblem(path, FileName.text(file), "is not in a class folder"));
            } else if (isSpeechCommands && names.getFirst().equals(BACKGROUND_NOISE)) {
                problems.add(new SourceProblem(path, FileName.text(file), "is background noise, not a class"));
            } else {
                files.add(new LabeledFile(
                        file,
                        ClipNames.fromPath(path, rootIndex + " " + FileName.exactText(root.relativize(file))),
                        names.get(labelIndex),
                        hasSplitFolders ? names.getFirst() : ""));
            }
        }
        List<String> remarks = new ArrayList<>();
        if (hasSplitFolders) {
            remarks.add(root + " contains the folders " + String.join(", ", topFolders)
                    + ": the labels are the folders below them. splitType=lists uses this split");
        }
        if (isSpeechCommands) {
            remarks.add(root + " has Speech Commands' layout: splitType=lists validationSegments="
                    + root.resolve(VALIDATION_LIST) + " uses its own validation set");
        }
        nestedClassesRemark(root, files).ifPresent(remarks::add);
        AudioFile.describeIgnored(root, allFiles).ifPresent(remarks::add);
        allFiles.stream()
                .filter(file -> FileName.text(file).endsWith(".csv"))
                .limit(MAX_TABLES)
                .filter(ClipTable::isClipTable)
                .findFirst()
                .ifPresent(table -> remarks.add(table + " lists files and labels: sourceType=folds clipTable=" + table
                        + " takes the labels from it instead of from the folder names"));
        return new ClassFolders(files, problems, remarks);
    }

    /**
     * Returns a remark if there is only one label, with subfolders that look like classes, as in GTZAN's
     * genres_original.
     */
    private static Optional<String> nestedClassesRemark(Path root, List<LabeledFile> files) {
        Set<String> labels = files.stream().map(LabeledFile::label).collect(Collectors.toSet());
        if (labels.size() != 1 || SplitName.isSplitName(labels.iterator().next())) {
            return Optional.empty();
        }
        Path label = root.relativize(files.getFirst().file()).getName(0);
        Path folder = root.resolve(label);
        Set<Path> classes = subfolders(folder, files);
        while (classes.size() == 1) {
            folder = folder.resolve(classes.iterator().next());
            classes = subfolders(folder, files);
        }
        if (classes.size() < 2) {
            return Optional.empty();
        }
        Path prefix = root.resolve(label).relativize(folder);
        return Optional.of("all clips have the label " + FileName.text(label) + ", but its folder has the subfolders "
                + classes.stream()
                        .limit(5)
                        .map(name -> FileName.text(prefix.resolve(name)))
                        .collect(Collectors.joining(", "))
                + (classes.size() > 5 ? ", ..." : "") + ": audioPath=" + folder + " uses these as labels");
    }

    /**
     * Returns the subfolders of {@code folder} that contain files; none if any of {@code files} is directly in
     * {@code folder} or outside of it.
     */
    private static Set<Path> subfolders(Path folder, List<LabeledFile> files) {
        Set<Path> subfolders = new TreeSet<>();
        for (LabeledFile file : files) {
            Path path = file.file().startsWith(folder) ? folder.relativize(file.file()) : Path.of("");
            if (path.getNameCount() < 2) {
                return Set.of();
            }
            subfolders.add(path.getName(0));
        }
        return subfolders;
    }

    private static List<Path> filesBelow(Path root) {
        try {
            return FileTree.filesBelow(root);
        } catch (IOException e) {
            throw new StageException("audioPath: " + root + " cannot be read: " + e, e);
        }
    }
}
