package audiotokens.notebook.figure;

import audiotokens.pipeline.run.Problem;
import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The unusable clips as a table. */
final class ProblemTable {
    private ProblemTable() {}

    /** Returns a table with one row per clip: id, source, stage and reason. */
    static Table of(List<Problem> problems) {
        return Table.create(
                StringColumn.create("clip", problems.stream().map(Problem::id)),
                StringColumn.create("source", problems.stream().map(Problem::source)),
                StringColumn.create("stage", problems.stream().map(Problem::stage)),
                StringColumn.create("reason", problems.stream().map(Problem::reason)));
    }
}
