package audiotokens.notebook;

import audiotokens.notebook.figure.Html;
import java.io.PrintWriter;
import java.io.StringWriter;
import jdk.jshell.EvalException;
import jdk.jshell.SnippetEvent;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * Shows only the message of a cell's exception; the stack trace is collapsed above it.
 *
 * @param kernel kernel that runs the cells
 */
record CollapsedTrace(BaseKernel kernel) {
    /** The kernel's pseudo class name for an interrupted cell. */
    private static final String INTERRUPTED = "Execution Interrupted";

    /** A stack trace with at most this many frames is not shown. */
    private static final int MAX_OMITTED_FRAMES = 1;

    private static final int MAX_LINES = 60;

    /** Handles the end of a snippet; called before the kernel prints errors. */
    void onSnippetEvent(SnippetEvent event) {
        if (!(event.exception() instanceof EvalException exception)) {
            return;
        }
        if (exception.getStackTrace().length > MAX_OMITTED_FRAMES
                && !exception.getExceptionClassName().equals(INTERRUPTED)) {
            showTrace(exception);
        }
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            cause.setStackTrace(new StackTraceElement[0]);
        }
    }

    private void showTrace(EvalException exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text));
        String lines = text.toString()
                .replace(EvalException.class.getName(), exception.getExceptionClassName())
                .lines()
                .limit(MAX_LINES)
                .reduce("", (all, line) -> all + line + "\n");
        DisplayData data = new DisplayData("(the stack trace is collapsed in the HTML form)");
        data.putHTML("<details><summary>Java stack trace</summary><pre style=\"font-size:85%\">" + Html.escape(lines)
                + "</pre></details>");
        kernel.display(data);
    }
}
