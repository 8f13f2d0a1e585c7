"""`python training/evaluate.py --model FILE --part tune|test`: what the exported grader does on the part, as the program uses it.

Three views: passages (the labelled windows), points of whole answers (windows chosen by MiniLM at run time, several ways to
choose), and twins (a statement of the bank and of the model answers, changed and unchanged).
"""

import argparse
import json
import random
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from encode import Encoder
from export import run
from figures import auc, figures_of, line_of, measures
from likeness import Likeness
from passages import around, join, sentences_of, words
from sources import LABELS, ROOT, answer_examples, bank
from twins import changed, unchanged


def best_first(point, sentences, near):
    scores = near(point, sentences)
    return sorted(range(len(sentences)), key=lambda i: -scores[i])


def one_sentence(concept, sentences, near):
    return [sentences[best_first(concept["statement"], sentences, near)[0]]]


def with_neighbours(concept, sentences, near):
    return [join(sentences, *around(sentences, best_first(concept["statement"], sentences, near)[0]))]


def whole_if_short(concept, sentences, near):
    whole = join(sentences, 0, len(sentences) - 1)
    return [whole] if words(whole) <= 60 else with_neighbours(concept, sentences, near)


def two_windows(concept, sentences, near):
    order = best_first(concept["statement"], sentences, near)
    found = [join(sentences, *around(sentences, order[0]))]
    return found + [sentences[at] for at in order[:2] if sentences[at] not in found]


def three_windows(concept, sentences, near):
    """Best sentence alone, best with neighbours, and the next best two sentences alone."""
    order = best_first(concept["statement"], sentences, near)
    found = [join(sentences, *around(sentences, order[0]))]
    return found + [sentences[at] for at in order[:3] if sentences[at] not in found]


def average(probabilities):
    return probabilities.mean(0)


def most_telling(probabilities):
    """The window that is least like a miss decides."""
    return probabilities[probabilities[:, 2].argmin()]


def mixed(probabilities):
    """Mean of the most telling window and the average of all."""
    return (most_telling(probabilities) + average(probabilities)) / 2


POLICIES = {
    "best sentence": (one_sentence, average),
    "best sentence with neighbours": (with_neighbours, average),
    "whole answer if short": (whole_if_short, average),
    "neighbours + best two, least missed": (two_windows, most_telling),
    "neighbours + best two, mixed": (two_windows, mixed),
    "neighbours + best three, least missed": (three_windows, most_telling),
    "neighbours + best three, mixed": (three_windows, mixed),
}


def row(question, point, passage, label, **more):
    return {"question": question, "point": point, "passage": passage, "label": label} | more


def grade_unique(model, rows, encoder):
    keys = {}
    for one in rows:
        keys.setdefault((one["question"], one["point"], one["passage"]), one)
    found = run(model, list(keys.values()), encoder)
    place = {key: index for index, key in enumerate(keys)}
    return np.array([found[place[(one["question"], one["point"], one["passage"])]] for one in rows])


def answers_view(model, part, encoder, near, only=None):
    kept = {}
    for name, (choose, combine) in POLICIES.items():
        if only and name not in only:
            continue
        entries = list(answer_examples(bank(), near, part, choose))
        rows = [row(one["question"], one["point"], window, one["label"]) for one in entries for window in one["windows"]]
        probabilities = grade_unique(model, rows, encoder)
        combined, at = [], 0
        for one in entries:
            combined.append(combine(probabilities[at : at + len(one["windows"])]))
            at += len(one["windows"])
        combined = np.array(combined)
        figures = measures(entries, combined)
        print(f"  {name:40} F1 {figures['f1']:.3f} accuracy {figures['accuracy']:.3f} said AUC {figures['said']:.3f} contradicted AUC {figures['against']:.3f} P {figures['precision']:.3f} R {figures['recall']:.3f}; {len(rows) / len(entries):.1f} windows a point")
        kept[name] = (entries, combined)
    return kept


