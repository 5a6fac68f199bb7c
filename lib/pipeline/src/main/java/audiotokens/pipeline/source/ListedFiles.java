package audiotokens.pipeline.source;

import audiotokens.audio.AudioFile;
import audiotokens.audio.EncodedAudio;
import audiotokens.file.FileTree;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Single files with labels: a folder a class, or a table that names them.
 *
 * @param clips all clips, in order
 * @param files where each clip's audio should be, by id
 * @param faults rows and files that cannot be used
 */
public record ListedFiles(List<LabelledClip> clips, Map<String, Path> files, List<SourceFault> faults)
        implements LabelledSource {
    public ListedFiles {
        clips = List.copyOf(clips);
        files = Map.copyOf(files);
        faults = List.copyOf(faults);
    }

    /**
     * A folder a class: {@code ROOT/LABEL/} and whatever audio lies below it. A clip's id is its path below the root.
     *
     * @throws StageException where a folder cannot be read
     */
    public static ListedFiles inFolders(List<Path> roots) {
        List<LabelledClip> clips = new ArrayList<>();
        Map<String, Path> files = new LinkedHashMap<>();
        List<SourceFault> faults = new ArrayList<>();
        for (Path root : roots) {
            for (Path file : audioBelow(root)) {
                Path relative = root.relativize(file);
                String path = relative.toString().replace('\\', '/');
                if (relative.getNameCount() < 2) {
                    faults.add(new SourceFault(path, file.toString(), "lies in no folder of a class"));
                    continue;
                }
                add(
                        new LabelledClip(
                                ClipId.ofPath(path), List.of(relative.getName(0).toString())),
                        file,
                        clips,
                        files,
                        faults);
            }
        }
        return new ListedFiles(clips, files, faults);
    }

    /**
     * The files that a table names, each looked for below the roots: as named, in {@code audio/}, and in {@code foldN/}
     * and {@code audio/foldN/}.
     *
     * @throws StageException where the table cannot be read
     */
    public static ListedFiles inTable(List<Path> roots, List<Path> tables) {
        ClipTable table = ClipTable.read(tables);
        List<LabelledClip> clips = new ArrayList<>();
        Map<String, Path> files = new LinkedHashMap<>();
        List<SourceFault> faults = new ArrayList<>(table.faults());
        for (ClipTable.Row row : table.rows()) {
            List<Path> places = places(roots, row);
            if (places.isEmpty()) {
                faults.add(new SourceFault(row.id(), row.file(), "the file's name leads out of audioPath"));
                continue;
            }
            Path file = places.stream().filter(Files::isRegularFile).findFirst().orElse(places.getFirst());
            add(new LabelledClip(row.id(), row.labels()), file, clips, files, faults);
        }
        return new ListedFiles(clips, files, faults);
    }

    private static void add(
            LabelledClip clip, Path file, List<LabelledClip> clips, Map<String, Path> files, List<SourceFault> faults) {
        Optional<String> fault = ClipId.fault(clip.id());
        if (fault.isPresent()) {
            faults.add(new SourceFault(clip.id(), file.toString(), fault.get()));
        } else if (files.containsKey(clip.id())) {
            faults.add(
                    new SourceFault(clip.id(), file.toString(), "another clip has this id: " + files.get(clip.id())));
        } else {
            files.put(clip.id(), file);
            clips.add(clip);
        }
    }

    private static List<Path> places(List<Path> roots, ClipTable.Row row) {
        List<String> folders = row.fold().isEmpty()
                ? List.of("", "audio/")
                : List.of("", "audio/", "fold" + row.fold() + "/", "audio/fold" + row.fold() + "/");
        List<Path> places = new ArrayList<>();
        for (Path root : roots) {
            if (root.resolve(row.file()).normalize().startsWith(root.normalize())) {
                folders.forEach(folder -> places.add(root.resolve(folder).resolve(row.file())));
            }
        }
        return places;
    }

    private static List<Path> audioBelow(Path root) {
        try {
            return FileTree.filesBelow(root).stream()
                    .filter(file -> AudioFile.isNamedAsAudio(file.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new StageException("audioPath: " + root + " cannot be read: " + e, e);
        }
    }

    @Override
    public Optional<EncodedAudio> find(String id) {
        return Optional.ofNullable(files.get(id)).filter(Files::isRegularFile).map(EncodedAudio.OfFile::new);
    }

    @Override
    public Optional<Path> container(String id) {
        return Optional.ofNullable(files.get(id)).filter(Files::isRegularFile).map(Path::getParent);
    }

    @Override
    public String describe(String id) {
        return String.valueOf(files.getOrDefault(id, Path.of(id)));
    }
}
