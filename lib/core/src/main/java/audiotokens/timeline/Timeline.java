package audiotokens.timeline;

import audiotokens.label.LabelIndex;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Turns the scores of overlapping windows into events, while the windows come.
 *
 * <p>Time is divided into steps. A label's score in a step is the mean over the windows that cover it, weighted towards
 * each window's middle; with windows that overlap by half, that is linear interpolation between their middles. Steps whose
 * score reaches the label's threshold are an event, and events of a label with no more than a gap between them are one;
 * where an event starts and ends says {@link OpenEvent}. Events are given out once no later window can change them, in the order in which they end. For one thread.
 */
public final class Timeline {
    private static final int STEPS_A_HOP = 8;

    private final LabelIndex labels;
    private final TimelineOptions options;
    private final double hopSeconds;
    private final double stepSeconds;
    private final Consumer<SoundEvent> events;
    private final Deque<WindowScores> windows = new ArrayDeque<>();
    private final OpenEvent[] open;
    private int stepsNearby;
    private long nextStep;
    private double end;

    /**
     * @param labels those of the scores
     * @param options thresholds and gap
     * @param hopSeconds time from one window to the next
     * @param events is given each event on the thread that adds windows
     */
    public Timeline(LabelIndex labels, TimelineOptions options, double hopSeconds, Consumer<SoundEvent> events) {
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
        this.open = new OpenEvent[labels.size()];
    }

    /** Adds the next window, which starts no earlier than the one before. */
    public void add(WindowScores window) {
        if (!windows.isEmpty() && window.start() < windows.getLast().start()) {
            throw new IllegalArgumentException("the window at " + window.start() + " s comes too late");
        }
        if (stepsNearby == 0) {
            stepsNearby = Math.max(STEPS_A_HOP, (int) Math.round((window.end() - window.start()) / stepSeconds));
        }
        windows.add(window);
        end = Math.max(end, window.end());
        advance(window.start() + hopSeconds);
    }

    /** Gives out what is left, after the last window. */
    public void finish() {
        advance(end);
        for (int label = 0; label < open.length; label++) {
            close(label);
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
        double[] sums = new double[open.length];
        double weights = 0;
        for (WindowScores window : windows) {
            double weight = window.weight(at);
            weights += weight;
            for (int label = 0; weight > 0 && label < sums.length; label++) {
                sums[label] += weight * window.scores()[label];
            }
        }
        for (int label = 0; label < sums.length; label++) {
            float score = weights == 0 ? 0 : (float) (sums[label] / weights);
            if (weights > 0 && score >= options.thresholds()[label]) {
                if (open[label] == null) {
                    open[label] = new OpenEvent(nextStep, stepsNearby);
                }
                open[label].add(nextStep, score);
            } else if (open[label] != null
                    && (nextStep - open[label].lastStep()) * stepSeconds > options.gapSeconds()) {
                close(label);
            }
        }
    }

    private void close(int label) {
        OpenEvent event = open[label];
        if (event != null) {
            open[label] = null;
            double from = event.start() * stepSeconds;
            double to = Math.min(event.end() * stepSeconds, end);
            events.accept(new SoundEvent(labels.get(label), from, to, event.highest()));
        }
    }
}
