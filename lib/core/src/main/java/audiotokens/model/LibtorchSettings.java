package audiotokens.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import audiotokens.AudioTokensException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Settings of libtorch that DJL does not expose: TF32 and autocast. Calls libtorch's C++ functions by their mangled
 * names (Itanium ABI: Linux and macOS).
 */
@SuppressWarnings("restricted") // calls libtorch
final class LibtorchSettings {
    private static final byte CPU = 0;
    private static final byte CUDA = 1;
    /** {@code c10::ScalarType::BFloat16}. */
    private static final byte BFLOAT16 = 15;

    private static Optional<LibtorchSettings> instance = Optional.empty();

    private final MemorySegment context;
    private final MethodHandle tf32Enabled;
    private final MethodHandle enableTf32;
    private final MethodHandle enableAutocast;
    private final MethodHandle autocastEnabled;
    private final MethodHandle setAutocastType;
    private final MethodHandle enableAutocastCache;

    private LibtorchSettings(SymbolLookup library) {
        ValueLayout.OfBoolean flag = ValueLayout.JAVA_BOOLEAN;
        ValueLayout.OfByte code = ValueLayout.JAVA_BYTE;
        MethodHandle globalContext =
                function(library, "_ZN2at13globalContextEv", FunctionDescriptor.of(ValueLayout.ADDRESS));
        tf32Enabled = function(
                library, "_ZNK2at7Context15allowTF32CuBLASEv", FunctionDescriptor.of(flag, ValueLayout.ADDRESS));
        enableTf32 = function(
                library, "_ZN2at7Context18setAllowTF32CuBLASEb", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, flag));
        enableAutocast = function(
                library,
                "_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb",
                FunctionDescriptor.ofVoid(code, flag));
        autocastEnabled = function(
                library, "_ZN2at8autocast19is_autocast_enabledEN3c1010DeviceTypeE", FunctionDescriptor.of(flag, code));
        setAutocastType = function(
                library,
                "_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE",
                FunctionDescriptor.ofVoid(code, code));
        enableAutocastCache =
                function(library, "_ZN2at8autocast26set_autocast_cache_enabledEb", FunctionDescriptor.ofVoid(flag));
        context = call(() -> (MemorySegment) globalContext.invokeExact());
    }

    /**
     * Returns the settings of the libtorch that the engine has loaded.
     *
     * @throws AudioTokensException if that libtorch lacks one of the functions
     */
    static synchronized LibtorchSettings get() {
        if (instance.isEmpty()) {
            Engine.getEngine("PyTorch");
            Path library = Path.of(LibUtils.getLibtorchPath()).resolve(System.mapLibraryName("torch_cpu"));
            instance = Optional.of(new LibtorchSettings(SymbolLookup.libraryLookup(library, Arena.global())));
        }
        return instance.get();
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor type) {
        return Linker.nativeLinker()
                .downcallHandle(
                        library.find(name)
                                .orElseThrow(() -> new AudioTokensException(
                                        "precision: this libtorch has no function " + name + "; use float32")),
                        type);
    }

    /** Returns whether GPU matrix products may use TF32. */
    boolean isTf32Enabled() {
        return call(() -> (boolean) tf32Enabled.invokeExact(context));
    }

    /** Enables or disables TF32 for matrix products on all GPUs. */
    void enableTf32(boolean enabled) {
        run(() -> {
            enableTf32.invokeExact(context, enabled);
        });
    }

    /** Runs {@code work} on this thread with autocast to bfloat16 on {@code device}. */
    <T> T withBfloat16(Device device, Supplier<T> work) {
        byte type = device.isGpu() ? CUDA : CPU;
        boolean wasEnabled = call(() -> (boolean) autocastEnabled.invokeExact(type));
        run(() -> {
            setAutocastType.invokeExact(type, BFLOAT16);
            // a step reads each weight once, so a cache of rounded weights would only use memory
            enableAutocastCache.invokeExact(false);
            enableAutocast.invokeExact(type, true);
        });
        try {
            return work.get();
        } finally {
            run(() -> {
                enableAutocast.invokeExact(type, wasEnabled);
            });
        }
    }

    private interface NativeCall<T> {
        T run() throws Throwable;
    }

    /**
     * Lambdas of this type need braces: {@code invokeExact} as an expression would return an object instead of void.
     */
    private interface NativeAction {
        void run() throws Throwable;
    }

    private static void run(NativeAction action) {
        call(() -> {
            action.run();
            return true;
        });
    }

    private static <T> T call(NativeCall<T> function) {
        try {
            return function.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
