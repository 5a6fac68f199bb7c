package audiotokens.timeline;

import audiotokens.label.LabelIndex;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Converts the scores of overlapping windows into sound events, incrementally.
 *
 * <p>Time is divided into steps. A label's score at a step is the weighted mean of its scores in the windows that cover
 * the step, where weights decrease from each window's center; with 50% overlap this is linear interpolation between
 * window centers. An event contains a score at or above the label's threshold, and extends to where the score crosses
 * half of the local maximum. Events of a label separated by at most {@code gapSeconds} are merged. An event is emitted
 * as soon as no later window can change it, so the events of one label are emitted in order of time. Not thread-safe.
 */
public final class EventDetector {
    private static final int STEPS_PER_HOP = 8;

    private final LabelIndex labels;
    private final TimelineOptions options;
    private final double hopSeconds;
    private final double stepSeconds;
    private final Consumer<SoundEvent> events;
    private final Deque<WindowScores> windows = new ArrayDeque<>();
    /** One tracker per label; none before the first window. */
    private EventTracker[] trackers = {};
    /** The last event of each label, with which the next event may be merged. */
    private final EventTracker.@Nullable Segment[] lastEvents;

    private long nextStep;
    /** Latest end of a window, in seconds. */
    private double windowsEnd;

    /**
     * @param labels labels of the scores
     * @param options thresholds and gap
     * @param hopSeconds time between window starts, in seconds
     * @param events receives each event, on the thread that adds windows
     */
    public EventDetector(LabelIndex labels, TimelineOptions options, double hopSeconds, Consumer<SoundEvent> events) {
        if (options.thresholds().length != labels.size()) {
            throw new IllegalArgumentException(
                    "there are " + options.thresholds().length + " thresholds, but " + labels.size() + " labels");
        }
        if (!(hopSeconds > 0)) {
            throw new IllegalArgumentException("hopSeconds must be above 0, was " + hopSeconds);
        }
        this.labels = labels;
        this.options = options;
        this.hopSeconds = hopSeconds;
        this.stepSeconds = hopSeconds / STEPS_PER_HOP;
        this.events = events;
        this.lastEvents = new EventTracker.Segment[labels.size()];
    }

    /** Adds the next window. Windows must be in order of their starts. */
    public void add(WindowScores window) {
        if (!windows.isEmpty() && window.start() < windows.getLast().start()) {
            throw new IllegalArgumentException("the window at " + window.start() + " s starts before the previous one");
        }
        if (trackers.length == 0) {
            int stepsPerWindow =
                    Math.max(STEPS_PER_HOP, (int) Math.round((window.end() - window.start()) / stepSeconds));
            trackers = new EventTracker[labels.size()];
            Arrays.setAll(trackers, label -> new EventTracker(options.thresholds()[label], stepsPerWindow));
        }
        windows.add(window);
        windowsEnd = Math.max(windowsEnd, window.end());
        advance(window.start() + hopSeconds);
    }

    /** Emits the remaining events, after the last window. */
    public void finish() {
        advance(windowsEnd);
        for (int label = 0; label < trackers.length; label++) {
            int labelIndex = label;
            trackers[label].finish(nextStep).ifPresent(event -> merge(labelIndex, event));
            emit(label);
        }
    }

    /** Processes the steps whose center is before {@code endTime} and within the windows. */
    private void advance(double endTime) {
        double limit = Math.min(endTime, windowsEnd);
        for (; center(nextStep) < limit; nextStep++) {
            double time = center(nextStep);
            while (!windows.isEmpty() && windows.getFirst().end() <= time) {
                windows.removeFirst();
            }
            score(time);
        }
    }

    private double center(long step) {
        return (step + 0.5) * stepSeconds;
    }

    private void score(double time) {
        double[] sums = new double[lastEvents.length];
        double weightSum = 0;
        for (WindowScores window : windows) {
            double weight = window.weight(time);
            weightSum += weight;
            for (int label = 0; weight > 0 && label < sums.length; label++) {
                sums[label] += weight * window.scores()[label];
            }
        }
        for (int label = 0; label < sums.length; label++) {
            int labelIndex = label;
            EventTracker tracker = trackers[label];
            Optional<EventTracker.Segment> event =
                    weightSum > 0 ? tracker.add(nextStep, (float) (sums[label] / weightSum)) : tracker.finish(nextStep);
            event.ifPresent(segment -> merge(labelIndex, segment));
            if (lastEvents[label] != null
                    && (tracker.earliestStart(nextStep + 1) - lastEvents[label].end()) * stepSeconds
                            > options.gapSeconds()) {
                emit(label);
            }
        }
    }

    private void merge(int label, EventTracker.Segment event) {
        EventTracker.Segment previous = lastEvents[label];
        if (previous != null && (event.start() - previous.end()) * stepSeconds <= options.gapSeconds()) {
            lastEvents[label] =
                    new EventTracker.Segment(previous.start(), event.end(), Math.max(previous.score(), event.score()));
        } else {
            emit(label);
            lastEvents[label] = event;
        }
    }

    private void emit(int label) {
        EventTracker.Segment event = lastEvents[label];
        if (event != null) {
            lastEvents[label] = null;
            double endSeconds = Math.min(event.end() * stepSeconds, windowsEnd);
            events.accept(new SoundEvent(labels.get(label), event.start() * stepSeconds, endSeconds, event.score()));
        }
    }
}
