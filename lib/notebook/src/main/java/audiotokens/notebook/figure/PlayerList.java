package audiotokens.notebook.figure;

import audiotokens.audio.Waveform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A list of audio players.
 *
 * @param clips the clips in order
 */
public record PlayerList(List<PlayableClip> clips) implements Renderable {
    public PlayerList {
        clips = List.copyOf(clips);
    }

    /**
     * A clip.
     *
     * @param caption caption, for example the labels
     * @param waveform samples, which are embedded in the page
     */
    public record PlayableClip(String caption, Waveform waveform) {

        /** Returns the HTML of the browser's audio player. */
        String player() {
            return "<audio controls preload=\"metadata\" style=\"width:100%;max-width:22em\" src=\""
                    + Html.dataUrl("audio/wav", WavBytes.of(waveform)) + "\"></audio>";
        }
    }

    @Override
    public String html() {
        return clips.stream()
                .map(clip -> "<figure class=\"" + Html.NO_MATHJAX + "\" style=\"margin:0;width:22em\"><figcaption>"
                        + Html.escape(clip.caption()) + "</figcaption>" + clip.player() + "</figure>")
                .collect(Collectors.joining("\n", "<div style=\"display:flex;flex-wrap:wrap;gap:1em\">", "</div>"));
    }

    @Override
    public String text() {
        return clips.stream()
                .map(clip ->
                        "%s (%.1f s)".formatted(clip.caption(), clip.waveform().seconds()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public Optional<byte[]> png() {
        return Optional.empty();
    }
}
