"""Sentences of an answer, and windows of one to three of them such as the program shows the grader.

The program (src/pipeline/scoring) cuts answers with its own rules; these are simpler and near enough, and the width of the
windows is drawn at random so that the grader does not depend on the cut.
"""

import re

MOST_WORDS = 75
LONGEST_RUN = 30
_MARK = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“(]?[A-Z0-9“\"'(a-z])|\n+")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|etc|Dr|Mr|Mrs|Ms|approx|incl|cf|No|St|\b[A-HJ-Z])\.$")
_NEW_THOUGHT = re.compile(r"\s+(?=(?:so|and then|but|because|and|then|which|cause|cos)\s)", re.IGNORECASE)


def plain(text):
    return re.sub(r"\s+", " ", text).strip()


def sentences_of(text):
    """The sentences of an answer; a run of more than thirty words without a full stop is cut where a new thought begins."""
    parts, start = [], 0
    for match in _MARK.finditer(text):
        before = text[start : match.start()]
        if "\n" not in match.group(0) and _ABBREVIATION.search(before.strip()):
            continue
        parts.append(before)
        start = match.end()
    parts.append(text[start:])
    return [piece for part in parts for piece in _cut(plain(part)) if piece]


def _cut(sentence):
    if len(sentence.split()) <= LONGEST_RUN:
        return [sentence]
    pieces, current = [], ""
    for part in _NEW_THOUGHT.split(sentence):
        joined = f"{current} {part}".strip()
        if len(current.split()) >= 10 and len(joined.split()) > 20:
            pieces.append(current)
            current = part
        else:
            current = joined
    return [*pieces, current]


def words(text):
    return len(text.split())


def join(sentences, first, last):
    return " ".join(sentences[first : last + 1])


def around(sentences, at, most_words=MOST_WORDS, neighbours=1):
    """The sentence at `at` with up to `neighbours` on either side, as long as all stay within `most_words`."""
    first = last = at
    size = words(sentences[at])
    for _ in range(neighbours):
        for step in (1, -1):
            place = last + 1 if step == 1 else first - 1
            if 0 <= place < len(sentences) and size + words(sentences[place]) <= most_words:
                size += words(sentences[place])
                first, last = min(first, place), max(last, place)
    return first, last


def covering(sentences, quotes):
    """First and last sentence that hold all quotes; None where a quote lies across a cut that cannot be found."""
    text, starts = "", []
    for sentence in sentences:
        starts.append(len(text))
        text += sentence + " "
    places = []
    for quote in quotes:
        at = text.find(plain(quote))
        if at < 0:
            return None
        places += [at, at + len(plain(quote)) - 1]
    index = lambda offset: max(i for i, start in enumerate(starts) if start <= offset)
    return index(min(places)), index(max(places))
