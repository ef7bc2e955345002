"""Write a GGUF file again with every tensor in float32: gguf_to_f32.py IN.gguf OUT.gguf

The values are those that the quantised file stands for, so a server that reads the result holds the same weights as an
engine that reads the original; vocabulary, template and settings are copied as they are.
"""
import os
import sys

import gguf
import numpy

source, target = sys.argv[1:3]
reader = gguf.GGUFReader(source)
architecture = reader.fields["general.architecture"].contents()
writer = gguf.GGUFWriter(target + ".part", architecture)
for name, field in reader.fields.items():
    # The header's own counts, and what the writer says itself.
    if name.startswith("GGUF.") or name in ("general.architecture", "general.file_type", "general.quantization_version"):
        continue
    inner = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
    writer.add_key_value(name, field.contents(), field.types[0], sub_type=inner)
writer.add_file_type(gguf.LlamaFileType.ALL_F32)
for tensor in reader.tensors:
    values = gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(numpy.float32)
    writer.add_tensor(tensor.name, values.reshape([int(size) for size in reversed(tensor.shape)]))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
os.replace(target + ".part", target)
print(f"{target}: {len(reader.tensors)} tensors in float32")
