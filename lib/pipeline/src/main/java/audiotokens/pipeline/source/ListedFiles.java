package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import audiotokens.file.FileName;
import audiotokens.pipeline.config.Configuration;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Individual audio files with labels, from one folder per class or from a table.
 *
 * @param clips all clips, in order
 * @param files expected audio file of each clip, by id
 * @param problems unusable rows and files
 * @param remarks remarks on the files for the user
 */
public record ListedFiles(
        List<ListedClip> clips, Map<String, Path> files, List<SourceProblem> problems, List<String> remarks)
        implements LabeledSource {
    public ListedFiles {
        clips = List.copyOf(clips);
        files = Map.copyOf(files);
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    /**
     * Lists the audio files in one folder per class, {@code ROOT/LABEL/}, or in one folder per split and class,
     * {@code ROOT/train/LABEL/} and {@code ROOT/test/LABEL/}. A clip's id is its path below the root.
     *
     * @throws audiotokens.pipeline.run.StageException if a folder cannot be read
     */
    public static ListedFiles fromFolders(List<Path> roots) {
        List<LabeledFile> labeledFiles = new ArrayList<>();
        List<SourceProblem> problems = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            ClassFolders folders = ClassFolders.list(roots.get(i), i);
            labeledFiles.addAll(folders.files());
            problems.addAll(folders.problems());
            remarks.addAll(folders.remarks());
        }
        List<String> ids = ClipNames.assignUnique(
                labeledFiles.stream().map(LabeledFile::names).toList());
        List<ListedClip> clips = new ArrayList<>();
        Map<String, Path> files = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            add(labeledFiles.get(i).withId(ids.get(i)), labeledFiles.get(i).file(), clips, files, problems);
        }
        return new ListedFiles(clips, files, problems, remarks);
    }

    /**
     * Lists the files named in tables. Each name is looked up below the roots, also in {@code audio/}, {@code foldN/}
     * and {@code audio/foldN/}, then as the only file whose path ends with it, with or without extension.
     *
     * @throws audiotokens.pipeline.run.StageException if a table cannot be read
     */
    public static ListedFiles fromTable(Configuration configuration) {
        List<Path> roots = configuration.dataset().audioFolders();
        ClipTable table = ClipTable.read(configuration);
        FileFinder finder = new FileFinder(roots);
        List<ListedClip> clips = new ArrayList<>();
        Map<String, Path> files = new LinkedHashMap<>();
        List<SourceProblem> problems = new ArrayList<>(table.problems());
        for (ClipTable.Row row : table.rows()) {
            try {
                List<Path> candidates = candidates(roots, row);
                if (candidates.isEmpty()) {
                    problems.add(new SourceProblem(row.id(), row.file(), "the file is outside of audioPath"));
                    continue;
                }
                Path file = candidates.stream()
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .or(() -> finder.find(row.file()))
                        .orElse(candidates.getFirst());
                add(new ListedClip(row.id(), row.labels(), row.split()), file, clips, files, problems);
            } catch (InvalidPathException e) {
                problems.add(new SourceProblem(
                        row.id(), row.file(), "is not a valid file name on this system: " + e.getReason()));
            }
        }
        return new ListedFiles(clips, files, problems, List.of());
    }

    private static void add(
            ListedClip clip, Path file, List<ListedClip> clips, Map<String, Path> files, List<SourceProblem> problems) {
        Optional<String> problem = ClipId.problem(clip.id());
        if (problem.isPresent()) {
            problems.add(new SourceProblem(clip.id(), FileName.text(file), problem.get()));
        } else {
            files.put(clip.id(), file);
            clips.add(clip);
        }
    }

    private static List<Path> candidates(List<Path> roots, ClipTable.Row row) {
        List<String> folders = row.fold().isEmpty()
                ? List.of("", "audio/")
                : List.of("", "audio/", "fold" + row.fold() + "/", "audio/fold" + row.fold() + "/");
        List<Path> candidates = new ArrayList<>();
        for (Path root : roots) {
            if (root.resolve(row.file()).normalize().startsWith(root.normalize())) {
                folders.forEach(folder -> candidates.add(root.resolve(folder).resolve(row.file())));
            }
        }
        return candidates;
    }

    @Override
    public Optional<EncodedAudio> find(String id) {
        return Optional.ofNullable(files.get(id)).filter(Files::isRegularFile).map(EncodedAudio.InFile::new);
    }

    @Override
    public Optional<String> container(String id) {
        return Optional.ofNullable(files.get(id))
                .filter(Files::isRegularFile)
                .map(file -> String.valueOf(file.getParent()));
    }

    @Override
    public String describe(String id) {
        return Optional.ofNullable(files.get(id)).map(FileName::text).orElse(id);
    }

    @Override
    public Optional<String> example() {
        return files.values().stream().filter(Files::isRegularFile).findFirst().map(FileName::text);
    }
}
