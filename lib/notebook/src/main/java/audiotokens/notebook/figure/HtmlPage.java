package audiotokens.notebook.figure;

/** A self-contained page: no network access; follows the system's light or dark mode. */
final class HtmlPage {
    /** The end of the page. */
    static final String END = "</body></html>\n";

    private HtmlPage() {}

    /** Returns the start of the page: the head, and the title as a heading. */
    static String start(String title) {
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>%s</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>:root { color-scheme: light dark; } body { font-family: system-ui, sans-serif; margin: 1rem; }</style>
                </head><body><h1>%s</h1>
                """
                .formatted(Html.escape(title), Html.escape(title));
    }
}
