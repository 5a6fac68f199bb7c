package audiotokens.pipeline.config;

/** Where clips are processed. */
public enum Engine {
    /** On threads of this process. */
    LOCAL,
    /** On the executors of an Apache Spark application. */
    SPARK
}
