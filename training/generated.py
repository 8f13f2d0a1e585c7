"""Examples made from the bank, the pairs and the quotes of the graded answers by the rules of twins.py.

Each wrong version stands beside the right one and beside other right versions. Points are turned as well: a wrong sentence
may be the point, which the same wrong sentence says and the right one contradicts, so that the relation of the two texts
decides and not what is true of the world.
"""

import random

from twins import changed, frames_right, frames_wrong, half, unchanged


def _made(base, point, passage, label, how, weight=0.6, **more):
    return base | {"source": "generated", "point": point, "passage": passage, "label": label, "kind": how, "weight": weight} | more


def from_statements(questions, chance, limits=None):
    """Twins of the bank's statements, its misconceptions and its model answers."""
    limits = {"changed": 4, "unchanged": 2} | (limits or {})
    found = []
    for question in questions.values():
        base = {"part": question["part"], "group": question["id"], "question": question["text"]}
        concepts = question["concepts"]
        for concept in concepts:
            statement = concept["statement"]
            add = lambda *args, **more: found.append(_made(base, *args, **more))
            wrong = changed(statement, question["text"], chance)
            right = unchanged(statement, chance)
            chosen = _varied(wrong, limits["changed"], chance)
            add(statement, statement, "said", "statement", 0.3, twin=statement)
            for text, how in chosen:
                add(statement, text, "contradicted", how, twin=statement)
            for text, how in chance.sample(right, min(limits["unchanged"], len(right))):
                add(statement, text, "said", how, twin=statement)
            if chosen:
                text, how = chance.choice(chosen)
                add(text, text, "said", f"point-{how}", 0.4)
                add(text, right[0][0] if right and chance.random() < 0.6 else statement, "contradicted", f"point-{how}", 0.5)
            part = half(statement)
            if part:
                add(statement, part, "partly", "half", 0.4)
            for misconception in concept["misconceptions"]:
                add(statement, misconception, "contradicted", "misconception", 0.8)
                for text in frames_right(statement, misconception, chance):
                    add(statement, text, "said", "rejects-the-wrong", 0.5)
                for text in frames_wrong(statement, misconception, chance):
                    add(statement, text, "contradicted", "rejects-the-right", 0.5)
                if chance.random() < 0.5:
                    add(misconception, statement, "contradicted", "point-misconception", 0.5)
                    reworded = unchanged(misconception, chance)
                    add(misconception, reworded[0][0] if reworded else misconception, "said", "point-misconception", 0.4)
            for other in chance.sample(concepts, min(2, len(concepts))):
                if other is not concept:
                    add(statement, other["statement"], "missed", "other-point", 0.5)
                    if other["misconceptions"]:
                        add(statement, chance.choice(other["misconceptions"]), "missed", "other-mistake", 0.3)
    return found


def from_quotes(corpus, chance, share=0.6):
    """Quotes that say a point, as points of their own: many more points than the bank has, in people's own words."""
    by_concept = {}
    for one in corpus:
        if 5 <= len(one["passage"].split()) <= 45:
            by_concept.setdefault((one["group"], one["concept"]), []).append(one)
    found = []
    for examples in by_concept.values():
        said = [one for one in examples if one["label"] == "said" and len(one["passage"].split()) >= 7]
        against = [one for one in examples if one["label"] == "contradicted"]
        missed = [one for one in examples if one["label"] == "missed"]
        for one in said:
            base = {"part": one["part"], "group": one["group"], "question": one["question"]}
            if chance.random() < share:
                others = [other for other in said if other["answer"] != one["answer"]]
                if others:
                    found.append(_made(base, one["passage"], chance.choice(others)["passage"], "said", "quote-quote", 0.4))
                if against:
                    found.append(_made(base, one["passage"], chance.choice(against)["passage"], "contradicted", "quote-quote", 0.4))
                if missed and chance.random() < 0.6:
                    found.append(_made(base, one["passage"], chance.choice(missed)["passage"], "missed", "quote-quote", 0.3))
            wrong = changed(one["passage"], one["question"], chance)
            wrong = [pair for pair in wrong if pair[1] in ("exchanged", "negated", "number", "unit", "order", "opposite")]
            if wrong and len(one["passage"].split()) <= 22 and chance.random() < share:
                text, how = _varied(wrong, 1, chance)[0]
                found.append(_made(base, one["passage"], text, "contradicted", f"quote-{how}", 0.4, twin=one["passage"]))
                found.append(_made(base, one["passage"], one["passage"], "said", "quote-same", 0.15, twin=one["passage"]))
                if len(one["passage"].split()) <= 16:
                    found.append(_made(base, one["point"], text, "contradicted", f"said-{how}", 0.3, twin=one["passage"]))
    return found


def from_pairs(pairs, chance):
    """Twins of the points of the pairs, and said passages as points."""
    by_point = {}
    for one in pairs:
        by_point.setdefault((one["group"], one["point"]), []).append(one)
    found = []
    for (_, point), examples in by_point.items():
        first = examples[0]
        base = {key: first[key] for key in ("part", "group", "field", "question")}
        wrong, right = changed(point, first["question"], chance), unchanged(point, chance)
        for text, how in _varied(wrong, 2, chance):
            found.append(_made(base, point, text, "contradicted", how, 0.4, twin=point))
        for text, how in chance.sample(right, min(1, len(right))):
            found.append(_made(base, point, text, "said", how, 0.4, twin=point))
        said = [one["passage"] for one in examples if one["label"] == "said" and len(one["passage"].split()) >= 6]
        against = [one["passage"] for one in examples if one["label"] == "contradicted"]
        if said and against:
            found.append(_made(base, chance.choice(said), chance.choice(against), "contradicted", "quote-quote", 0.4))
            found.append(_made(base, chance.choice(against), chance.choice(said), "contradicted", "quote-quote", 0.4))
            found.append(_made(base, chance.choice(said), point, "said", "quote-quote", 0.3))
            misconceptions = [one["passage"] for one in examples if one["kind"] == "misconception"]
            if misconceptions:
                for text in frames_right(point, misconceptions[0], chance)[:1]:
                    found.append(_made(base, point, text, "said", "rejects-the-wrong", 0.4))
                for text in frames_wrong(point, misconceptions[0], chance)[:1]:
                    found.append(_made(base, point, text, "contradicted", "rejects-the-right", 0.4))
        if len(said) >= 2:
            one, other = chance.sample(said, 2)
            found.append(_made(base, one, other, "said", "quote-quote", 0.4))
    return found


def _varied(wrong, most, chance):
    """At most `most` of the wrong versions, of as many kinds as there are."""
    by_how = {}
    for text, how in chance.sample(wrong, len(wrong)):
        by_how.setdefault(how, []).append((text, how))
    order = ["exchanged", "order", "number", "bound", "unit", "opposite", "negated"]
    chosen = []
    while len(chosen) < most and any(by_how.values()):
        for how in order:
            if by_how.get(how) and len(chosen) < most:
                chosen.append(by_how[how].pop())
    return chosen


def generated_examples(questions, corpus, pairs, seed):
    chance = random.Random(seed)
    return from_statements(questions, chance) + from_quotes(corpus, chance) + from_pairs(pairs, chance)
