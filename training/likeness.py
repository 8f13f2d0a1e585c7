"""MiniLM's likeness of sentences and points: chooses the windows as the program does. Vectors are kept in a file."""

import hashlib

import numpy as np
import torch
from tokenizers import Tokenizer

from model import WIDTH, from_minilm, minilm_folder


class Likeness:
    def __init__(self, cache):
        self.cache = cache
        self.vectors = dict(np.load(cache, allow_pickle=False)) if cache.exists() else {}

    @staticmethod
    def key(text):
        return hashlib.md5(text.encode()).hexdigest()

    def learn(self, texts):
        wanted = sorted({text for text in texts if self.key(text) not in self.vectors}, key=len)
        if not wanted:
            return
        folder = minilm_folder()
        model = from_minilm(folder).eval()
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(128)
        tokenizer.enable_padding()
        with torch.no_grad():
            for at in range(0, len(wanted), 64):
                batch = wanted[at : at + 64]
                encoded = tokenizer.encode_batch(batch)
                ids = torch.tensor([one.ids for one in encoded])
                mask = torch.tensor([one.attention_mask for one in encoded]).float()
                places = torch.arange(ids.shape[1])[None].expand_as(ids)
                x = model.lower(ids, places, (1 - mask)[:, None, None, :] * -1e4)[..., WIDTH:]
                mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
                unit = torch.nn.functional.normalize(mean, dim=-1).half().numpy()
                for text, vector in zip(batch, unit):
                    self.vectors[self.key(text)] = vector
        self.cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self.cache, **self.vectors)

    def __call__(self, point, sentences):
        vector = self.vectors[self.key(point)].astype(np.float32)
        return [float(self.vectors[self.key(one)].astype(np.float32) @ vector) for one in sentences]
