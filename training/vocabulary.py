"""Leaves out word pieces that English answers do not need, so that the file stays small.

Kept are the first 104 (special) pieces at their places, single characters of any script, ASCII pieces that are common (the
first 6,500 of the list, which is ordered by frequency) and those that the training data use more than once. A word whose piece is gone is
read as several smaller pieces.
"""

import json
import re

COMMON = 6500
LEAST_USES = 2


def kept_pieces(vocabulary, used):
    """Old numbers in their new order. `used` counts how often the training data use each piece."""
    names = sorted(vocabulary, key=vocabulary.get)
    def stays(name, number):
        if number < 104 or used.get(number, 0) >= LEAST_USES:
            return True
        if name.startswith("[unused") or not re.fullmatch(r"(##)?[ -~]+", name):
            return False
        return number < COMMON or len(name.removeprefix("##")) <= 2
    return [number for number, name in enumerate(names) if stays(name, number)]


def write_tokenizer(source, target, kept):
    file = json.loads(source.read_text())
    vocabulary = file["model"]["vocab"]
    names = sorted(vocabulary, key=vocabulary.get)
    file["model"]["vocab"] = {names[old]: new for new, old in enumerate(kept)}
    file["truncation"] = file["padding"] = None
    target.write_text(json.dumps(file, ensure_ascii=False))
