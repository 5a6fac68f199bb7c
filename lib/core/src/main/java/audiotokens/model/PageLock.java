package audiotokens.model;

import ai.djl.Device;
import ai.djl.pytorch.jni.LibUtils;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Pins host memory with CUDA (page-locked memory). A GPU copies from pinned memory directly, and from other memory
 * through a small buffer of the driver. Memory that cannot be pinned is still copied correctly.
 */
@SuppressWarnings("restricted") // calls the CUDA runtime
final class PageLock {
    private static final int SUCCESS = 0;

    private final Optional<MethodHandle> register;
    private final Optional<MethodHandle> unregister;
    private final Optional<MethodHandle> lastError;
    private final Set<Long> pinnedAddresses = new HashSet<>();

    private PageLock(Optional<SymbolLookup> library) {
        FunctionDescriptor registerType = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
        register = library.flatMap(functions -> functions.find("cudaHostRegister"))
                .map(function -> Linker.nativeLinker().downcallHandle(function, registerType));
        unregister = library.flatMap(functions -> functions.find("cudaHostUnregister"))
                .map(function -> Linker.nativeLinker()
                        .downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)));
        lastError = library.flatMap(functions -> functions.find("cudaGetLastError"))
                .map(function ->
                        Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT)));
    }

    /** Returns the page lock for copies to {@code device}; for the CPU, it pins nothing. The engine must be loaded. */
    static PageLock of(Device device) {
        return device.isGpu() ? cuda() : new PageLock(Optional.empty());
    }

    /** Returns CUDA's page lock; it pins nothing if the engine's libtorch was built without CUDA. */
    static PageLock cuda() {
        // the CUDA runtime is found as a dependency of this library, whatever its version
        Path library = Path.of(LibUtils.getLibtorchPath()).resolve(System.mapLibraryName("c10_cuda"));
        return new PageLock(
                Files.exists(library)
                        ? Optional.of(SymbolLookup.libraryLookup(library, Arena.global()))
                        : Optional.empty());
    }

    /** Pins the pages of {@code segment}; returns whether it succeeded. */
    boolean lock(MemorySegment segment) {
        if (register.isEmpty() || unregister.isEmpty() || lastError.isEmpty()) {
            return false;
        }
        try {
            return succeeded((int) register.get().invokeExact(segment, segment.byteSize(), 0))
                    && pinnedAddresses.add(segment.address());
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns whether a call succeeded. Clears the error of a failed call, which CUDA would report again to libtorch's
     * next operation on this thread.
     */
    private boolean succeeded(int status) throws Throwable {
        if (status != SUCCESS) {
            takeLastError();
        }
        return status == SUCCESS;
    }

    private int takeLastError() throws Throwable {
        return (int) lastError.orElseThrow().invokeExact();
    }

    /** Unpins memory pinned by {@link #lock}; returns whether it succeeded. */
    boolean unlock(MemorySegment segment) {
        if (!pinnedAddresses.remove(segment.address())) {
            return false;
        }
        try {
            return succeeded((int) unregister.get().invokeExact(segment));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
