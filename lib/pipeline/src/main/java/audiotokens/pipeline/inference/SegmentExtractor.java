package audiotokens.pipeline.inference;

import audiotokens.audio.FlacEncoder;
import audiotokens.audio.Waveform;
import audiotokens.file.AtomicFile;
import audiotokens.label.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Saves the windows with the highest scores of each label as FLAC files, for checking by ear. Files are named by label,
 * score, source and start: {@code Dog_0.93_garden.wav_0012.50s.flac}. The folder always contains the best segments so
 * far.
 */
final class SegmentExtractor {
    private final Path folder;
    private final int maxSegments;
    private final Map<Label, List<Segment>> bestSegments = new HashMap<>();

    private record Segment(Path file, float score) {}

    /** @param maxSegments maximum number of segments per label */
    SegmentExtractor(Path folder, int maxSegments) {
        this.folder = folder;
        this.maxSegments = maxSegments;
    }

    /**
     * Saves a window if its score is among the best.
     *
     * @param start start of the window in {@code source}, in seconds
     * @throws IOException if the folder cannot be written
     */
    void offer(Label label, float score, String source, double start, Waveform window) throws IOException {
        List<Segment> segments = bestSegments.computeIfAbsent(label, any -> new ArrayList<>());
        if (segments.size() == maxSegments && segments.getLast().score() >= score) {
            return;
        }
        Path file = folder.resolve(String.format(
                Locale.ROOT,
                "%s_%.2f_%s_%07.2fs.flac",
                fileNamePart(label.name()),
                score,
                fileNamePart(source),
                start));
        byte[] flac = FlacEncoder.encode(new float[][] {window.samples()}, window.sampleRate());
        AtomicFile.write(file, out -> out.write(flac));
        segments.add(new Segment(file, score));
        segments.sort(Comparator.comparingDouble(Segment::score).reversed());
        if (segments.size() > maxSegments) {
            Files.deleteIfExists(segments.removeLast().file());
        }
    }

    private static String fileNamePart(String name) {
        String fileName = name.substring(name.lastIndexOf('/') + 1);
        return fileName.replaceAll("[^\\p{L}\\p{N}.-]+", "-");
    }
}
