package audiotokens.file;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedMap;

/**
 * The subset of Python's pickle protocol 2 that a state dict needs: dictionaries, tuples, strings, integers, and
 * tensors that refer to storages. Only the functions {@code OrderedDict()} and {@code _rebuild_tensor_v2} are known;
 * every other function is rejected, so that no code in the file is executed. Source: CPython's {@code pickletools}.
 */
final class StateDictPickle {
    private static final String ORDERED_DICT = "collections OrderedDict";
    private static final String REBUILD_TENSOR = "torch._utils _rebuild_tensor_v2";
    private static final Object MARK = new Object();
    private static final Object NONE = new Object();

    private final ByteBuffer in;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /**
     * A tensor as a view of a storage.
     *
     * @param type the storage's class, such as {@code torch FloatStorage}
     * @param storage the storage's key
     * @param offset offset of the first element, in elements
     * @param shape length of each axis
     * @param strides stride of each axis, in elements
     */
    record View(String type, String storage, long offset, long[] shape, long[] strides) {
        View {
            if (shape.length != strides.length) {
                throw new ArithmeticException(
                        "a tensor has " + shape.length + " axes and " + strides.length + " strides");
            }
            for (int axis = 0; axis < shape.length; axis++) {
                if (offset < 0 || shape[axis] < 0 || strides[axis] < 0) {
                    throw new ArithmeticException("a tensor has a negative size");
                }
            }
        }

        /** Returns the position in the storage of the element with C-order index {@code index}. */
        long position(long index) {
            long position = offset;
            long remaining = index;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                position += remaining % shape[axis] * strides[axis];
                remaining /= shape[axis];
            }
            return position;
        }
    }

    private record Global(String name) {}

    private record Storage(String type, String key) {}

    private StateDictPickle(byte[] pickle) {
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the tensors by name.
     *
     * @throws IOException if the pickle is damaged or contains anything but named tensors
     */
    static SequencedMap<String, View> read(byte[] pickle) throws IOException {
        Object value;
        try {
            value = new StateDictPickle(pickle).load();
        } catch (BufferUnderflowException | NoSuchElementException | ClassCastException | IndexOutOfBoundsException e) {
            throw new IOException("its pickle is damaged", e);
        }
        if (!(value instanceof Map<?, ?> dictionary)) {
            throw new IOException("it contains no dictionary");
        }
        SequencedMap<String, View> views = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof View view)) {
                throw new IOException("its entry '" + entry.getKey() + "' is not a tensor");
            }
            views.put(name, view);
        }
        return views;
    }

    private Object load() throws IOException {
        while (true) {
            int opcode = in.get() & 0xff;
            switch (opcode) {
                case 0x80 -> in.get(); // PROTO
                case '(' -> stack.push(MARK);
                case '.' -> { // STOP
                    return stack.pop();
                }
                case 'N' -> stack.push(NONE);
                case 0x88 -> stack.push(true);
                case 0x89 -> stack.push(false);
                case 'J' -> stack.push((long) in.getInt()); // BININT
                case 'K' -> stack.push((long) (in.get() & 0xff)); // BININT1
                case 'M' -> stack.push((long) (in.getShort() & 0xffff)); // BININT2
                case 0x8a -> stack.push(readLong(in.get() & 0xff)); // LONG1
                case 'X' -> stack.push(readText(in.getInt())); // BINUNICODE
                case 'c' -> stack.push(new Global(readLine() + " " + readLine()));
                case 'q' -> memo.put(in.get() & 0xff, stack.peek()); // BINPUT
                case 'r' -> memo.put(in.getInt(), stack.peek()); // LONG_BINPUT
                case 'h' -> stack.push(fromMemo(in.get() & 0xff)); // BINGET
                case 'j' -> stack.push(fromMemo(in.getInt())); // LONG_BINGET
                case ')' -> stack.push(List.of()); // EMPTY_TUPLE
                case 0x85 -> stack.push(popLast(1)); // TUPLE1
                case 0x86 -> stack.push(popLast(2)); // TUPLE2
                case 0x87 -> stack.push(popLast(3)); // TUPLE3
                case 't' -> stack.push(popToMark()); // TUPLE
                case '}' -> stack.push(new LinkedHashMap<>()); // EMPTY_DICT
                case 's' -> put(popLast(2)); // SETITEM
                case 'u' -> put(popToMark()); // SETITEMS
                case 'Q' -> stack.push(storage((List<?>) stack.pop())); // BINPERSID
                case 'R' -> reduce(); // REDUCE
                case 'b' -> stack.pop(); // BUILD: attributes of the dictionary, such as the modules' versions
                default -> throw new IOException("its pickle contains more than tensors (opcode " + opcode + ")");
            }
        }
    }

    private void reduce() throws IOException {
        List<?> arguments = (List<?>) stack.pop();
        String function = ((Global) stack.pop()).name();
        if (function.equals(ORDERED_DICT) && arguments.isEmpty()) {
            stack.push(new LinkedHashMap<>());
        } else if (function.equals(REBUILD_TENSOR)) {
            Storage storage = (Storage) arguments.get(0);
            stack.push(new View(
                    storage.type(),
                    storage.key(),
                    (Long) arguments.get(1),
                    toLongs(arguments.get(2)),
                    toLongs(arguments.get(3))));
        } else {
            throw new IOException("its pickle calls " + function.replace(' ', '.'));
        }
    }

    private static Storage storage(List<?> id) throws IOException {
        if (id.size() != 5 || !id.getFirst().equals("storage")) {
            throw new IOException("its pickle refers to something that is not a storage");
        }
        return new Storage(((Global) id.get(1)).name(), (String) id.get(2));
    }

    @SuppressWarnings("unchecked") // only this class creates maps, all of this type
    private void put(List<Object> keysAndValues) {
        Map<Object, Object> dictionary = (Map<Object, Object>) stack.element();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            dictionary.put(keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    private Object fromMemo(int position) {
        Object value = memo.get(position);
        if (value == null) {
            throw new NoSuchElementException();
        }
        return value;
    }

    private List<Object> popLast(int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(stack.pop());
        }
        Collections.reverse(values);
        return values;
    }

    private List<Object> popToMark() {
        List<Object> values = new ArrayList<>();
        for (Object value = stack.pop(); value != MARK; value = stack.pop()) {
            values.add(value);
        }
        Collections.reverse(values);
        return values;
    }

    private static long[] toLongs(Object tuple) {
        return ((List<?>) tuple).stream().mapToLong(number -> (Long) number).toArray();
    }

    /** Returns a little-endian two's complement number. */
    private long readLong(int bytes) throws IOException {
        if (bytes > Long.BYTES) {
            throw new IOException("its pickle contains a number of " + bytes + " bytes");
        }
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            long next = i == bytes - 1 ? in.get() : in.get() & 0xff;
            number |= next << (8 * i);
        }
        return number;
    }

    private String readText(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String readLine() {
        int start = in.position();
        while (in.get() != '\n') {
            // continue
        }
        return new String(in.array(), start, in.position() - 1 - start, StandardCharsets.UTF_8);
    }
}
