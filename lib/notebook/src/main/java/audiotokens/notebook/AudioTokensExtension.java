package audiotokens.notebook;

import audiotokens.audio.Waveform;
import audiotokens.cluster.Codebook;
import audiotokens.notebook.figure.ArrayFigures;
import audiotokens.notebook.figure.Chart;
import audiotokens.notebook.figure.ConfigurationTable;
import audiotokens.notebook.figure.HtmlTable;
import audiotokens.notebook.figure.ObjectFigures;
import audiotokens.notebook.figure.Renderable;
import audiotokens.notebook.figure.TablesawFigure;
import audiotokens.pipeline.config.Configuration;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.Spectrum;
import audiotokens.token.ClipTokens;
import audiotokens.token.KMeansTokenizer;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/**
 * The kernel extension, loaded at startup: renders the project's types, collapses stack traces, and stops the kernel
 * when Jupyter exits.
 */
public final class AudioTokensExtension implements Extension {
    private static final String PLOTLY_MIME_TYPE = "application/vnd.plotly.v1+json";

    @Override
    public void install(BaseKernel kernel) {
        System.setProperty("java.awt.headless", "true");
        LogFile.silence();
        JupyterProcess.terminateWithParent();
        KernelShell.of(kernel).onSnippetEvent(new CollapsedTrace(kernel)::onSnippetEvent);
        registerRenderer(kernel, Renderable.class, renderable -> renderable);
        registerRenderer(kernel, Table.class, HtmlTable::of);
        registerRenderer(kernel, Figure.class, TablesawFigure::of);
        registerRenderer(kernel, Configuration.class, ConfigurationTable::new);
        registerRenderer(
                kernel, Waveform.class, waveform -> ArrayFigures.waveform(waveform.samples(), waveform.sampleRate()));
        registerRenderer(kernel, Spectrum.class, ObjectFigures::of);
        registerRenderer(kernel, Spectrogram.class, ObjectFigures::of);
        registerRenderer(kernel, ClipTokens.class, ObjectFigures::of);
        registerRenderer(kernel, Codebook.class, ObjectFigures::of);
        registerRenderer(kernel, KMeansTokenizer.class, ObjectFigures::of);
    }

    private static <T> void registerRenderer(BaseKernel kernel, Class<T> type, Function<T, Renderable> toRenderable) {
        kernel.getRenderer()
                .createRegistration(type)
                .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG)
                .preferring(PLOTLY_MIME_TYPE)
                .register((value, context) -> put(toRenderable.apply(value), context.getOutputContainer()));
    }

    private static void put(Renderable renderable, DisplayData data) {
        data.putText(renderable.text());
        switch (renderable) {
            case Chart chart ->
                putFigure(
                        JupyterSession.isLiveFrontend() ? chart.htmlWithoutStaticImage() : chart.html(),
                        chart.plotly(),
                        data);
            case TablesawFigure figure -> putFigure(figure.html(), figure.plotly(), data);
            default -> {
                data.putHTML(renderable.html());
                renderable
                        .png()
                        .ifPresent(png -> data.putData(
                                MIMEType.IMAGE_PNG, Base64.getEncoder().encodeToString(png)));
            }
        }
    }

    /**
     * Adds a figure without a PNG of its own: JupyterLab would show the PNG until the user hovers over the output, and
     * JupyterLab saves its own PNG in the notebook. In notebooks that are executed without JupyterLab, the HTML
     * contains a PNG.
     */
    private static void putFigure(String html, Map<String, Object> figure, DisplayData data) {
        data.putHTML(html);
        data.putData(PLOTLY_MIME_TYPE, figure);
    }
}
