package audiotokens.audio;

/**
 * The stretch of a file that is decoded.
 *
 * @param fromSeconds where it begins in the file
 * @param seconds its length; the file may end before
 */
record Stretch(double fromSeconds, double seconds) {

    /**
     * What is wanted of a clip, before its file's length is known.
     *
     * @param startSeconds where the segment starts in its recording
     * @param endSeconds where it ends; not after the start means that the segment is not known
     * @param maxSeconds the most that is decoded
     */
    record Wanted(double startSeconds, double endSeconds, double maxSeconds) {
        /** A file longer than its segment by less than this holds the segment alone: encoders pad. */
        private static final double PADDING_SECONDS = 0.5;

        /** Whether a segment of a longer file may be meant, so that the file's length matters. */
        boolean isSegment() {
            return startSeconds >= 0 && endSeconds > startSeconds && endSeconds < Double.POSITIVE_INFINITY;
        }

        /**
         * The stretch of a file that says it has {@code fileSeconds}: the segment where the file is longer and reaches to
         * the segment's end, or else the whole file, since AudioSet's hold the segment alone.
         */
        Stretch of(double fileSeconds) {
            boolean isSegmentOfFile = startSeconds >= 0
                    && endSeconds > startSeconds
                    && fileSeconds > endSeconds - startSeconds + PADDING_SECONDS
                    && fileSeconds > endSeconds - PADDING_SECONDS;
            return isSegmentOfFile
                    ? new Stretch(startSeconds, Math.min(maxSeconds, endSeconds - startSeconds))
                    : new Stretch(0, maxSeconds);
        }
    }

    /** The place of its first sample in the file. */
    long firstSample(int sampleRate) {
        return Math.round(fromSeconds * sampleRate);
    }

    /** Its length in samples. */
    long samples(int sampleRate) {
        return Math.min(Math.round(seconds * sampleRate), Integer.MAX_VALUE / 2);
    }
}
