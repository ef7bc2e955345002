"""Goldens of Python's own draws: scripts/goldens/python_random.py

Writes Tests/StatisticsTests/Goldens/python-random.json: 32-bit words, and samples in the order drawn, one generator a seed.
"""
import json, pathlib, platform, random

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/StatisticsTests/Goldens/python-random.json"


def main():
    rows = []
    for seed in (0, 1, 1234, 2**32 - 1):
        words = random.Random(seed)
        drawn = random.Random(seed)
        rows.append({
            "seed": seed,
            "words": [words.getrandbits(32) for _ in range(1300)][::50],
            "samples": [{"count": count, "chosen": chosen, "drawn": drawn.sample(range(count), chosen)}
                        for count, chosen in [(5, 5), (12, 5), (21, 5), (22, 5), (400, 5), (400, 0), (90, 20), (1000, 20),
                                              (85, 6), (86, 6), (1, 1)] * 3],
        })
    OUT.write_text(json.dumps({"source": f"Python {platform.python_version()}", "rows": rows}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
