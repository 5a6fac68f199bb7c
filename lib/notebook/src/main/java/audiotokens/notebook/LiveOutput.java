package audiotokens.notebook;

import audiotokens.notebook.figure.Renderable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * A figure in the running cell that is redrawn for every new value; the saved notebook contains the last version.
 *
 * <p>While the cell runs it is a static image, since JupyterLab's Plotly extension does not update figures; at the end
 * of the cell it becomes interactive. Without a live frontend only the interactive form is drawn.
 *
 * @param <T> type of the values
 */
final class LiveOutput<T> implements Consumer<T> {
    private final BaseKernel kernel;
    private final Function<List<T>, Renderable> figure;
    private final String displayId = UUID.randomUUID().toString();
    private final List<T> values = new ArrayList<>();
    private boolean ended;

    /** @param figure draws all values so far */
    LiveOutput(BaseKernel kernel, Function<List<T>, Renderable> figure) {
        this.kernel = kernel;
        this.figure = figure;
        KernelShell.of(kernel).onSnippetEvent(event -> end());
    }

    @Override
    public synchronized void accept(T value) {
        values.add(value);
        ended = false;
        boolean isFirst = values.size() == 1;
        if (!isFirst && !JupyterSession.isLiveFrontend()) {
            return;
        }
        DisplayData data = displayData(figure.apply(List.copyOf(values)));
        data.putTransientData(KernelCellOutput.DISPLAY_ID, displayId);
        if (isFirst) {
            kernel.display(data);
        } else {
            kernel.getIO().display.updateDisplay(data);
        }
    }

    private static DisplayData displayData(Renderable figure) {
        DisplayData data = new DisplayData(figure.text());
        if (JupyterSession.isLiveFrontend()) {
            data.putHTML(figure.png().map(LiveOutput::imgElement).orElseGet(figure::html));
        }
        return data;
    }

    /**
     * Makes the figure interactive at the end of the snippet that supplied values, and ignores the end of other
     * snippets. The subscription is never removed, since JShell does not allow removal during an event.
     */
    private synchronized void end() {
        if (!values.isEmpty() && !ended) {
            ended = true;
            DisplayData data = kernel.getRenderer().render(figure.apply(List.copyOf(values)));
            data.putTransientData(KernelCellOutput.DISPLAY_ID, displayId);
            kernel.getIO().display.updateDisplay(data);
        }
    }

    private static String imgElement(byte[] png) {
        return "<img style=\"max-width:100%\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png) + "\">";
    }
}
