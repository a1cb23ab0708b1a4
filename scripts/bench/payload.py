"""Writes the payload that the bulk load is measured with: rows of 11 columns as the ECS back end has them."""

import json
import random
import uuid


def row(index, source):
    return {
        "id": str(uuid.UUID(int=source.getrandbits(128), version=4)),
        "name": f"fox-{index}",
        "category": "canines_and_foxes",
        "description": f"A quick brown fox that nobody has ever seen twice, number {index}",
        "emoji": "🦊",
        "enabled": True,
        "weight": 1.0,
        "generation_numbers": [3, 7, 13, 21, 34, 55, 89],
        "traits": ["clever", "quick", "curious", "bold", "playful"],
        "base_names": ["Vulpes", "Reynard", "Todd", "Rusty", "Ember"],
        "custom_data": {"habitat": "forest", "n": index},
    }


def write(path, rows, ndjson=False):
    source = random.Random(1)
    with open(path, "w", encoding="utf-8") as file:
        file.write("" if ndjson else "[\n")
        for index in range(rows):
            if index:
                file.write("\n" if ndjson else ",\n")
            file.write(json.dumps(row(index, source), ensure_ascii=False))
        file.write("\n" if ndjson else "\n]\n")
