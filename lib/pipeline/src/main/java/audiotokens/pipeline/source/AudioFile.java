package audiotokens.pipeline.source;

import audiotokens.file.FileName;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Recognizes audio files by name. */
public final class AudioFile {
    private static final Set<String> EXTENSIONS = Set.of(
            ("3g2 3ga 3gp 8svx aa3 aac ac3 adts adx aea aif aifc aiff amr ape asf ast au avi avr awb bwf caf dff dsf dss dts dtshd"
                            + " eac3 ec3 f4a f4v fap flac flv g722 g723_1 gsm hca iff ircam laf latm lc3 loas m2a m2ts m4a m4b"
                            + " m4p m4r m4v mka mkv mlp mov mp+ mp1 mp2 mp3 mp4 mpa mpc mpeg mpg mpga mpp mts nist nsp nut"
                            + " oga ogg ogv ogx oma opus osq paf pvf qcp qoa ra rf64 rka rm rso sbc sdx sf shn sln snd"
                            + " sox sph spx svx tak thd ts tta voc vqf w64 wav wave weba webm wma wmv wsd wv wve xa"
                            + " xwma")
                    .split(" "));

    private AudioFile() {}

    /** Returns whether a file name has the extension of an audio format that FFmpeg reads; false for hidden files. */
    public static boolean hasAudioExtension(String name) {
        String fileName = ClipId.fileName(name);
        return !fileName.startsWith(".") && EXTENSIONS.contains(extension(fileName));
    }

    /** Describes the files without an audio extension, grouped by extension; empty if there are none. */
    static Optional<String> describeIgnored(Path root, List<Path> files) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Path file : files) {
            String name = FileName.text(file.getFileName());
            if (!hasAudioExtension(name)) {
                String extension = extension(name);
                String kind = name.startsWith(".")
                        ? "hidden"
                        : extension.isEmpty() ? "without an extension" : "." + extension;
                counts.merge(kind, 1, Integer::sum);
            }
        }
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        return total == 0
                ? Optional.empty()
                : Optional.of(total + (total == 1 ? " file" : " files") + " without an audio extension below " + root
                        + (total == 1 ? " is ignored: " : " are ignored: ")
                        + counts.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + entry.getKey())
                                .collect(Collectors.joining(", ")));
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }
}
