package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * AudioSet's own layout: {@code ROOT/SET/<first two characters of ID>/ID.flac}.
 *
 * @param roots folders that hold the sets, searched in order
 * @param sets names of the sets, searched in order
 */
public record AudioSetTree(List<Path> roots, List<String> sets) implements AudioSource {
    public AudioSetTree {
        roots = List.copyOf(roots);
        sets = List.copyOf(sets);
    }

    @Override
    public Optional<EncodedAudio> find(String id) {
        return file(id).map(EncodedAudio.OfFile::new);
    }

    @Override
    public Optional<Path> container(String id) {
        return file(id).map(file -> file.getParent().getParent());
    }

    private Optional<Path> file(String id) {
        for (Path root : roots) {
            for (String set : sets) {
                Path file = place(root, set, id);
                if (Files.isRegularFile(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String describe(String id) {
        return place(roots.getFirst(), "{" + String.join(",", sets) + "}", id).toString();
    }

    static Path place(Path root, String set, String id) {
        return root.resolve(set)
                .resolve(id.substring(0, Math.min(2, id.length())))
                .resolve(id + ".flac");
    }
}
