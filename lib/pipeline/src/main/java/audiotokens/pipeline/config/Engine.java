package audiotokens.pipeline.config;

/** Where the work on the clips is done. */
public enum Engine {
    /** On threads of this process. */
    LOCAL,
    /** On the executors of an Apache Spark application. */
    SPARK
}
