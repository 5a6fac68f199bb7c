package audiotokens.pipeline.clusters;

import audiotokens.audio.AudioException;
import audiotokens.cluster.CentroidSums;
import audiotokens.cluster.FrameFeatures;
import audiotokens.cluster.NearestCentroid;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemOutcome;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.Mergeable;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.RunSpectrograms;
import audiotokens.spectrogram.SelectedFrames;
import audiotokens.token.ClipSignal;
import audiotokens.token.TrainingClips;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The training clips of a run, with spectrograms that are stored or recomputed; the run's executor reads their frames.
 *
 * @param configuration configuration of the run
 * @param spectrograms spectrograms of its clips
 * @param ids ids of the training clips, in split order
 * @param frameCounts number of frames of each clip
 * @param executor executor that reads the frames
 */
record RunTrainingClips(
        Configuration configuration,
        RunSpectrograms spectrograms,
        List<String> ids,
        int[] frameCounts,
        Executor executor)
        implements TrainingClips {
    @Override
    public int size() {
        return ids.size();
    }

    @Override
    public ClipSignal clip(int index) {
        return spectrograms.clip(Split.TRAIN, ids.get(index));
    }

    @Override
    public int nFrames(int index) {
        return frameCounts[index];
    }

    @Override
    public float[] features(
            FrameFeatures features, List<int[]> frames, int first, int end, int threads, Progress.Task task) {
        List<SelectedClip> selected = selected(frames, first, end);
        long total = selected.stream().mapToLong(clip -> clip.frames().length).sum();
        float[] points = new float[Math.toIntExact(total * features.size())];
        executor.forEach(selected, new FeatureWork(configuration, features), task, new Concatenation(points));
        return points;
    }

    private List<SelectedClip> selected(List<int[]> frames, int first, int end) {
        List<SelectedClip> selected = new ArrayList<>();
        for (int i = first; i < end; i++) {
            selected.add(new SelectedClip(ids.get(i), frameCounts[i], frames.get(i)));
        }
        return selected;
    }

    @Override
    public Optional<CentroidSums> sums(
            FrameFeatures features, List<int[]> frames, float[] centroids, Progress.Task task) {
        List<SelectedClip> selected = selected(frames, 0, ids.size());
        int k = centroids.length / features.size();
        Sums zero = new Sums(CentroidSums.zero(k, features.size()));
        return Optional.of(executor.reduce(
                        selected,
                        new SumWork(new FeatureWork(configuration, features), centroids),
                        zero,
                        task,
                        failed -> {})
                .sums());
    }

    private record Sums(CentroidSums sums) implements Mergeable<Sums> {
        @Override
        public Sums merge(Sums following) {
            return new Sums(sums.merge(following.sums));
        }

        @Override
        public long approximateBytes() {
            return sums.approximateBytes();
        }
    }

    /** Computes the features of a clip's frames and sums them by nearest centroid. */
    private record SumWork(FeatureWork featureWork, float[] centroids) implements ItemWork<SelectedClip, Sums> {
        @Override
        public WorkerFactory<SelectedClip, Sums> open() throws IOException {
            int dimensions = featureWork.features().size();
            NearestCentroid search = NearestCentroid.of(centroids, dimensions);
            WorkerFactory<SelectedClip, float[]> factory = featureWork.open();
            Worker<SelectedClip, float[]> worker = factory.worker();
            return WorkerFactory.shared(
                    factory::close,
                    clip -> new Sums(
                            CentroidSums.of(worker.apply(clip), centroids.length / dimensions, dimensions, search)));
        }
    }

    /** The selected frames of a clip that has {@code frameCount} frames. */
    private record SelectedClip(String id, int frameCount, int[] frames) implements Serializable {}

    private record FeatureWork(Configuration configuration, FrameFeatures features)
            implements ItemWork<SelectedClip, float[]> {
        @Override
        public WorkerFactory<SelectedClip, float[]> open() {
            RunSpectrograms spectrograms = RunSpectrograms.open(configuration, false);
            return WorkerFactory.shared(
                    spectrograms::close, clip -> clip.frames().length == 0 ? new float[0] : read(clip, spectrograms));
        }

        private float[] read(SelectedClip clip, RunSpectrograms spectrograms) throws IOException {
            BitSet needed = features.requiredFrames(clip.frames(), clip.frameCount());
            SelectedFrames selectedFrames;
            try {
                selectedFrames = spectrograms.read(Split.TRAIN, clip.id(), needed);
            } catch (AudioException e) {
                throw new IOException(e.getMessage() + "; " + spectrograms.remedy(Split.TRAIN), e);
            }
            if (selectedFrames.nFrames() != clip.frameCount()) {
                throw new IOException(spectrograms.location(Split.TRAIN, clip.id()) + " has "
                        + selectedFrames.nFrames() + " frames, but had " + clip.frameCount()
                        + " when they were counted; " + spectrograms.remedy(Split.TRAIN));
            }
            return features.of(selectedFrames, clip.frames());
        }
    }

    /** Concatenates the features of the clips, which arrive in order. */
    private static final class Concatenation implements Consumer<ItemOutcome<SelectedClip, float[]>> {
        private final float[] points;
        private int offset;

        Concatenation(float[] points) {
            this.points = points;
        }

        @Override
        public void accept(ItemOutcome<SelectedClip, float[]> outcome) {
            if (outcome instanceof ItemOutcome.Done<SelectedClip, float[]>(SelectedClip clip, float[] features)) {
                System.arraycopy(features, 0, points, offset, features.length);
                offset += features.length;
            }
        }
    }
}
