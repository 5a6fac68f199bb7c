package audiotokens.pipeline.clusters;

import audiotokens.cluster.Codebook;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.Mergeable;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.RunSpectrograms;
import audiotokens.pipeline.spectrograms.SpectrogramClips;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.work.Progress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the training frames nearest to each centroid, for viewing and listening. At most one frame per clip and token
 * is used, since neighboring frames are nearly identical.
 */
public final class CentroidExamples {
    private static final Comparator<Example> NEAREST_FIRST = Comparator.comparingDouble(Example::distance)
            .thenComparing(Example::clipId)
            .thenComparingInt(Example::frame);

    private CentroidExamples() {}

    /**
     * A frame of a training clip.
     *
     * @param token token of its nearest centroid
     * @param clipId id of the clip
     * @param frame index of the frame in the clip, from 0
     * @param seconds time of the frame's center in the clip, in seconds
     * @param distance squared distance to the centroid
     */
    public record Example(int token, String clipId, int frame, double seconds, double distance)
            implements Serializable {}

    /**
     * Finds the nearest frames of the training clips.
     *
     * @param maxClips maximum number of clips to search, spread evenly over the training clips
     * @param maxExamples maximum number of examples per centroid
     * @return one list of examples per token, in token order; each list is sorted nearest first
     */
    public static List<List<Example>> find(
            Configuration configuration, Codebook codebook, int maxClips, int maxExamples, Progress progress) {
        ArrayList<String> ids = new ArrayList<>(SpectrogramClips.evenlySpaced(configuration, Split.TRAIN, maxClips));
        NearestFrames noExamples = new NearestFrames(
                Stream.generate(List::<Example>of)
                        .limit(codebook.vocabularySize())
                        .toList(),
                maxExamples);
        try (Progress.Task task = progress.begin("Nearest frames", ids.size(), "clips")) {
            return Executor.of(configuration)
                    .reduce(ids, new ExampleWork(configuration, codebook, maxExamples), noExamples, task, failed -> {})
                    .examples();
        }
    }

    private record ExampleWork(Configuration configuration, Codebook codebook, int maxExamples)
            implements ItemWork<String, NearestFrames> {
        @Override
        public WorkerFactory<String, NearestFrames> open() {
            RunSpectrograms spectrograms = RunSpectrograms.open(configuration, false);
            double secondsPerFrame = configuration.spectrogram().secondsPerFrame();
            return WorkerFactory.shared(spectrograms::close, id -> {
                Spectrogram spectrogram = spectrograms.read(Split.TRAIN, id);
                return new NearestFrames(
                        Arrays.stream(nearestInClip(id, spectrogram, codebook, secondsPerFrame))
                                .map(example -> example == null ? List.<Example>of() : List.of(example))
                                .toList(),
                        maxExamples);
            });
        }
    }

    /** Up to {@code maxExamples} examples of each token, nearest first. */
    private record NearestFrames(List<List<Example>> examples, int maxExamples) implements Mergeable<NearestFrames> {
        @Override
        public NearestFrames merge(NearestFrames following) {
            List<List<Example>> merged = new ArrayList<>();
            for (int token = 0; token < examples.size(); token++) {
                merged.add(Stream.concat(examples.get(token).stream(), following.examples.get(token).stream())
                        .sorted(NEAREST_FIRST)
                        .limit(maxExamples)
                        .toList());
            }
            return new NearestFrames(merged, maxExamples);
        }
    }

    /**
     * Returns, for each token, the frame nearest to its centroid among the clip's frames with this token; null for
     * tokens that do not occur in the clip.
     */
    private static @Nullable Example[] nearestInClip(
            String id, Spectrogram spectrogram, Codebook codebook, double secondsPerFrame) {
        float[] points = codebook.features().of(spectrogram);
        int[] nearest = new int[spectrogram.nFrames()];
        float[] distances = new float[nearest.length];
        codebook.find(points, nearest, distances);
        @Nullable Example[] examples = new Example[codebook.vocabularySize()];
        for (int frame = 0; frame < nearest.length; frame++) {
            int token = nearest[frame];
            if (examples[token] == null || distances[frame] < examples[token].distance()) {
                examples[token] = new Example(token, id, frame, frame * secondsPerFrame, distances[frame]);
            }
        }
        return examples;
    }
}
