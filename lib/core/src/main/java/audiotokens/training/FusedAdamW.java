package audiotokens.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.LibUtils;
import audiotokens.AudioTokensException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * libtorch's fused AdamW, the kernel of {@code torch.optim.AdamW(fused=True)}: reads and writes each parameter and
 * moment once, where DJL's update makes a dozen passes. DJL does not expose the kernel, so it is called by its mangled
 * C++ name (Itanium ABI: Linux and macOS). An exception in libtorch would end the process, so the arguments are checked
 * here.
 */
@SuppressWarnings("restricted") // calls libtorch
final class FusedAdamW {
    private static final String FUNCTION =
            "_ZN2at4_ops13_fused_adamw_4callEN3c108ArrayRefINS_6TensorEEES5_S5_S5_S5_S5_dddddbbRK";
    /** Suffixes of the function's name: {@code std::optional} of libstdc++ (Linux), and of libc++ (macOS). */
    private static final List<String> FUNCTION_SUFFIXES = List.of("St8optionalIS4_ES9_", "NSt3__18optionalIS4_EESA_");
    /** {@code c10::ArrayRef<at::Tensor>}: pointer and length. */
    private static final MemoryLayout TENSORS = MemoryLayout.structLayout(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    /** Size of an {@code std::optional<at::Tensor>}, whose bytes are all zero if it is empty. */
    private static final long OPTIONAL_TENSOR_BYTES = 16;

    private static final MethodHandle UPDATE = find();

    private FusedAdamW() {}

    private static MethodHandle find() {
        Path library = Path.of(LibUtils.getLibtorchPath()).resolve(System.mapLibraryName("torch_cpu"));
        ValueLayout.OfDouble number = ValueLayout.JAVA_DOUBLE;
        ValueLayout.OfBoolean flag = ValueLayout.JAVA_BOOLEAN;
        FunctionDescriptor type = FunctionDescriptor.ofVoid(
                TENSORS, // parameters
                TENSORS, // gradients
                TENSORS, // first moments
                TENSORS, // second moments
                TENSORS, // maximum second moments, for AMSGrad
                TENSORS, // steps
                number, // learning rate
                number, // beta1
                number, // beta2
                number, // weight decay
                number, // epsilon
                flag, // AMSGrad
                flag, // whether to maximize
                ValueLayout.ADDRESS, // scale of the gradients
                ValueLayout.ADDRESS); // whether a gradient is infinite
        SymbolLookup functions = SymbolLookup.libraryLookup(library, Arena.global());
        MemorySegment function = FUNCTION_SUFFIXES.stream()
                .flatMap(suffix -> functions.find(FUNCTION + suffix).stream())
                .findFirst()
                .orElseThrow(() -> new AudioTokensException(
                        "device: " + library + " has no fused AdamW; ./run gpu-setup installs a libtorch that has it"));
        return Linker.nativeLinker().downcallHandle(function, type);
    }

    /**
     * The arrays that an update reads and writes, all on one device.
     *
     * @param parameters contiguous float32 arrays
     * @param gradients gradient of each array
     * @param firstMoments first moment of each array
     * @param secondMoments second moment of each array
     */
    record OptimizerTensors(
            List<NDArray> parameters,
            List<NDArray> gradients,
            List<NDArray> firstMoments,
            List<NDArray> secondMoments) {
        OptimizerTensors {
            for (List<NDArray> others : List.of(gradients, firstMoments, secondMoments)) {
                if (others.size() != parameters.size()) {
                    throw new IllegalArgumentException(
                            "there are " + others.size() + " arrays for " + parameters.size() + " parameters");
                }
                for (int i = 0; i < others.size(); i++) {
                    check(others.get(i), parameters.get(i));
                }
            }
        }

        private static void check(NDArray array, NDArray parameter) {
            if (!array.getShape().equals(parameter.getShape())
                    || array.getDataType() != DataType.FLOAT32
                    || parameter.getDataType() != DataType.FLOAT32
                    || !array.getDevice().equals(parameter.getDevice())) {
                throw new IllegalArgumentException(array + " does not match the parameter " + parameter);
            }
        }
    }

    /**
     * Updates parameters and moments in place.
     *
     * @param step float32 scalar on the same device: number of this step, from 1
     */
    static void update(
            OptimizerTensors arrays,
            NDArray step,
            double learningRate,
            double beta1,
            double beta2,
            double weightDecay,
            double epsilon) {
        int count = arrays.parameters().size();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment emptyTensor = arena.allocate(OPTIONAL_TENSOR_BYTES, Long.BYTES);
            UPDATE.invokeExact(
                    tensors(arena, arrays.parameters()),
                    tensors(arena, arrays.gradients()),
                    tensors(arena, arrays.firstMoments()),
                    tensors(arena, arrays.secondMoments()),
                    tensors(arena, List.of()),
                    tensors(arena, Collections.nCopies(count, step)),
                    learningRate,
                    beta1,
                    beta2,
                    weightDecay,
                    epsilon,
                    false,
                    false,
                    emptyTensor,
                    emptyTensor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the arrays as an {@code ArrayRef<at::Tensor>}. A DJL handle is the address of an {@code at::Tensor},
     * which consists of one pointer.
     */
    private static MemorySegment tensors(SegmentAllocator allocator, List<NDArray> arrays) {
        MemorySegment pointers = allocator.allocate(ValueLayout.JAVA_LONG, Math.max(1, arrays.size()));
        for (int i = 0; i < arrays.size(); i++) {
            long handle = ((PtNDArray) arrays.get(i)).getHandle();
            MemorySegment tensor = MemorySegment.ofAddress(handle).reinterpret(Long.BYTES);
            pointers.setAtIndex(ValueLayout.JAVA_LONG, i, tensor.get(ValueLayout.JAVA_LONG, 0));
        }
        MemorySegment list = allocator.allocate(TENSORS);
        list.set(ValueLayout.ADDRESS, 0, pointers);
        list.set(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS.byteSize(), arrays.size());
        return list;
    }
}
