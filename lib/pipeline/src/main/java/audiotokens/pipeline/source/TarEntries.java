package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import audiotokens.pipeline.storage.Storage;
import audiotokens.pipeline.storage.StoredFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The clips and unusable entries of one tar file, in the order of the file.
 *
 * @param entries the entries
 */
@SuppressWarnings("NonApiType") // an ArrayList is serializable, a List may not be
record TarEntries(ArrayList<Entry> entries) implements Serializable {
    private static final Pattern ARCHIVE = Pattern.compile("\\.(tar|tgz|gz|bz2|xz|zip)$");

    /**
     * An entry of a tar file.
     *
     * @param name path of the entry in the tar file, or id of an unusable clip
     * @param offset byte offset of the content in the file
     * @param size size of the content in bytes
     * @param problem why the entry is unusable; empty if it is a clip
     */
    record Entry(String name, long offset, int size, String problem) implements Serializable {
        static Entry unusable(String name, String problem) {
            return new Entry(name, 0, 0, problem);
        }

        /** Returns the id of the clip: its file name without extension. */
        String id() {
            return ClipId.fromPath(ClipId.fileName(name));
        }

        TarIndex.ClipLocation location(int shard) {
            return new TarIndex.ClipLocation(shard, offset, size);
        }
    }

    /** Reads the headers of a tar file. If it is truncated or not a tar file, the last entry gives the reason. */
    static TarEntries read(StoredFile file, Storage storage) {
        ArrayList<Entry> entries = new ArrayList<>();
        try (TarHeaderStream headers = new TarHeaderStream(storage.open(file.location()), file.sizeBytes());
                TarArchiveInputStream tar = new TarArchiveInputStream(headers)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (isRegularFile(entry)) {
                    headers.skipContent(entry.getSize());
                }
                if (!entry.isDirectory() && !isIgnored(entry)) {
                    entries.add(entry(entry, tar.getBytesRead(), file.sizeBytes()));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            entries.add(Entry.unusable(file.location().fileName(), "is not a complete tar file: " + e.getMessage()));
        }
        return new TarEntries(entries);
    }

    private static Entry entry(TarArchiveEntry entry, long offset, long length) {
        String name = entry.getName();
        if (!isRegularFile(entry)) {
            return Entry.unusable(name, "is a link or another entry without content");
        }
        if (ARCHIVE.matcher(name).find()) {
            return Entry.unusable(name, "is a nested archive");
        }
        String id = ClipId.fromPath(ClipId.fileName(name));
        if (offset + entry.getSize() > length) {
            return Entry.unusable(id, "is cut off because its tar file is truncated");
        }
        if (entry.getSize() > EncodedAudio.MAX_BYTES) {
            return Entry.unusable(id, "has " + entry.getSize() + " bytes, too many for a clip");
        }
        Optional<String> problem = ClipId.problem(id);
        return problem.isPresent()
                ? Entry.unusable(name, problem.get())
                : new Entry(name, offset, (int) entry.getSize(), "");
    }

    /** Returns whether an entry is a regular file that is neither audio nor an archive. */
    private static boolean isIgnored(TarArchiveEntry entry) {
        String name = entry.getName();
        return isRegularFile(entry) && !ARCHIVE.matcher(name).find() && !AudioFile.hasAudioExtension(name);
    }

    /** Returns whether an entry is a regular file; links and sparse files have no contiguous bytes. */
    static boolean isRegularFile(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isSparse() && !entry.isLink() && !entry.isSymbolicLink();
    }
}
