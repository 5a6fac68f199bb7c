package audiotokens.notebook.figure;

import java.util.Locale;

/**
 * A line over a sound's picture that shows what is being played, and a click on the picture that plays from there. Works
 * by attributes of the elements themselves, since JupyterLab and a saved page run those alike.
 */
final class Playhead {
    private static final String CLASS = "audio-tokens-playhead";

    private Playhead() {}

    /** The line at the start of the sound; it keeps out of the way of texts on hover. */
    static String line(double x, double top, double bottom) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d55e00\" stroke-width=\"2\""
                        + " pointer-events=\"none\"/>",
                CLASS,
                x,
                top,
                x,
                bottom);
    }

    /**
     * The player, moving the line of the figure around it.
     *
     * @param player an audio element
     * @param pixelsPerSecond in the picture's own pixels
     */
    static String attach(String player, double pixelsPerSecond) {
        String move = String.format(
                Locale.ROOT,
                "this.closest('figure').querySelector('.%s').setAttribute('transform','translate('+%.6f*this.currentTime+' 0)')",
                CLASS,
                pixelsPerSecond);
        String follow = "const step=()=>{" + move + ";if(!this.paused)requestAnimationFrame(step)};step()";
        return player.replace(
                "<audio controls ",
                "<audio controls onplay=\"" + follow + "\" ontimeupdate=\"" + move + "\" onseeking=\"" + move + "\" ");
    }

    /**
     * What a click on the picture does.
     *
     * @param left where the time axis begins, in the picture's own pixels
     */
    static String onClick(double left, double pixelsPerSecond) {
        return String.format(
                Locale.ROOT,
                "const p=new DOMPoint(event.clientX,event.clientY).matrixTransform(this.getScreenCTM().inverse()),"
                        + "a=this.closest('figure').querySelector('audio');"
                        + "if(p.x&gt;=%.1f){a.currentTime=(p.x-%.1f)/%.6f;a.play()}",
                left,
                left,
                pixelsPerSecond);
    }
}
