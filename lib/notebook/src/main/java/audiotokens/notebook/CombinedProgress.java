package audiotokens.notebook;

import audiotokens.work.Progress;

/** Progress that is shown on two displays. */
record CombinedProgress(Progress one, Progress other) implements Progress {
    @Override
    public Task begin(String name, long total, String unit) {
        Task first = one.begin(name, total, unit);
        Task second = other.begin(name, total, unit);
        return new Task() {
            @Override
            public void advance(long steps) {
                first.advance(steps);
                second.advance(steps);
            }

            @Override
            public void note(String remark) {
                first.note(remark);
                second.note(remark);
            }

            @Override
            public void close() {
                first.close();
                second.close();
            }
        };
    }

    @Override
    public void info(String message) {
        one.info(message);
        other.info(message);
    }

    @Override
    public void warn(String message) {
        one.warn(message);
        other.warn(message);
    }
}
