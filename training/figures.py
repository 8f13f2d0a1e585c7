"""Figures of probabilities against labels, by source: 4-way macro F1, AUC of said, AUC and F1 of contradicted."""

from collections import defaultdict

import numpy as np

from sources import LABELS


def auc(scores, positive):
    positive = np.asarray(positive, bool)
    scores = np.asarray(scores, float)
    if positive.all() or not positive.any():
        return float("nan")
    order = np.argsort(scores, kind="mergesort")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    for value in np.unique(scores):
        same = scores == value
        if same.sum() > 1:
            ranks[same] = ranks[same].mean()
    many = positive.sum()
    return float((ranks[positive].sum() - many * (many + 1) / 2) / (many * (~positive).sum()))


def measures(rows, probabilities):
    labels = np.array([LABELS.index(one["label"]) if one["label"] else -1 for one in rows])
    guess = probabilities.argmax(1)
    found = {
        "many": len(rows),
        "said": auc(probabilities[:, 0] + 0.5 * probabilities[:, 1], labels == 0),
        "against": auc(probabilities[:, 3], labels == 3),
    }
    hit = ((guess == 3) & (labels == 3)).sum()
    found["precision"] = hit / max(1, (guess == 3).sum())
    found["recall"] = hit / max(1, (labels == 3).sum())
    if (labels >= 0).all():
        scores = []
        for label in range(4):
            if not (labels == label).any():
                continue
            true = ((guess == label) & (labels == label)).sum()
            scores.append(2 * true / max(1, (guess == label).sum() + (labels == label).sum()))
        found["f1"] = float(np.mean(scores))
        found["accuracy"] = float((guess == labels).mean())
        found["loss"] = float(-np.log(np.maximum(1e-6, probabilities[np.arange(len(rows)), labels])).mean())
    return found


def figures_of(rows, probabilities):
    by_source = defaultdict(list)
    for index, one in enumerate(rows):
        by_source[one["source"]].append(index)
    found = {source: measures([rows[i] for i in places], probabilities[places]) for source, places in by_source.items()}
    twins = [i for i in by_source.get("generated", [])]
    by_twin = defaultdict(lambda: ([], []))
    for i in twins:
        if rows[i].get("twin") and rows[i]["point"] == rows[i]["twin"]:
            by_twin[rows[i]["twin"]][rows[i]["label"] == "contradicted"].append(probabilities[i, 0] - probabilities[i, 3])
    wins = [np.mean([[a > b for b in wrong] for a in right]) for right, wrong in by_twin.values() if right and wrong]
    found["twins"] = float(np.mean(wins)) if wins else float("nan")
    parts = [found[source][name] for source in ("corpus", "pairs") if source in found for name in ("f1", "said", "against")]
    found["choice"] = float(np.mean(parts)) if parts else -1.0
    return found


def line_of(figures):
    lines = []
    for source, one in figures.items():
        if isinstance(one, dict):
            known = f"F1 {one['f1']:.3f} accuracy {one['accuracy']:.3f} " if "f1" in one else ""
            lines.append(f"  {source:12} {one['many']:5} {known}said AUC {one['said']:.3f} contradicted AUC {one['against']:.3f} P {one['precision']:.2f} R {one['recall']:.2f}")
    lines.append(f"  twins told apart {figures['twins']:.3f}; choice {figures['choice']:.4f}")
    return "\n".join(lines)
