"""Parquet files written by pyarrow and by Hugging Face datasets, with their rows as JSON, for Tests/ParquetTests.

Run by `make goldens` in .peers/venv. Values: null, true, "text", {"i": "12"}, {"n": 0.5}, {"b": [1, 2]}, [elements],
{"r": [["field", value], ...]}.
"""
import datetime, decimal, json, pathlib

import datasets
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests/ParquetTests/Goldens"


def shown(value, type):
    if value is None:
        return None
    if pa.types.is_dictionary(type):
        return shown(value, type.value_type)
    if pa.types.is_boolean(type):
        return value
    if pa.types.is_integer(type):
        return {"i": str(value)}
    if pa.types.is_floating(type):
        return {"n": float(value)}
    if pa.types.is_binary(type) or pa.types.is_large_binary(type) or pa.types.is_fixed_size_binary(type):
        return {"b": list(value)}
    if pa.types.is_map(type):
        return [{"r": [["key", shown(k, type.key_type)], ["value", shown(v, type.item_type)]]} for k, v in value]
    if pa.types.is_list(type) or pa.types.is_large_list(type) or pa.types.is_fixed_size_list(type):
        return [shown(element, type.value_type) for element in value]
    if pa.types.is_struct(type):
        return {"r": [[field.name, shown(value[field.name], field.type)] for field in type]}
    if pa.types.is_timestamp(type):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return str(value)


def write(name, table, **options):
    path = FOLDER / f"{name}.parquet"
    pq.write_table(table, path, **options)
    return record(name, path)


def record(name, path):
    table = pq.read_table(path)
    rows = [[shown(row[field.name], field.type) for field in table.schema] for row in table.to_pylist()]
    return {"name": name, "columns": table.schema.names, "rows": rows}


def flat():
    def column(type, values):
        return pa.array(values, type)
    return pa.table({
        "bool": column(pa.bool_(), [True, None, False]),
        "int8": column(pa.int8(), [-128, None, 127]),
        "int16": column(pa.int16(), [-32768, None, 32767]),
        "int32": column(pa.int32(), [-2**31, None, 2**31 - 1]),
        "int64": column(pa.int64(), [-2**63, None, 2**63 - 1]),
        "uint8": column(pa.uint8(), [0, None, 255]),
        "uint32": column(pa.uint32(), [0, None, 2**32 - 1]),
        "uint64": column(pa.uint64(), [0, None, 2**63 - 1]),
        "half": column(pa.float16(), [0.5, None, -65504.0]),
        "float": column(pa.float32(), [0.25, None, 1e30]),
        "double": column(pa.float64(), [0.1, None, -1e300]),
        "string": column(pa.string(), ["žluťoučký", None, ""]),
        "large": column(pa.large_string(), ["a\0b", None, "\U0001F3DE"]),
        "binary": column(pa.binary(), [b"\xff\x00", None, b""]),
        "fixed": column(pa.binary(2), [b"ab", None, b"\x00\xff"]),
        "dictionary": pa.array(["S1", None, "S1"], pa.string()).dictionary_encode(),
        "date": column(pa.date32(), [datetime.date(2024, 2, 29), None, datetime.date(1969, 12, 31)]),
        "time": column(pa.timestamp("us"), [datetime.datetime(2024, 2, 29, 12, 30, 1, 500), None,
                                            datetime.datetime(1969, 12, 31)]),
        "decimal": column(pa.decimal128(9, 2), [decimal.Decimal("-12.50"), None, decimal.Decimal("0.01")]),
        "nothing": pa.nulls(3),
    })


def nested():
    turns = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
    deep = pa.struct([("name", pa.string()), ("scores", pa.list_(pa.float64())),
                      ("inner", pa.struct([("flag", pa.bool_())]))])
    return pa.table({
        "turns": pa.array([[{"role": "user", "content": "Kdo?"}, {"role": "assistant", "content": None}], None, [], [None]],
                          turns),
        "lists": pa.array([[[1, 2], None, []], [], None, [[None]]], pa.list_(pa.list_(pa.int32()))),
        "deep": pa.array([{"name": "a", "scores": [0.5, None], "inner": {"flag": True}}, None,
                          {"name": None, "scores": None, "inner": None}, {"name": "d", "scores": [], "inner": {"flag": None}}],
                         deep),
        "map": pa.array([[("k", 1), ("l", None)], None, [], [("m", 3)]], pa.map_(pa.string(), pa.int64())),
        "pair": pa.array([[1, 2], None, [None, 4], [5, 6]], pa.list_(pa.int64(), 2)),
        "labels": pa.array([["S1", "S2"], ["S1"], None, []], pa.list_(pa.dictionary(pa.int32(), pa.string()))),
    })


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    many = pa.table({"id": pa.array(range(3000)), "text": pa.array([f"věta {i % 97}" for i in range(3000)])})
    cases = [
        write("flat", flat(), compression="snappy"),
        write("nested", nested(), compression="zstd"),
        write("plain", nested(), compression="none", use_dictionary=False, data_page_version="2.0"),
        write("groups", many, compression="gzip", row_group_size=700),
        write("brotli", many.slice(0, 20), compression="brotli"),
        write("lz4", many.slice(0, 20), compression="lz4"),
        write("empty", flat().slice(0, 0)),
    ]
    pairs = datasets.Dataset.from_list([
        {"prompt": [{"role": "user", "content": f"Klausimas {i}?"}], "score": i / 4,
         "chosen": [{"role": "assistant", "content": "Ne."}], "rejected": [{"role": "assistant", "content": "Taip."}]}
        for i in range(5)])
    path = FOLDER / "datasets.parquet"
    pairs.to_parquet(path)
    cases.append(record("datasets", path))
    for case in cases:
        if case["name"] == "groups":  # the rest follows from the formula
            case["count"], case["rows"] = len(case["rows"]), case["rows"][:3]
    (FOLDER / "rows.json").write_text(json.dumps(cases, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
