package audiotokens.work;

/**
 * Detects whether the JVM was started with the vector module; without it all kernels use their scalar implementation.
 */
public final class VectorModule {
    private VectorModule() {}

    /** Returns whether the JVM was started with {@code --add-modules jdk.incubator.vector}. */
    public static boolean isPresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }
}
