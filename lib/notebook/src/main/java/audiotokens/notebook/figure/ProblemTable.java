package audiotokens.notebook.figure;

import audiotokens.pipeline.run.Problem;
import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The clips that were lost, as a table. */
final class ProblemTable {
    private ProblemTable() {}

    /** A row a clip: its id, its source, the stage that lost it, and the reason. */
    static Table of(List<Problem> problems) {
        return Table.create(
                StringColumn.create("clip", problems.stream().map(Problem::id)),
                StringColumn.create("source", problems.stream().map(Problem::source)),
                StringColumn.create("stage", problems.stream().map(Problem::stage)),
                StringColumn.create("reason", problems.stream().map(Problem::reason)));
    }
}
