"""Reads the corpora into labelled examples. Nothing is chosen here: every possible window of every part is returned.

An example is a dict: part (train, tune, test), source, group (the question or field it may not share with another part),
question, point, passage, label (said, partly, missed, contradicted, or absent = partly or missed), weight, and for
answers `answer` and `concept`, by which the windows of one answer find together again.
"""

import csv
import hashlib
import json
import random
import re
from pathlib import Path

import yaml

from passages import around, covering, join, plain, sentences_of, words

ROOT = Path(__file__).resolve().parent.parent
LABELS = ["said", "partly", "missed", "contradicted"]
SHORT_ANSWER_WORDS = 60


def _load(path):
    return yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def rank(*names):
    """A number between 0 and 1 that depends on the names alone."""
    return int(hashlib.sha256(" ".join(names).encode()).hexdigest()[:12], 16) / 16**12


def bank():
    """Question id → its entry, with part."""
    split = json.loads((ROOT / "bench/corpus/split.json").read_text())
    parts = {name: part for part in ("train", "tune", "test") for name in split[part]}
    questions = {}
    for path in sorted((ROOT / "src/pipeline/questions/bank").glob("*.yaml")):
        file = _load(path)
        for question in file["questions"]:
            question["part"] = parts.get(question["id"], "train")
            question["domain"] = file["domain"]
            question["text"] = plain(question["text"])
            question["modelAnswer"] = plain(question.get("modelAnswer") or "")
            for concept in question["concepts"]:
                concept["statement"] = plain(concept["statement"])
                for key in ("aliases", "misconceptions"):
                    concept[key] = [plain(str(one)) for one in concept.get(key) or []]
            questions[question["id"]] = question
    return questions


def answers(questions):
    """The graded answers with a verdict and the quotes for each concept."""
    for path in sorted((ROOT / "bench/corpus/answers").glob("*.yaml")):
        for entry in _load(path):
            question = questions[entry["question"]]
            for index, answer in enumerate(entry["answers"]):
                verdicts = {}
                for label in ("said", "partly", "contradicted"):
                    for concept, quotes in (answer.get(label) or {}).items():
                        quotes = quotes if isinstance(quotes, list) else [quotes]
                        verdicts[concept] = (label, [str(quote) for quote in quotes])
                yield {
                    "id": f"{question['id']}#{index}",
                    "question": question,
                    "asked": plain(answer.get("asked") or question["text"]),
                    "kind": answer["kind"],
                    "grade": answer["grade"],
                    "sentences": sentences_of(str(answer["text"])),
                    "verdicts": verdicts,
                }


def corpus_examples(questions, near, seed):
    """Windows of the graded answers for training. `near(point, sentences)` gives the likeness of each sentence to a point."""
    chance = random.Random(seed)
    found = []
    for answer in answers(questions):
        question, sentences = answer["question"], answer["sentences"]
        base = {"source": "corpus", "part": question["part"], "group": question["id"], "question": answer["asked"]}
        whole = join(sentences, 0, len(sentences) - 1)
        for concept in question["concepts"]:
            label, quotes = answer["verdicts"].get(concept["id"], ("missed", []))
            example = base | {"point": concept["statement"], "label": label, "weight": 1.0, "kind": answer["kind"]}
            example |= {"answer": answer["id"], "concept": concept["id"]}
            if label == "missed":
                order = sorted(range(len(sentences)), key=lambda i: -near(concept["statement"], sentences)[i])
                windows = {join(sentences, *around(sentences, order[0], neighbours=chance.choice([0, 1, 1])))}
                if len(order) > 1 and chance.random() < 0.25:
                    windows.add(sentences[order[1]])
            else:
                place = covering(sentences, quotes)
                if place is None:
                    continue
                tight = join(sentences, *place)
                first, last = place
                wide = join(sentences, max(0, first - 1), min(len(sentences) - 1, last + 1))
                windows = {chance.choice([tight, wide, wide, plain(" ".join(quotes))])}
                if label != "said" or chance.random() < 0.5:
                    windows.add(chance.choice([tight, wide]))
            if words(whole) <= SHORT_ANSWER_WORDS and chance.random() < 0.35:
                windows.add(whole)
            # In the order of their letters: that of a set differs from run to run.
            for passage in sorted(windows):
                if words(passage) <= 110:
                    found.append(example | {"passage": passage, "weight": 1.0 / len(windows) ** 0.5})
    return found


def answer_examples(questions, near, part, choose):
    """One entry for each answer and concept of a part, with the windows that `choose(point, sentences, near)` gives."""
    for answer in answers(questions):
        if answer["question"]["part"] != part:
            continue
        for concept in answer["question"]["concepts"]:
            label, _ = answer["verdicts"].get(concept["id"], ("missed", []))
            yield {
                "question": answer["asked"],
                "point": concept["statement"],
                "windows": choose(concept, answer["sentences"], near),
                "label": label,
                "kind": answer["kind"],
                "answer": answer["id"],
                "domain": answer["question"]["domain"],
            }


def part_of_field(field):
    """A field of `bench/pairs` is wholly in one part: train, unless split.json names it."""
    split = json.loads((ROOT / "bench/pairs/split.json").read_text())
    return next((part for part in ("tune", "test") if field in split[part]), "train")


def pair_examples():
    found = []
    for path in sorted((ROOT / "bench/pairs").glob("*.yaml")):
        for entry in _load(path):
            for passage in entry["passages"]:
                found.append(
                    {
                        "source": "pairs",
                        "part": part_of_field(path.stem),
                        "group": f"{path.stem}:{plain(entry['point'])[:60]}",
                        "field": path.stem,
                        "question": plain(str(entry["question"])),
                        "point": plain(str(entry["point"])),
                        "passage": plain(str(passage["text"])),
                        "label": passage["label"],
                        "kind": passage["how"],
                        "weight": 1.0,
                    }
                )
    return found


def graded_examples(path):
    """Beetle and SciEntsBank (SemEval-2013 task 7, CC BY-SA 3.0). A question is wholly in one part."""
    if not path:
        return []
    label_of = {"correct": "said", "contradictory": "contradicted", "incorrect": None}
    found = []
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            share = rank("graded", row["question_id"])
            references = [plain(one) for one in row["reference_answers"].split(" || ")]
            answer = plain(row["student_answer"])
            # A correct answer need only meet one of the references: the one with most words in common is the point.
            tokens = set(re.findall(r"\w+", answer.lower()))
            overlap = lambda text: len(tokens & set(re.findall(r"\w+", text.lower()))) / (3 + len(text.split()))
            found.append(
                {
                    "source": row["corpus"],
                    "part": "test" if share < 0.2 else "tune" if share < 0.3 else "train",
                    "group": row["question_id"],
                    "question": plain(row["question"]),
                    "point": max(references, key=overlap),
                    "references": references,
                    "passage": answer,
                    "label": label_of[row["label3"]],
                    "kind": row["label3"],
                    "weight": 0.5,
                }
            )
    return found
