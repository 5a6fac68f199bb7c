package audiotokens.spark;

/**
 * Makes the class loader of Spark's jars the context class loader of the current thread until the scope is closed.
 * Spark and Hadoop load their classes and default settings through the context class loader.
 *
 * @param previous context class loader to restore
 */
record ClassLoaderScope(ClassLoader previous) implements AutoCloseable {
    static ClassLoaderScope enter() {
        Thread thread = Thread.currentThread();
        ClassLoaderScope entered = new ClassLoaderScope(thread.getContextClassLoader());
        thread.setContextClassLoader(ClassLoaderScope.class.getClassLoader());
        return entered;
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(previous);
    }
}
