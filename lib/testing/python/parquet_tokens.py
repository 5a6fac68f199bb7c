"""Reads a folder of Parquet tokens with pandas, PyArrow and Hugging Face's datasets; prints one line for each.

    parquet_tokens.py FOLDER ID

Prints the number of training clips, the tokens of the clip ID joined by spaces, and its labels.
"""

import sys
import tempfile

import pandas
import pyarrow.parquet as parquet

folder, wanted = sys.argv[1:]


def say(program, clips, tokens, labels):
    print(program, clips, " ".join(str(token) for token in tokens), *labels, sep="|")


table = pandas.read_parquet(folder)
train = table[table.subset == "train"]
row = train[train.id == wanted].iloc[0]
say("pandas", len(train), row.frames, row.labels)

table = parquet.read_table(folder, filters=[("subset", "=", "train")])
assert str(table.schema.field("frames").type) in ("list<element: uint8>", "list<element: uint16>"), table.schema
row = next(row for row in table.to_pylist() if row["id"] == wanted)
say("pyarrow", len(table), row["frames"], row["labels"])

try:
    import datasets
except ImportError:
    pass
else:
    with tempfile.TemporaryDirectory() as cache:
        found = datasets.load_dataset(folder, cache_dir=cache)
        assert set(found) == {"train", "validation"}, found
        row = next(row for row in found["train"] if row["id"] == wanted)
        say("datasets", len(found["train"]), row["frames"], row["labels"])
