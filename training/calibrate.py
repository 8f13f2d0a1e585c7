"""The temperature that makes the probabilities fit the labels of the tune part best."""

import numpy as np

from sources import LABELS


def temperature_of(rows, probabilities):
    labels = np.array([LABELS.index(one["label"]) for one in rows])
    logits = np.log(np.maximum(probabilities, 1e-9))
    best, least = 1.0, np.inf
    for temperature in np.arange(0.5, 3.01, 0.05):
        scaled = logits / temperature
        logp = scaled - np.log(np.exp(scaled - scaled.max(1, keepdims=True)).sum(1, keepdims=True)) - scaled.max(1, keepdims=True)
        loss = -logp[np.arange(len(rows)), labels].mean()
        if loss < least:
            best, least = float(temperature), loss
    return best
