package audiotokens.audio;

/**
 * The part of a file to decode.
 *
 * @param startSeconds offset from the start of the file
 * @param seconds duration; the file may end earlier
 */
record TimeRange(double startSeconds, double seconds) {

    /**
     * The requested segment, before the duration of the file is known.
     *
     * @param startSeconds start of the segment in its recording
     * @param endSeconds end of the segment; a value not above {@code startSeconds} means that the segment is unknown
     * @param maxSeconds maximum duration to decode
     */
    record Request(double startSeconds, double endSeconds, double maxSeconds) {
        /**
         * Maximum padding by encoders: a file that is longer than its segment by less than this contains only the
         * segment.
         */
        private static final double PADDING_SECONDS = 0.5;

        /** Returns whether this may be a segment of a longer file, in which case the file's duration is needed. */
        boolean isSegment() {
            return startSeconds >= 0 && endSeconds > startSeconds && endSeconds < Double.POSITIVE_INFINITY;
        }

        /**
         * Returns what to decode of a file of {@code fileSeconds}, at most {@code maxSeconds}. A file that is longer
         * than the segment and extends to the segment's end is a whole recording: the segment is decoded. Any other
         * file has already been cut to the segment, as AudioSet's files usually are, and is decoded from its start.
         */
        TimeRange toRange(double fileSeconds) {
            boolean isSegmentOfFile = isSegment()
                    && fileSeconds > endSeconds - startSeconds + PADDING_SECONDS
                    && fileSeconds > endSeconds - PADDING_SECONDS;
            return isSegmentOfFile
                    ? new TimeRange(startSeconds, Math.min(maxSeconds, endSeconds - startSeconds))
                    : new TimeRange(0, maxSeconds);
        }
    }

    /** Returns the index of the first sample in the file. */
    long firstSample(int sampleRate) {
        return Math.round(startSeconds * sampleRate);
    }

    /** Returns the number of samples. */
    long samples(int sampleRate) {
        return Math.min(Math.round(seconds * sampleRate), Integer.MAX_VALUE / 2);
    }
}
