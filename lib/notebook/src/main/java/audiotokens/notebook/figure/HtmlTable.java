package audiotokens.notebook.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table that can be sorted by clicking on a column header; numbers are right-aligned and rounded to four significant
 * digits.
 *
 * @param columns column headers
 * @param rows cells by row, numbers or text
 * @param nHiddenRows number of rows that are not shown
 */
public record HtmlTable(List<Head> columns, List<List<Object>> rows, int nHiddenRows) implements Renderable {
    private static final int MAX_ROWS = 500;

    /** A column header. */
    public record Head(String name, boolean numeric) {}

    public HtmlTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** Creates a table of the first 500 rows of a Tablesaw table. */
    public static HtmlTable of(Table table) {
        List<Head> heads = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            heads.add(new Head(column.name(), column instanceof NumberColumn));
        }
        List<List<Object>> rows = new ArrayList<>();
        for (int row = 0; row < Math.min(table.rowCount(), MAX_ROWS); row++) {
            List<Object> cells = new ArrayList<>();
            for (Column<?> column : table.columns()) {
                cells.add(cell(column, row));
            }
            rows.add(cells);
        }
        return new HtmlTable(heads, rows, table.rowCount() - rows.size());
    }

    /**
     * Creates a table of names and values.
     *
     * @param namesAndValues alternating names and values; values are numbers or text
     */
    public static HtmlTable ofNamesAndValues(Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("the last name has no value");
        }
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            rows.add(List.of(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new HtmlTable(List.of(new Head("", false), new Head("value", true)), rows, 0);
    }

    private static Object cell(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "";
        }
        if (column instanceof NumberColumn<?, ?> numbers) {
            return numbers.getDouble(row);
        }
        return column.type().equals(ColumnType.STRING) ? column.get(row) : column.getString(row);
    }

    @Override
    public String html() {
        if (rows.isEmpty()) {
            return "<p>None.</p>";
        }
        StringBuilder html = new StringBuilder(
                """
                <div class="audio-tokens-table"><style>
                .audio-tokens-table { overflow-x: auto; }
                .audio-tokens-table table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0.4em 0; }
                .audio-tokens-table th { cursor: pointer; user-select: none; border-bottom: 2px solid #8888; }
                .audio-tokens-table th, .audio-tokens-table td { padding: 0.2em 0.9em; text-align: left; max-width: 36em; overflow-wrap: anywhere; }
                .audio-tokens-table td:first-child { overflow-wrap: break-word; }
                .audio-tokens-table td:not(.number):not(:first-child) { min-width: 6em; }
                .audio-tokens-table th:not(.number), .audio-tokens-table td:not(.number) { text-align: left !important; }
                .audio-tokens-table .number { text-align: right; overflow-wrap: normal; }
                .audio-tokens-table tbody tr:nth-child(odd) { background: #8881; }
                .audio-tokens-table [data-order]::after { content: " \\25B2"; }
                .audio-tokens-table [data-order="-1"]::after { content: " \\25BC"; }
                </style><table class="mathjax_ignore"><thead><tr>""");
        for (Head head : columns) {
            html.append("<th title=\"sort\"")
                    .append(cssClass(head.numeric()))
                    .append(">")
                    .append(Html.escape(head.name()))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
        for (List<Object> row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(cellHtml(row.get(i), columns.get(i).numeric()));
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table>");
        if (nHiddenRows > 0) {
            html.append("<p>").append(NumberText.shortened(nHiddenRows)).append(" more rows are not shown.</p>");
        }
        return html.append(SORTING).append("</div>").toString();
    }

    private static String cellHtml(Object cell, boolean number) {
        String text = cell instanceof Number value ? NumberText.shortened(value.doubleValue()) : String.valueOf(cell);
        String exact = cell instanceof Number ? " data-value=\"" + cell + "\" title=\"" + cell + "\"" : "";
        return "<td" + cssClass(number) + exact + ">" + Html.escape(text) + "</td>";
    }

    private static String cssClass(boolean number) {
        return number ? " class=\"number\"" : "";
    }

    private static final String SORTING =
            """
            <script>
            (function (table) {
              const heads = [...table.tHead.rows[0].cells];
              heads.forEach((head, column) => head.addEventListener("click", () => {
                const order = head.dataset.order === "1" ? -1 : 1;
                heads.forEach(other => delete other.dataset.order);
                head.dataset.order = order;
                const key = row => {
                  const cell = row.cells[column];
                  return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
                };
                const rows = [...table.tBodies[0].rows];
                rows.sort((a, b) => order * (typeof key(a) === "number" && typeof key(b) === "number"
                  ? key(a) - key(b) : String(key(a)).localeCompare(String(key(b)))));
                table.tBodies[0].append(...rows);
              }));
            })(document.currentScript.previousElementSibling.matches("table")
              ? document.currentScript.previousElementSibling
              : document.currentScript.parentElement.querySelector("table"));
            </script>""";

    @Override
    public String text() {
        if (rows.isEmpty()) {
            return "None.";
        }
        StringBuilder text = new StringBuilder();
        text.append(String.join("\t", columns.stream().map(Head::name).toList()));
        for (List<Object> row : rows) {
            text.append('\n');
            text.append(String.join(
                    "\t",
                    row.stream()
                            .map(cell -> cell instanceof Number value
                                    ? NumberText.shortened(value.doubleValue())
                                    : String.valueOf(cell))
                            .toList()));
        }
        return text.toString();
    }

    @Override
    public Optional<byte[]> png() {
        return Optional.empty();
    }
}
