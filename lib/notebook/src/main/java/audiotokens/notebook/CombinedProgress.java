package audiotokens.notebook;

import audiotokens.work.Progress;

/** Progress that is shown on two displays. */
record CombinedProgress(Progress first, Progress second) implements Progress {
    @Override
    public Task begin(String name, long total, String unit) {
        Task firstTask = first.begin(name, total, unit);
        Task secondTask = second.begin(name, total, unit);
        return new Task() {
            @Override
            public void advance(long steps) {
                firstTask.advance(steps);
                secondTask.advance(steps);
            }

            @Override
            public void note(String remark) {
                firstTask.note(remark);
                secondTask.note(remark);
            }

            @Override
            public void close() {
                firstTask.close();
                secondTask.close();
            }
        };
    }

    @Override
    public void info(String message) {
        first.info(message);
        second.info(message);
    }

    @Override
    public void warn(String message) {
        first.warn(message);
        second.warn(message);
    }
}
