package audiotokens.notebook;

import audiotokens.figure.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * A picture in the running cell that is drawn anew with every value it is given; the saved notebook keeps the last.
 *
 * @param <T> what it is given, one by one
 */
final class LivePicture<T> implements Consumer<T> {
    private final BaseKernel kernel;
    private final Function<List<T>, Picture> picture;
    private final String displayId = UUID.randomUUID().toString();
    private final List<T> values = new ArrayList<>();

    /** @param picture draws all values given so far */
    LivePicture(BaseKernel kernel, Function<List<T>, Picture> picture) {
        this.kernel = kernel;
        this.picture = picture;
    }

    @Override
    public synchronized void accept(T value) {
        values.add(value);
        DisplayData data = kernel.getRenderer().render(picture.apply(List.copyOf(values)));
        data.putTransientData(KernelScreen.DISPLAY_ID, displayId);
        if (values.size() == 1) {
            kernel.display(data);
        } else {
            kernel.getIO().display.updateDisplay(data);
        }
    }
}
