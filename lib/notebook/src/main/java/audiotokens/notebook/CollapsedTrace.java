package audiotokens.notebook;

import audiotokens.notebook.figure.Html;
import java.io.PrintWriter;
import java.io.StringWriter;
import jdk.jshell.EvalException;
import jdk.jshell.SnippetEvent;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * Shows only the message of a cell's exception; the stack trace is folded above it.
 *
 * @param kernel kernel that runs the cells
 */
record CollapsedTrace(BaseKernel kernel) {
    /** The kernel's pseudo class name for an interrupted cell. */
    private static final String INTERRUPTED = "Execution Interrupted";

    private static final int SHORT_TRACE = 1;
    private static final int MAX_LINES = 60;

    /** Called after every snippet, before the kernel prints errors. */
    void onSnippetEvent(SnippetEvent event) {
        if (!(event.exception() instanceof EvalException exception)) {
            return;
        }
        if (exception.getStackTrace().length > SHORT_TRACE
                && !exception.getExceptionClassName().equals(INTERRUPTED)) {
            show(exception);
        }
        for (Throwable link = exception; link != null; link = link.getCause()) {
            link.setStackTrace(new StackTraceElement[0]);
        }
    }

    private void show(EvalException exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text));
        String lines = text.toString()
                .replace(EvalException.class.getName(), exception.getExceptionClassName())
                .lines()
                .limit(MAX_LINES)
                .reduce("", (all, line) -> all + line + "\n");
        DisplayData data = new DisplayData("(the trace is folded in the HTML form)");
        data.putHTML("<details><summary>where it happened (Java trace)</summary><pre style=\"font-size:85%\">"
                + Html.escape(lines) + "</pre></details>");
        kernel.display(data);
    }
}
