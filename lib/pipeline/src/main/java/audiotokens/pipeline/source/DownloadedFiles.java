package audiotokens.pipeline.source;

import audiotokens.file.FileName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The audio files of one folder by the YouTube id in their names, as AudioSet's downloaders write them: {@code ID.wav},
 * {@code YID.wav}, {@code ID_30000.flac}, {@code YID_30.000_40.000.m4a}.
 *
 * @param files file of each possible id; empty if several files have it
 */
record DownloadedFiles(Map<String, Optional<Path>> files) {
    private static final int ID_LENGTH = 11;

    /** Suffix with the segment's start, or start and end, in seconds or milliseconds. */
    private static final Pattern TIMES = Pattern.compile("(.+?)_\\d+(?:\\.\\d+)?(?:[_-]\\d+(?:\\.\\d+)?)?");

    static DownloadedFiles list(Path folder) {
        List<Path> folderEntries = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(folderEntries::add);
            } catch (IOException | DirectoryIteratorException e) {
                return new DownloadedFiles(Map.of()); // the clips are reported as missing
            }
        }
        Map<String, Optional<Path>> files = new HashMap<>();
        Set<String> exactNames = new LinkedHashSet<>();
        for (Path file : folderEntries.stream().sorted().toList()) {
            String name = FileName.text(file.getFileName());
            if (!AudioFile.hasAudioExtension(name)) {
                continue;
            }
            String stem = ClipId.withoutExtension(name);
            if (exactNames.add(stem)) {
                files.put(stem, Optional.of(file));
            }
            for (String id : ids(stem)) {
                if (!exactNames.contains(id)) {
                    files.merge(id, Optional.of(file), (one, other) -> Optional.empty());
                }
            }
        }
        return new DownloadedFiles(files);
    }

    /** Returns the possible ids of a file name, except for the name itself. */
    private static Set<String> ids(String stem) {
        Set<String> ids = new LinkedHashSet<>();
        Matcher times = TIMES.matcher(stem);
        String withoutTimes = times.matches() ? times.group(1) : stem;
        for (String name : List.of(stem, withoutTimes)) {
            ids.add(name);
            if (name.length() == ID_LENGTH + 1 && name.startsWith("Y")) {
                ids.add(name.substring(1));
            }
        }
        ids.remove(stem);
        return ids;
    }

    Optional<Path> find(String id) {
        return files.getOrDefault(id, Optional.empty());
    }
}
