package audiotokens.demo;

import java.util.function.Function;

/** The sound classes of the demo, named as in AudioSet's ontology. */
enum DemoSound {
    SPEECH("/m/09x0r", VoiceSounds::speech),
    WHISTLING("/m/01w250", ToneSounds::whistling),
    BARK("/m/05tny_", VoiceSounds::bark),
    BIRD("/m/020bb7", VoiceSounds::bird),
    CRICKET("/m/09xqv", VoiceSounds::cricket),
    FROG("/m/09ld4", VoiceSounds::frog),
    GUITAR("/m/0342h", ToneSounds::guitar),
    BELL("/m/0395lw", ToneSounds::bell),
    WIND("/m/03m9d0z", NoiseSounds::wind),
    THUNDER("/m/0ngt1", NoiseSounds::thunder),
    RAIN("/m/06mb1", NoiseSounds::rain),
    ENGINE("/m/02mk9", ToneSounds::engine),
    KNOCK("/m/07r4wb8", NoiseSounds::knock),
    SIREN("/m/03kmc9", ToneSounds::siren),
    TICK_TOCK("/m/07qjznl", NoiseSounds::tickTock),
    BEEP("/m/02fs_r", ToneSounds::beep);

    private final String mid;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference without state
    private final Function<RenderContext, double[]> renderer;

    DemoSound(String mid, Function<RenderContext, double[]> renderer) {
        this.mid = mid;
        this.renderer = renderer;
    }

    /** Returns the label's id in AudioSet's ontology. */
    String mid() {
        return mid;
    }

    /** Renders one sound of the context's length; its level is not normalized. */
    double[] render(RenderContext context) {
        return renderer.apply(context);
    }
}
