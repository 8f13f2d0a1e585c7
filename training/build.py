"""`python training/build.py [--graded FILE] [--out FOLDER]`: reads all sources and writes examples.jsonl, seeded.

Passages are sometimes written as people type or as a recogniser hears, those of the pairs aside; a passage of the pairs that is
also in tune or test is dropped from train. The split: questions of the bank by bench/corpus/split.json, pairs by field, graded sets by question.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from generated import generated_examples
from likeness import Likeness
from sources import ROOT, answers, bank, corpus_examples, graded_examples, pair_examples
from twins import spoken


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--graded", help="semeval2013_train_3way.csv; without it the graded sets are left out")
    parser.add_argument("--out", type=Path, default=ROOT / "training/build")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    chance = random.Random(options.seed)

    questions = bank()
    near = Likeness(options.out / "vectors.npz")
    near.learn(
        [concept["statement"] for question in questions.values() for concept in question["concepts"]]
        + [sentence for answer in answers(questions) for sentence in answer["sentences"]]
    )
    corpus = corpus_examples(questions, near, options.seed)
    pairs = pair_examples()
    examples = corpus + pairs + generated_examples(questions, corpus, pairs, options.seed) + graded_examples(options.graded)
    kept, seen, held = [], set(), {one["passage"].lower() for one in examples if one["part"] != "train" and one["source"] in ("pairs", "corpus")}
    for one in examples:
        key = (one["question"], one["point"].lower(), one["passage"].lower())
        if key in seen or (one["part"] == "train" and one["source"] == "pairs" and one["passage"].lower() in held):
            continue
        seen.add(key)
        if one["part"] == "train" and one["source"] != "pairs":
            one["passage"] = spoken(one["passage"], chance)
        kept.append({"id": len(kept)} | one)
    options.out.mkdir(parents=True, exist_ok=True)
    with (options.out / "examples.jsonl").open("w") as file:
        for one in kept:
            file.write(json.dumps(one, ensure_ascii=False) + "\n")
    for (part, source), many in sorted(Counter((one["part"], one["source"]) for one in kept).items()):
        labels = Counter(one["label"] or "not-said" for one in kept if one["part"] == part and one["source"] == source)
        print(f"{part:6}{source:14}{many:7}  " + ", ".join(f"{name} {count}" for name, count in sorted(labels.items())))


if __name__ == "__main__":
    main()
