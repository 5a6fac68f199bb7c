"""Reads a folder of Parquet tokens with pandas, PyArrow and Hugging Face's datasets; prints one line per library.

    parquet_tokens.py FOLDER ID

Each line contains the number of training clips, the tokens of the clip ID joined by spaces, and its labels.
"""

import sys
import tempfile

import pandas
import pyarrow.parquet as parquet

folder, clip_id = sys.argv[1:]


def print_line(library, clips, tokens, labels):
    print(library, clips, " ".join(str(token) for token in tokens), *labels, sep="|")


table = pandas.read_parquet(folder)
train = table[table.subset == "train"]
row = train[train.id == clip_id].iloc[0]
print_line("pandas", len(train), row.frames, row.labels)

table = parquet.read_table(folder, filters=[("subset", "=", "train")])
assert str(table.schema.field("frames").type) in ("list<element: uint8>", "list<element: uint16>"), table.schema
row = next(row for row in table.to_pylist() if row["id"] == clip_id)
print_line("pyarrow", len(table), row["frames"], row["labels"])

try:
    import datasets
except ImportError:
    pass
else:
    with tempfile.TemporaryDirectory() as cache:
        splits = datasets.load_dataset(folder, cache_dir=cache)
        assert set(splits) == {"train", "validation"}, splits
        row = next(row for row in splits["train"] if row["id"] == clip_id)
        print_line("datasets", len(splits["train"]), row["frames"], row["labels"])
