"""Reference values for the tests of ModelFiles.

Run from the repository:  .peers/venv/bin/python scripts/goldens/modelfiles.py
Made with gguf 0.19.0, safetensors 0.8.0, numpy 2.4.6, torch 2.13.0+cpu; seed 20251123.

Writes to Tests/ModelFilesTests/Goldens:
  blocks.json           blocks of every decodable GGUF type and the float32 bits that gguf.dequantize gives
  models.json           CRC-32 of the float32 bytes of every tensor of the two embedded models, and of their metadata
  every-type.gguf       a file of gguf's own writer: metadata of every type, tensors of every decodable type
  every-type.json       what it holds
  every-type.safetensors  a file of safetensors' own writer, all common types
  every-type.safetensors.json  what it holds
"""

import base64
import importlib.metadata
import json
import os
import struct
import zlib
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType as T, GGUFValueType as V
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/ModelFilesTests/Goldens"
HOME = Path(os.environ.get("ISOGLOSS_HOME", Path.home() / ".cache/isogloss"))
SEED = 20251123
VERSIONS = {name: importlib.metadata.version(name) for name in ("gguf", "safetensors", "numpy", "torch")}

# Bytes at which a block's half-precision numbers stand.
HALVES = {
    T.Q4_0: (0,), T.Q4_1: (0, 2), T.Q5_0: (0,), T.Q5_1: (0, 2), T.Q8_0: (0,),
    T.Q4_K: (0, 2), T.Q5_K: (0, 2), T.Q6_K: (208,),
}
# Zero, minus zero, least and largest subnormal, least normal, one, largest, and negatives.
EXTREMES = [0x0000, 0x8000, 0x0001, 0x8001, 0x03FF, 0x0400, 0x3C00, 0xBC00, 0x7BFF, 0xFBFF, 0x2A3B, 0xA9F1]


def write_json(name, value):
    (OUT / name).write_text(json.dumps(value, indent=1, ensure_ascii=True) + "\n")


