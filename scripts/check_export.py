"""What Hugging Face datasets reads of a data set that isogloss exported: .peers/venv/bin/python scripts/check_export.py FOLDER...

Goes by the head of each folder's README.md alone, as the Hub does. Prints one line of JSON: by folder, the rows of each
configuration and split, and whether TRL takes all pairs for conversations.
"""
import json
import os
import sys
import tempfile

cache = tempfile.TemporaryDirectory()
os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_HOME=cache.name)
from datasets import disable_progress_bars, get_dataset_config_names, load_dataset
from trl.data_utils import is_conversational

disable_progress_bars()
found = {}
for folder in sys.argv[1:]:
    sets = {name: load_dataset(folder, name) for name in get_dataset_config_names(folder)}
    rows = {name: {split: part.to_list() for split, part in parts.items()} for name, parts in sets.items()}
    every = [row for parts in rows.values() for part in parts.values() for row in part if "chosen" in row]
    found[folder] = {"rows": rows, "conversational": all(is_conversational(row) for row in every)}
print(json.dumps(found))
