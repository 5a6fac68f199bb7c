package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import audiotokens.file.FileName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * AudioSet's layout: {@code ROOT/SET/<first two characters of ID>/ID.flac}.
 *
 * <p>If that file is missing, the file names of other downloaders are tried, in the same folder, the set's folder and
 * {@code ROOT}: with the prefix {@code Y}, with a suffix for the segment's start (and end), with any audio extension.
 */
public final class AudioSetTree implements AudioSource {
    private final List<Path> roots;
    private final List<String> sets;
    /** Files with other downloaders' names, by folder; each folder is listed when it is first searched. */
    private final Map<Path, DownloadedFiles> folders = new ConcurrentHashMap<>();

    /**
     * @param roots folders that contain the sets, searched in order
     * @param sets names of the sets, searched in order
     */
    public AudioSetTree(List<Path> roots, List<String> sets) {
        this.roots = List.copyOf(roots);
        this.sets = List.copyOf(sets);
    }

    @Override
    public Optional<EncodedAudio> find(String id) {
        return file(id).map(EncodedAudio.InFile::new);
    }

    @Override
    public Optional<String> container(String id) {
        return file(id).map(file -> String.valueOf(roots.stream()
                .flatMap(root -> sets.stream().map(root::resolve))
                .filter(file::startsWith)
                .findFirst()
                .orElse(file.getParent())));
    }

    private Optional<Path> file(String id) {
        for (Path root : roots) {
            for (String set : sets) {
                Path file = pathOf(root, set, id);
                if (Files.isRegularFile(file)) {
                    return Optional.of(file);
                }
            }
        }
        for (Path root : roots) {
            for (String set : sets) {
                for (Path folder : List.of(
                        pathOf(root, set, id).getParent(),
                        pathOf(root, set, "Y" + id).getParent(),
                        root.resolve(set))) {
                    Optional<Path> file = folders.computeIfAbsent(folder, DownloadedFiles::list)
                            .find(id);
                    if (file.isPresent()) {
                        return file;
                    }
                }
            }
            Optional<Path> file =
                    folders.computeIfAbsent(root, DownloadedFiles::list).find(id);
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    @Override
    public String describe(String id) {
        return pathOf(roots.getFirst(), "{" + String.join(",", sets) + "}", id).toString();
    }

    @Override
    public Optional<String> example() {
        for (Path root : roots) {
            try (Stream<Path> tree = Files.walk(root)) {
                Optional<Path> first = tree.filter(file -> AudioFile.hasAudioExtension(FileName.text(file)))
                        .filter(Files::isRegularFile)
                        .findFirst();
                if (first.isPresent()) {
                    return first.map(FileName::text);
                }
            } catch (IOException | UncheckedIOException e) {
                // continue without an example
            }
        }
        return Optional.empty();
    }

    static Path pathOf(Path root, String set, String id) {
        return root.resolve(set)
                .resolve(id.substring(0, Math.min(2, id.length())))
                .resolve(id + ".flac");
    }
}
