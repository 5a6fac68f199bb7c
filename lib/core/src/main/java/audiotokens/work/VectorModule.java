package audiotokens.work;

/** Whether the JVM was started with the vector module; without it every kernel takes its scalar way. */
public final class VectorModule {
    private VectorModule() {}

    /** True where {@code --add-modules jdk.incubator.vector} was given. */
    public static boolean isPresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }
}
