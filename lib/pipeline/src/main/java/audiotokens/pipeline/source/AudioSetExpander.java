package audiotokens.pipeline.source;

import audiotokens.file.AtomicFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Command: unpacks AudioSet's tar files into its tree, {@code ROOT/SET/<first two characters of ID>/ID.flac}.
 *
 * <p>Arguments: the root to write to, then tar files, plain or compressed with gzip or bzip2. As in the original Python
 * implementation, the tar file's name determines the set: unbal_train or eval if the name contains it, otherwise
 * bal_train. Existing files are kept.
 */
public final class AudioSetExpander {
    private final Path root;
    private final List<SourceProblem> problems = new ArrayList<>();
    private int writtenCount;

    private AudioSetExpander(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.println("usage: audioset_expander ROOT TAR ...");
            System.exit(2);
        }
        AudioSetExpander expander = new AudioSetExpander(Path.of(arguments[0]));
        Arrays.stream(arguments).skip(1).map(Path::of).forEach(expander::expand);
        expander.problems.forEach(
                problem -> System.err.println(problem.origin() + ": " + problem.name() + ": " + problem.reason()));
        System.out.println(expander.writtenCount + " clips written to " + expander.root);
        if (!expander.problems.isEmpty()) {
            System.exit(1);
        }
    }

    private void expand(Path shard) {
        try (InputStream in = openDecompressed(shard);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (TarEntries.isRegularFile(entry) && name.endsWith(".flac")) {
                    write(shard, ClipId.fromPath(name), tar);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            problems.add(new SourceProblem(shard.getFileName().toString(), shard.toString(), String.valueOf(e)));
        }
    }

    private void write(Path shard, String id, InputStream tar) throws IOException {
        if (ClipId.problem(id).isPresent()) {
            problems.add(
                    new SourceProblem(id, shard.toString(), ClipId.problem(id).get()));
            return;
        }
        Path file = AudioSetTree.pathOf(root, setName(shard), id);
        if (!Files.exists(file)) {
            AtomicFile.write(file, tar::transferTo);
            writtenCount++;
        }
    }

    private static String setName(Path shard) {
        String name = shard.getFileName().toString();
        return name.contains("unbal_train") ? "unbal_train" : name.contains("eval") ? "eval" : "bal_train";
    }

    private static InputStream openDecompressed(Path shard) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(shard), 1 << 16);
        String name = shard.getFileName().toString();
        try {
            if (name.endsWith(".gz") || name.endsWith(".tgz")) {
                return new GZIPInputStream(in, 1 << 16);
            }
            return name.endsWith(".bz2") ? new BZip2CompressorInputStream(in, true) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
