"""The same work with datasketch, one process a core, each with some of the languages.

    dedupe_peer.py pairs.jsonl prompts.jsonl threshold processes

Prints one JSON line: rows that are left and dropped, by stage.
"""
import collections, json, multiprocessing, sys, unicodedata, zlib

from datasketch import MinHash, MinHashLSH

PERMUTATIONS = 128


def folded(text):
    """Letters, marks and numbers in lower case; anything else is one space."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    return " ".join(text.split())


def runs(text):
    text = folded(text)
    return frozenset(text[i:i + 5] for i in range(max(1, len(text) - 4)))


def signature(grams):
    minhash = MinHash(num_perm=PERMUTATIONS, hashfunc=zlib.crc32)
    minhash.update_batch([gram.encode() for gram in grams])
    return minhash


def work(task):
    pairs, prompts, threshold = task
    index, kept, leaked = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS), {}, 0
    signatures = {}
    for key, text in sorted(pairs):
        grams = runs(text)
        minhash = signature(grams)
        if any(len(grams & kept[other]) >= threshold * len(grams | kept[other]) for other in index.query(minhash)):
            continue
        kept[key], signatures[key] = grams, minhash
        index.insert(key, minhash)
    against, asked = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS), {}
    for key, text in prompts:
        asked[key] = runs(text)
        against.insert(key, signature(asked[key]))
    for key, grams in kept.items():
        if any(len(grams & asked[other]) >= threshold * len(grams | asked[other])
               for other in against.query(signatures[key])):
            leaked += 1
    return len(pairs) - len(kept), leaked


def main():
    pairs, prompts, threshold, processes = sys.argv[1:]
    tasks = collections.defaultdict(lambda: ([], [], float(threshold)))
    for number, (path, key) in enumerate(((pairs, "prompt"), (prompts, "text"))):
        for line in open(path, encoding="utf-8"):
            row = json.loads(line)
            tasks[row["language"]][number].append((row["id"], row[key]))
    with multiprocessing.Pool(int(processes)) as pool:
        found = pool.map(work, tasks.values(), chunksize=1)
    print(json.dumps({"duplicates": sum(a for a, _ in found), "leakage": sum(b for _, b in found)}))


if __name__ == "__main__":
    main()
