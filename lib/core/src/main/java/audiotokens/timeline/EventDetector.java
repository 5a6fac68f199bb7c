package audiotokens.timeline;

import audiotokens.label.LabelIndex;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns the scores of overlapping windows into events, while the windows come.
 *
 * <p>Time is divided into steps. A label's score in a step is the mean over the windows that cover it, weighted towards
 * each window's middle; with windows that overlap by half, that is linear interpolation between their middles. An event is
 * a stretch in which the score reaches the label's threshold, from where it passes half of the highest score to where it
 * does so again. Events of a label with no more than a gap between them are one. Events are given out once no later window can change them, in the order in which they end. For one thread.
 */
public final class EventDetector {
    private static final int STEPS_A_HOP = 8;

    private final LabelIndex labels;
    private final TimelineOptions options;
    private final double hopSeconds;
    private final double stepSeconds;
    private final Consumer<SoundEvent> events;
    private final Deque<WindowScores> windows = new ArrayDeque<>();
    private final EventTracker[] trackers;
    /** The last event of each label, to which the next one may be joined. */
    private final EventTracker.Stretch[] last;

    private long nextStep;
    private double end;

    /**
     * @param labels those of the scores
     * @param options thresholds and gap
     * @param hopSeconds time from one window to the next
     * @param events is given each event on the thread that adds windows
     */
    public EventDetector(LabelIndex labels, TimelineOptions options, double hopSeconds, Consumer<SoundEvent> events) {
        if (options.thresholds().length != labels.size()) {
            throw new IllegalArgumentException(
                    options.thresholds().length + " thresholds for " + labels.size() + " labels");
        }
        if (!(hopSeconds > 0)) {
            throw new IllegalArgumentException("windows every " + hopSeconds + " s");
        }
        this.labels = labels;
        this.options = options;
        this.hopSeconds = hopSeconds;
        this.stepSeconds = hopSeconds / STEPS_A_HOP;
        this.events = events;
        this.trackers = new EventTracker[labels.size()];
        this.last = new EventTracker.Stretch[labels.size()];
    }

    /** Adds the next window, which starts no earlier than the one before. */
    public void add(WindowScores window) {
        if (!windows.isEmpty() && window.start() < windows.getLast().start()) {
            throw new IllegalArgumentException("the window at " + window.start() + " s comes too late");
        }
        if (trackers[0] == null) {
            int nearby = Math.max(STEPS_A_HOP, (int) Math.round((window.end() - window.start()) / stepSeconds));
            Arrays.setAll(trackers, label -> new EventTracker(options.thresholds()[label], nearby));
        }
        windows.add(window);
        end = Math.max(end, window.end());
        advance(window.start() + hopSeconds);
    }

    /** Gives out what is left, after the last window. */
    public void finish() {
        advance(end);
        for (int label = 0; label < last.length && trackers[0] != null; label++) {
            int ended = label;
            trackers[label].finish(nextStep).ifPresent(event -> join(ended, event));
            write(label);
        }
    }

    /** Settles the steps whose middle lies before {@code until}, and within the windows. */
    private void advance(double until) {
        double limit = Math.min(until, end);
        for (; middle(nextStep) < limit; nextStep++) {
            double at = middle(nextStep);
            while (!windows.isEmpty() && windows.getFirst().end() <= at) {
                windows.removeFirst();
            }
            settle(at);
        }
    }

    private double middle(long step) {
        return (step + 0.5) * stepSeconds;
    }

    private void settle(double at) {
        double[] sums = new double[last.length];
        double weights = 0;
        for (WindowScores window : windows) {
            double weight = window.weight(at);
            weights += weight;
            for (int label = 0; weight > 0 && label < sums.length; label++) {
                sums[label] += weight * window.scores()[label];
            }
        }
        for (int label = 0; label < sums.length; label++) {
            int ended = label;
            EventTracker tracker = trackers[label];
            Optional<EventTracker.Stretch> event =
                    weights > 0 ? tracker.add(nextStep, (float) (sums[label] / weights)) : tracker.finish(nextStep);
            event.ifPresent(stretch -> join(ended, stretch));
            if (last[label] != null
                    && (tracker.earliestStart(nextStep + 1) - last[label].end()) * stepSeconds > options.gapSeconds()) {
                write(label);
            }
        }
    }

    private void join(int label, EventTracker.Stretch event) {
        EventTracker.Stretch before = last[label];
        if (before != null && (event.start() - before.end()) * stepSeconds <= options.gapSeconds()) {
            last[label] =
                    new EventTracker.Stretch(before.start(), event.end(), Math.max(before.score(), event.score()));
        } else {
            write(label);
            last[label] = event;
        }
    }

    private void write(int label) {
        EventTracker.Stretch event = last[label];
        if (event != null) {
            last[label] = null;
            double to = Math.min(event.end() * stepSeconds, end);
            events.accept(new SoundEvent(labels.get(label), event.start() * stepSeconds, to, event.score()));
        }
    }
}
