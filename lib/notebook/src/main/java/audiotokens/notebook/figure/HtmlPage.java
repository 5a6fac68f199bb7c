package audiotokens.notebook.figure;

/** A page that stands alone: nothing is fetched, and it follows the desktop's light or dark theme. */
final class HtmlPage {
    /** What follows the page's elements. */
    static final String END = "</body></html>\n";

    private HtmlPage() {}

    /** What precedes the page's elements: the head, and the title as a heading. */
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
