package audiotokens.notebook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class KernelHostTest {
    @Test
    void aWarmUpThatCannotLoadAClassIsIgnored() {
        assertDoesNotThrow(() -> KernelHost.warmUp(() -> {
            throw new ExceptionInInitializerError("a missing native library");
        }));
        assertDoesNotThrow(() -> KernelHost.warmUp(() -> {
            throw new ClassNotFoundException("another version of the kernel");
        }));
    }

    @Test
    void anOutOfMemoryErrorInTheWarmUpIsThrown() {
        assertThrows(
                OutOfMemoryError.class,
                () -> KernelHost.warmUp(() -> {
                    throw new OutOfMemoryError();
                }));
    }
}
