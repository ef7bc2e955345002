"""tokenizers_peer.py FOLDER WAY TEXTS…: seconds of processor time of the `tokenizers` package to encode every line.

WAY is encode, encode_batch or encode_batch_fast; one thread in each case.
"""
import os
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
from tokenizers import Tokenizer

folder, way, *paths = sys.argv[1:]
tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
lines = []
for path in paths:
    with open(path, encoding="utf-8", newline="") as file:
        lines += file.read().split("\n")
start = time.process_time()
if way == "encode":
    ids = [tokenizer.encode(line).ids for line in lines]
else:
    ids = [e.ids for e in getattr(tokenizer, way)(lines)]
taken = time.process_time() - start
hash = 0xCBF29CE484222325
for line in ids:
    for i in line:
        hash = ((hash ^ i) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
print(taken, format(hash, "x"), sum(map(len, ids)), len(lines))
