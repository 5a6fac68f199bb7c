package audiotokens.spark;

/**
 * Makes the class loader of Spark's jars the context class loader of the current thread, until it is closed. Spark and
 * Hadoop search their classes and default settings with it.
 *
 * @param previous context class loader to restore
 */
record EngineClassLoader(ClassLoader previous) implements AutoCloseable {
    static EngineClassLoader enter() {
        Thread thread = Thread.currentThread();
        EngineClassLoader entered = new EngineClassLoader(thread.getContextClassLoader());
        thread.setContextClassLoader(EngineClassLoader.class.getClassLoader());
        return entered;
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(previous);
    }
}
