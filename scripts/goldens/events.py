"""Golden of event files: what the tensorboard package reads in the file that WatchingTests records.

    ISOGLOSS_RECORD=1 swift test --filter WatchingTests    # writes Tests/AlignmentTests/Goldens/events.tfevents, and fails
    .peers/venv/bin/python scripts/goldens/events.py

Writes Tests/AlignmentTests/Goldens/events.json: every event as TensorBoard's own loader gives it. The loader checks both
checksums of each record.
"""
import json
import os

import tensorboard
from tensorboard.backend.event_processing.event_file_loader import LegacyEventFileLoader

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "Tests/AlignmentTests/Goldens")
NAME = "events.tfevents"

events = list(LegacyEventFileLoader(os.path.join(OUT, NAME)).Load())
golden = {
    "versions": {"tensorboard": tensorboard.__version__}, "file": NAME, "version": events[0].file_version,
    "events": [{"step": e.step, "wallTime": e.wall_time, "values": {v.tag: v.simple_value for v in e.summary.value}}
               for e in events[1:]],
}
with open(os.path.join(OUT, "events.json"), "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
print(len(events), "events")
