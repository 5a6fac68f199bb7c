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
 * @param all the entries
 */
@SuppressWarnings("NonApiType") // an ArrayList is serializable, a List may not be
record TarEntries(ArrayList<Entry> all) implements Serializable {
    private static final Pattern ARCHIVE = Pattern.compile("\\.(tar|tgz|gz|bz2|xz|zip)$");

    /**
     * An entry of a tar file.
     *
     * @param name id of the clip, or name of an unusable entry
     * @param offset byte offset of the content in the file
     * @param size size of the content in bytes
     * @param fault why the entry is unusable; empty if it is a clip
     */
    record Entry(String name, long offset, int size, String fault) implements Serializable {
        static Entry fault(String name, String reason) {
            return new Entry(name, 0, 0, reason);
        }
    }

    /** Reads the headers of a tar file; a file that is truncated or no tar file has a fault at the end. */
    static TarEntries read(StoredFile file, Storage storage) {
        ArrayList<Entry> entries = new ArrayList<>();
        try (TarHeaders headers = new TarHeaders(storage.open(file.location()), file.bytes());
                TarArchiveInputStream tar = new TarArchiveInputStream(headers)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (holdsBytes(entry)) {
                    headers.skipContent(entry.getSize());
                }
                if (!entry.isDirectory() && !isOther(entry)) {
                    entries.add(entry(entry, tar.getBytesRead(), file.bytes()));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            entries.add(Entry.fault(file.location().fileName(), "is not a complete tar file: " + e.getMessage()));
        }
        return new TarEntries(entries);
    }

    private static Entry entry(TarArchiveEntry entry, long offset, long length) {
        String name = entry.getName();
        if (!holdsBytes(entry)) {
            return Entry.fault(name, "is a link or another entry without content");
        }
        if (ARCHIVE.matcher(name).find()) {
            return Entry.fault(name, "is a nested archive");
        }
        String id = ClipId.ofPath(name.substring(name.lastIndexOf('/') + 1));
        if (offset + entry.getSize() > length) {
            return Entry.fault(id, "is truncated with its shard");
        }
        if (entry.getSize() > EncodedAudio.MAX_BYTES) {
            return Entry.fault(id, "has " + entry.getSize() + " bytes, too many for a clip");
        }
        Optional<String> fault = ClipId.fault(id);
        return fault.isPresent() ? Entry.fault(name, fault.get()) : new Entry(id, offset, (int) entry.getSize(), "");
    }

    /** Whether an entry is a regular file that is neither audio nor an archive. */
    private static boolean isOther(TarArchiveEntry entry) {
        String name = entry.getName();
        return holdsBytes(entry) && !ARCHIVE.matcher(name).find() && !AudioFile.isNamedAsAudio(name);
    }

    /** Whether an entry is a regular file; links and sparse files have no contiguous bytes. */
    static boolean holdsBytes(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isSparse() && !entry.isLink() && !entry.isSymbolicLink();
    }
}
