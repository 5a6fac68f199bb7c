package audiotokens.audio;

import java.util.Locale;
import java.util.Set;

/** What counts as a file of audio, by its name. */
public final class AudioFile {
    private static final Set<String> EXTENSIONS = Set.of(
            "wav", "flac", "mp3", "ogg", "oga", "opus", "m4a", "mp4", "aac", "aif", "aiff", "aifc", "au", "caf", "wma",
            "wv", "ape", "amr", "ac3", "mka", "mkv", "webm", "mov", "avi", "3gp", "spx", "tta", "voc", "w64", "mp2");

    private AudioFile() {}

    /** Whether {@code name} ends as a file that FFmpeg reads sound from; hidden files do not count. */
    public static boolean isNamedAsAudio(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        return !last.startsWith(".")
                && dot > 0
                && EXTENSIONS.contains(last.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
