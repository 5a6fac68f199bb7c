package audiotokens.notebook.figure;

import java.util.Locale;

/**
 * A moving playhead over a picture, and a click handler that plays from the clicked position. Uses inline event
 * attributes, which work both in JupyterLab and in saved pages.
 */
final class Playhead {
    private static final String CLASS = "audio-tokens-playhead";

    private Playhead() {}

    /** Returns the playhead as a line at the start of the recording; it does not block tooltips. */
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
     * Returns the player's HTML, extended so that it moves the playhead of its figure.
     *
     * @param player an audio element
     * @param pixelsPerSecond in pixels of the picture
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
     * Returns the click handler of the picture, which starts the player at the clicked time.
     *
     * @param left start of the time axis, in pixels of the picture
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