def text64(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def floats(rng, count):
    """Values over many scales, with zeros, both signs, no infinity."""
    values = rng.standard_normal(count) * 10.0 ** rng.uniform(-6, 3, count)
    values[rng.random(count) < 0.05] = 0
    return values.astype(np.float32)


def dequantized(data, kind):
    return np.ascontiguousarray(gguf.dequantize(data, kind).astype(np.float32, copy=False))


def blocks(rng):
    cases = []

    def add(kind, name, data):
        data = np.ascontiguousarray(data).view(np.uint8).reshape(1, -1)
        expected = dequantized(data, kind)
        assert np.isfinite(expected).all(), (kind, name)
        cases.append({"type": kind.name, "case": name, "input": text64(data), "expected": text64(expected)})

    for kind in (T.F32, T.F16, T.BF16):
        values = np.concatenate([floats(rng, 250), np.float32([0.0, -0.0, 1e-8, -6e-8, 65504, -65504])])
        add(kind, "numbers", gguf.quantize(values.reshape(1, -1), kind))
    for kind, places in HALVES.items():
        elements, size = GGML_QUANT_SIZES[kind]
        count = 24 if elements == 32 else 12
        data = rng.integers(0, 256, (count, size), dtype=np.uint8)
        for place in places:
            halves = rng.permutation(np.resize(np.array(EXTREMES, dtype=np.uint16), count))
            data[:, place:place + 2] = halves.view(np.uint8).reshape(count, 2)
        add(kind, "random bytes, extreme scales", data)
        if elements == 32:
            add(kind, "quantised numbers", gguf.quantize(floats(rng, elements * 16).reshape(1, -1), kind))
    # Every finite half and bfloat16: only the checksum is kept, the input is 0...65535.
    every = np.arange(65536, dtype=np.uint16)
    exhaustive = {}
    for kind in (T.F16, T.BF16):
        values = dequantized(every.view(np.uint8).reshape(1, -1), kind).ravel()
        exhaustive[kind.name] = zlib.crc32(values[~np.isnan(values)].tobytes())
    # torch's rounding of float32 to bfloat16.
    source = np.concatenate([floats(rng, 500), np.float32([0, -0.0, 3.4e38, -3.4e38, 1e-45, 1.00390625, 1.01171875])])
    rounded = torch.from_numpy(source).to(torch.bfloat16).view(torch.int16).numpy()
    write_json("blocks.json", {
        "versions": VERSIONS, "seed": SEED, "cases": cases, "exhaustive": exhaustive,
        "bfloat16": {"input": text64(source), "expected": text64(rounded)},
    })


def checksum_of_texts(texts):
    """CRC-32 over length (u64, little-endian) and bytes of each text."""
    crc = 0
    for text in texts:
        crc = zlib.crc32(struct.pack("<Q", len(text)) + bytes(text), crc)
    return crc


def describe(field):
    """A metadata value as kind, count and checksum: the file's own little-endian bytes."""
    kinds = [kind.name for kind in field.types]
    parts = [field.parts[index] for index in field.data]
    if kinds[-1] == "STRING":
        crc = checksum_of_texts(part.tobytes() for part in parts)
    else:
        crc = zlib.crc32(b"".join(part.tobytes() for part in parts))
    return {"kinds": kinds, "count": len(parts), "crc": crc}


def models():
    result = []
    for path in ("gemma-3-270m/gemma-3-270m-q4_k_m.gguf", "smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf"):
        reader = gguf.GGUFReader(HOME / "models" / path)
        tensors = []
        for tensor in reader.tensors:
            values = dequantized(tensor.data, tensor.tensor_type)
            tensors.append({
                "name": tensor.name, "type": tensor.tensor_type.name,
                "shape": [int(size) for size in reversed(tensor.shape)],
                "bytes": int(tensor.n_bytes), "crc": zlib.crc32(values.data.cast("B")),
            })
        metadata = {key: describe(field) for key, field in reader.fields.items() if not key.startswith("GGUF.")}
        result.append({"path": path, "tensors": tensors, "metadata": metadata})
    write_json("models.json", {"versions": VERSIONS, "models": result})


def every_type_gguf(rng):
    path = OUT / "every-type.gguf"
    writer = gguf.GGUFWriter(path, "test")
    writer.add_uint8("t.uint8", 255)
    writer.add_int8("t.int8", -128)
    writer.add_uint16("t.uint16", 65535)
    writer.add_int16("t.int16", -32768)
    writer.add_uint32("t.uint32", 4294967295)
    writer.add_int32("t.int32", -2147483648)
    writer.add_float32("t.float32", 0.1)
    writer.add_bool("t.true", True)
    writer.add_bool("t.false", False)
    writer.add_string("t.text", "līdzi – zażółć 🙂")
    # The writer drops empty texts and lists, so none are here; the Swift tests make their own.
    writer.add_uint64("t.uint64", 18446744073709551615)
    writer.add_int64("t.int64", -9223372036854775808)
    writer.add_float64("t.float64", 0.1)
    arrays = {
        "a.uint8": (V.UINT8, [0, 7, 255]), "a.int8": (V.INT8, [-128, 0, 127]),
        "a.uint16": (V.UINT16, [0, 65535]), "a.int16": (V.INT16, [-32768, 32767]),
        "a.uint32": (V.UINT32, [0, 4294967295]), "a.int32": (V.INT32, [-2147483648, 5]),
        "a.float32": (V.FLOAT32, [0.5, -1.25]), "a.bool": (V.BOOL, [True, False, True]),
        "a.string": (V.STRING, ["a", "", "ß", "日本"]),
        "a.uint64": (V.UINT64, [18446744073709551615, 1]), "a.int64": (V.INT64, [-9223372036854775808, 1]),
        "a.float64": (V.FLOAT64, [0.1, -0.0]),
    }
    for key, (kind, values) in arrays.items():
        writer.add_key_value(key, values, V.ARRAY, sub_type=kind)
    writer.add_key_value("n.ints", [[1, 2], [3], [-4, 5, 6]], V.ARRAY)
    writer.add_key_value("n.texts", [["x"], ["y", "zz"]], V.ARRAY)
    writer.add_key_value("n.deep", [[[1.5], [2.5, 3.5]], [[4.5]]], V.ARRAY)
    expected = []
    order = [T.F32, T.F16, T.BF16, T.Q4_0, T.Q4_1, T.Q5_0, T.Q5_1, T.Q8_0, T.Q4_K, T.Q5_K, T.Q6_K]
    for kind in order:
        elements, size = GGML_QUANT_SIZES[kind]
        shape = (2, 3, 2 * elements) if elements == 32 else (2, elements) if elements == 256 else (3, 5)
        if elements == 256:
            data = rng.integers(0, 256, (2, size), dtype=np.uint8)
            for place in HALVES[kind]:
                data[:, place:place + 2] = np.array([[0x2A, 0x3B], [0xBC, 0xA0]], dtype=np.uint8)
        else:
            data = gguf.quantize(floats(rng, int(np.prod(shape))).reshape(shape), kind)
        writer.add_tensor(f"w.{kind.name}", data, raw_dtype=kind)
        values = dequantized(data, kind)
        expected.append({
            "name": f"w.{kind.name}", "type": kind.name, "shape": list(shape), "crc": zlib.crc32(values.tobytes()),
        })
    for dtype, kind in ((np.int8, "I8"), (np.int16, "I16"), (np.int32, "I32"), (np.int64, "I64"), (np.float64, "F64")):
        values = np.array([[-3, 0, 100]], dtype=dtype)
        writer.add_tensor(f"w.{kind}", values)
        crc = zlib.crc32(values.astype(np.float32).tobytes())
        expected.append({"name": f"w.{kind}", "type": kind, "shape": [1, 3], "crc": crc})
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    reader = gguf.GGUFReader(path)
    for tensor, row in zip(reader.tensors, expected, strict=True):
        assert tensor.name == row["name"] and list(reversed(tensor.shape)) == row["shape"], tensor
    write_json("every-type.json", {"versions": VERSIONS, "seed": SEED, "tensors": expected})


def every_type_safetensors(rng):
    kinds = [
        torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8,
        torch.uint64, torch.uint32, torch.uint16, torch.uint8, torch.bool,
    ]
    tensors = {}
    for number, kind in enumerate(kinds):
        values = torch.from_numpy(rng.integers(0, 100, (2, 3 + number % 2)).astype(np.float64))
        if kind.is_floating_point:
            values = values / 7 - 5
        elif kind in (torch.int64, torch.int32, torch.int16, torch.int8):
            values = values - 50
        elif kind == torch.bool:
            values = values % 2
        tensors[f"b.{str(kind).removeprefix('torch.')}"] = values.to(kind)
    tensors["a scalar"] = torch.tensor(2.5)
    tensors["empty"] = torch.zeros(0, 4)
    tensors['quote " back\\slash\nline ž 日本'] = torch.arange(5, dtype=torch.float32)
    path = OUT / "every-type.safetensors"
    save_file(tensors, path, metadata={"format": "pt"})
    path.chmod(0o644)
    rows = []
    for name, tensor in tensors.items():
        raw = tensor.contiguous().view(torch.uint8).numpy() if tensor.dim() else tensor.reshape(1).view(torch.uint8).numpy()
        rows.append({
            "name": name, "shape": list(tensor.shape), "bytes": text64(raw),
            "expected": text64(tensor.to(torch.float32).numpy()),
        })
    write_json("every-type.safetensors.json", {"versions": VERSIONS, "seed": SEED, "tensors": rows})


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    blocks(rng)
    every_type_gguf(rng)
    every_type_safetensors(rng)
    models()