def curve(entries, probabilities):
    labels = np.array([one["label"] == "contradicted" for one in entries])
    line = []
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        guess = probabilities[:, 3] >= threshold
        line.append(f"{threshold}: P {(guess & labels).sum() / max(1, guess.sum()):.2f} R {(guess & labels).sum() / labels.sum():.2f}")
    print("  contradicted from " + "; ".join(line))
    sure = probabilities.max(1)
    right = probabilities.argmax(1) == np.array([LABELS.index(one["label"]) for one in entries])
    bands = [(low, low + 0.1) for low in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)]
    print("  reliability " + "; ".join(f"{low:.1f}–{high:.1f}: {right[(sure >= low) & (sure < high + 1e-6)].mean():.2f} of {((sure >= low) & (sure < high + 1e-6)).sum()}" for low, high in bands if ((sure >= low) & (sure < high)).any()))
    by_kind = defaultdict(list)
    for one, ok in zip(entries, right):
        by_kind[one["kind"]].append(ok)
    print("  right by kind of answer: " + ", ".join(f"{kind} {np.mean(oks):.2f}" for kind, oks in sorted(by_kind.items(), key=lambda item: np.mean(item[1]))))


def twins_view(model, part, encoder, near):
    """Statements and sentences of model answers: the changed ones should be contradicted, the unchanged said."""
    chance = random.Random(3)
    rows = []
    near.learn([sentence for question in bank().values() if question["part"] == part for sentence in sentences_of(question["modelAnswer"])])
    for question in bank().values():
        if question["part"] != part:
            continue
        told = sentences_of(question["modelAnswer"])
        for concept in question["concepts"]:
            statement = concept["statement"]
            rows.append(row(question["text"], statement, statement, "said", how="statement"))
            for text, how in unchanged(statement, chance):
                rows.append(row(question["text"], statement, text, "said", how=f"={how}"))
            for text, how in changed(statement, question["text"], chance):
                rows.append(row(question["text"], statement, text, "contradicted", how=how))
            for misconception in concept["misconceptions"]:
                rows.append(row(question["text"], statement, misconception, "contradicted", how="misconception"))
            if told:
                sentence = told[best_first(statement, told, near)[0]]
                rows.append(row(question["text"], statement, sentence, "said", how="model answer"))
                for text, how in changed(sentence, question["text"], chance)[:3]:
                    rows.append(row(question["text"], statement, text, "contradicted", how=f"model answer {how}"))
    probabilities = grade_unique(model, rows, encoder)
    by_how = defaultdict(list)
    for one, chances in zip(rows, probabilities):
        by_how[one["how"]].append((chances.argmax() == LABELS.index(one["label"]), chances[0] < 0.5 if one["label"] == "contradicted" else chances[0] >= 0.5))
    for how, oks in sorted(by_how.items()):
        print(f"  {how:28} {len(oks):5}  right verdict {np.mean([ok for ok, _ in oks]):.3f}  on the right side of said {np.mean([ok for _, ok in oks]):.3f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, default=ROOT / "assets/grader/model.onnx")
    parser.add_argument("--part", default="tune")
    parser.add_argument("--build", type=Path, default=ROOT / "training/build")
    parser.add_argument("--view", default="passages,answers,twins")
    parser.add_argument("--policy", help="only this way to choose windows")
    options = parser.parse_args()
    known = options.model.parent / "grader.json"
    template = "question" if "{question}" in json.loads(known.read_text())["first"] else "point"
    encoder = Encoder(template, options.model.parent / "tokenizer.json")
    near = Likeness(options.build / "vectors.npz")
    if "passages" in options.view:
        rows = [one for one in map(json.loads, (options.build / "examples.jsonl").open()) if one["part"] == options.part]
        rows = [one for one in rows if one["source"] != "generated" or one["id"] % 4 == 0]
        started = time.time()
        probabilities = run(options.model, rows, encoder)
        print(f"passages, {1000 * (time.time() - started) / len(rows):.1f} ms a pair\n{line_of(figures_of(rows, probabilities))}")
        by_field = defaultdict(list)
        for index, one in enumerate(rows):
            if one["source"] == "pairs":
                by_field[one["field"]].append(index)
        for field, places in by_field.items():
            figures = measures([rows[i] for i in places], probabilities[places])
            print(f"    {field}: F1 {figures['f1']:.3f} said AUC {figures['said']:.3f} contradicted AUC {figures['against']:.3f}")
    if "answers" in options.view:
        print("points of whole answers")
        kept = answers_view(options.model, options.part, encoder, near, {options.policy} if options.policy else None)
        best = max(kept.values(), key=lambda one: measures(*one)["f1"])
        curve(*best)
    if "twins" in options.view:
        print("twins")
        twins_view(options.model, options.part, encoder, near)


if __name__ == "__main__":
    main()
