package audiotokens.notebook.figure;

import audiotokens.AudioTokensException;
import audiotokens.pipeline.inference.SoundAnalysis;
import audiotokens.pipeline.inference.SoundModel;
import audiotokens.pipeline.inference.SoundPictureWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes a model's predictions for recordings as a page with players, or as a PNG image. */
public final class SoundAnalysisPictures implements SoundPictureWriter {

    @Override
    public SoundPicture open(Path file, SoundModel model) throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            return new PngPicture(file, model);
        }
        BufferedWriter page = Files.newBufferedWriter(file);
        page.write(HtmlPage.start("Predictions of the model"));
        return new HtmlPicture(page, model);
    }

    private record HtmlPicture(BufferedWriter page, SoundModel model) implements SoundPicture {
        @Override
        public void add(SoundAnalysis sound) throws IOException {
            page.write(new SoundAnalysisFigures(model, sound)
                    .timelineWithLabelsAbove()
                    .html());
            page.write("\n<hr>\n");
        }

        @Override
        public void close() throws IOException {
            page.write(HtmlPage.END);
            page.close();
        }
    }

    private record PngPicture(Path file, SoundModel model) implements SoundPicture {
        @Override
        public void add(SoundAnalysis sound) throws IOException {
            byte[] png = new SoundAnalysisFigures(model, sound)
                    .timelineWithLabelsAbove()
                    .png()
                    .orElseThrow(
                            () -> new AudioTokensException(
                                    file
                                            + " cannot be drawn: there is no font (apt install fonts-dejavu-core); install one, or use a name that ends in .html"));
            Files.write(file, png);
        }

        @Override
        public void close() {
            // add() has already written the file
        }
    }
}
