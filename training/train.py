"""`python training/train.py --name NAME`: trains the grader on training/build/examples.jsonl and keeps the best weights.

Every choice is made on the tune part: questions and fields that are never trained on. The lower layers are frozen unless
--unfreeze; what they make of each text is then worked out once.
"""

import argparse
import json
import math
import random
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from encode import Encoder
from figures import figures_of, line_of
from model import from_minilm, minilm_folder
from sources import LABELS, ROOT

SMOOTH = {
    "said": [0.93, 0.05, 0.01, 0.01],
    "partly": [0.12, 0.73, 0.12, 0.03],
    "missed": [0.01, 0.05, 0.91, 0.03],
    "contradicted": [0.01, 0.03, 0.03, 0.93],
}


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", default="grader")
    parser.add_argument("--build", type=Path, default=ROOT / "training/build")
    parser.add_argument("--sources", default="corpus=0.36,pairs=0.36,generated=0.28", help="share of each source in what is drawn")
    parser.add_argument("--passes", type=int, default=60000, help="pairs read in training, all told")
    parser.add_argument("--minutes", type=float, default=1e9, help="stops by then at the latest, the rate having fallen to nothing")
    parser.add_argument("--apart", type=int, default=6, help="lower layers that read the two texts apart")
    parser.add_argument("--joint", type=int, default=2, help="upper layers that read them together")
    parser.add_argument("--unfreeze", action="store_true", help="train the lower layers too (not the word pieces)")
    parser.add_argument("--template", default="point")
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--decay", type=float, default=0.85, help="learning rate of a layer relative to the one above")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--checks", type=int, default=4)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    return parser.parse_args()


class Texts:
    """Gives batches to the upper layers: from kept states of the frozen lower layers, or through the lower layers anew."""

    def __init__(self, model, encoder, device, frozen):
        self.model, self.encoder, self.device, self.frozen = model, encoder, device, frozen
        self.kept = {}

    def learn(self, sequences):
        wanted = sorted({tuple(one) for one in sequences if tuple(one) not in self.kept}, key=len)
        with torch.no_grad():
            for at in range(0, len(wanted), 64):
                batch = wanted[at : at + 64]
                for ids, states in zip(batch, self._lower(batch).half().cpu()):
                    self.kept[ids] = states[: len(ids)].clone()

    def _lower(self, batch):
        length = max(map(len, batch))
        ids = torch.zeros(len(batch), length, dtype=torch.long)
        mask = torch.zeros(len(batch), length)
        places = torch.zeros(len(batch), length, dtype=torch.long)
        for row, one in enumerate(batch):
            ids[row, : len(one)] = torch.tensor(one)
            mask[row, : len(one)] = 1
            places[row] = torch.arange(length) + (0 if one[0] == 101 else 1)
        bias = (1 - mask)[:, None, None, :] * -1e4
        return self.model.lower(ids.to(self.device), places.to(self.device), bias.to(self.device))

    def states(self, pairs):
        """rows × length × width with kinds and mask, for (first, second) sequences."""
        length = max(len(one) + len(other) for one, other in pairs)
        kinds = torch.zeros(len(pairs), length, dtype=torch.long)
        mask = torch.zeros(len(pairs), length)
        for row, (one, other) in enumerate(pairs):
            kinds[row, len(one) :] = 1
            mask[row, : len(one) + len(other)] = 1
        if self.frozen:
            self.learn([text for pair in pairs for text in pair])
            x = torch.zeros(len(pairs), length, 768)
            for row, (one, other) in enumerate(pairs):
                x[row, : len(one)] = self.kept[tuple(one)]
                x[row, len(one) : len(one) + len(other)] = self.kept[tuple(other)]
        else:
            ids = torch.zeros(len(pairs), length, dtype=torch.long)
            places = torch.zeros(len(pairs), length, dtype=torch.long)
            for row, (one, other) in enumerate(pairs):
                ids[row, : len(one) + len(other)] = torch.tensor([*one, *other])
                places[row, : len(one)] = torch.arange(len(one))
                places[row, len(one) : len(one) + len(other)] = torch.arange(len(other)) + 1
            ids, places = ids.to(self.device), places.to(self.device)
            together = (kinds[:, None, :, None] == kinds[:, None, None, :]).float() * mask[:, None, None, :]
            x = self.model.lower(ids, places, ((1 - together) * -1e4).to(self.device))
        return x.to(self.device), kinds.to(self.device), mask.to(self.device)


def predict(model, texts, encoder, examples, batch=64):
    """Probabilities for examples, in their order."""
    model.eval()
    encoded = [encoder.pair(one["question"], one["point"], one["passage"]) for one in examples]
    order = sorted(range(len(examples)), key=lambda i: sum(map(len, encoded[i])))
    found = np.zeros((len(examples), 4), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), batch):
            rows = order[at : at + batch]
            pooled = model.upper(*texts.states([encoded[i] for i in rows]))
            found[rows] = torch.softmax(model.classify(pooled) / model.temperature, -1).cpu().numpy()
    return found


def loss_of(logits, examples, device):
    targets = torch.tensor([SMOOTH.get(one["label"], [0, 0, 0, 0]) for one in examples], device=device)
    logp = F.log_softmax(logits, -1)
    known = -(targets * logp).sum(-1)
    not_said = -torch.logsumexp(logp[:, 1:3], -1)
    return torch.where(targets.sum(-1) > 0, known, not_said).mean()


def draw(examples, shares, many, chance):
    by_source = defaultdict(list)
    for one in examples:
        by_source[one["source"]].append(one)
    total = sum(share for source, share in shares.items() if by_source[source])
    drawn = []
    for source, share in shares.items():
        rows = by_source[source]
        if rows:
            weights = np.array([one["weight"] for one in rows])
            count = round(many * share / total)
            # Weighted order without doubles; again from the start when all have been read.
            while count > 0:
                keys = chance.random(len(rows)) ** (1 / weights)
                take = np.argsort(-keys)[: min(count, len(rows))]
                drawn += [rows[i] for i in take]
                count -= len(take)
    return drawn


def batches(drawn, encoder, size, chance):
    """Batches of like length, in random order."""
    lengths = [sum(map(len, encoder.pair(one["question"], one["point"], one["passage"]))) for one in drawn]
    noisy = np.array(lengths) + chance.normal(0, 3, len(drawn))
    order = np.argsort(noisy)
    groups = [order[at : at + size] for at in range(0, len(order), size)]
    return [[drawn[i] for i in groups[g]] for g in chance.permutation(len(groups))]


def main():
    options = arguments()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    chance = np.random.default_rng(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    encoder = Encoder(options.template)
    model = from_minilm(minilm_folder(), options.apart, options.joint, options.dropout).to(device)
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True))
    examples = [json.loads(line) for line in (options.build / "examples.jsonl").open()]
    shares = {name: float(share) for name, share in (part.split("=") for part in options.sources.split(","))}
    train = [one for one in examples if one["part"] == "train" and one["source"] in shares]
    tune = tune_set(examples)

    texts = Texts(model, encoder, device, frozen=not options.unfreeze)
    groups = []
    for name, parameter in model.named_parameters():
        layer = int(name.split(".")[1]) if name.startswith("layers.") else -1
        frozen = name.split(".")[0] in ("words", "places", "kinds", "norm") or (layer >= 0 and not options.unfreeze)
        parameter.requires_grad = not frozen
        if not frozen:
            rate = options.rate * (0.3 * options.decay ** (options.apart - 1 - layer) if layer >= 0 else 1.0 if name.startswith("upper_layers") else 2.0)
            groups.append({"params": [parameter], "lr": rate, "weight_decay": 0.01 if parameter.dim() > 1 else 0.0})
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    steps = options.passes // options.batch
    done = lambda step: min(1.0, max(step / steps, (time.time() - started) / 60 / options.minutes))
    shape = lambda step: min(1, (step + 1) / 60) * (0.5 + 0.5 * math.cos(math.pi * done(step))) + 0.01
    started = time.time()
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, shape)
    mean = {name: parameter.detach().clone() for name, parameter in model.named_parameters() if parameter.requires_grad}

    folder = options.build / options.name
    folder.mkdir(parents=True, exist_ok=True)
    log = (folder / "log.txt").open("w")

    def say(text):
        print(text, flush=True)
        log.write(text + "\n")
        log.flush()

    say(f"{json.dumps({k: str(v) for k, v in vars(options).items()})}\n{len(train)} to train on, {len(tune)} to tune on, {device}")
    step, best, running, checked = 0, -1.0, 0.0, 0
    round_size = max(options.batch * 8, min(options.passes // 4, 8000))
    while done(step) < 1:
        for batch in batches(draw(train, shares, round_size, chance), encoder, options.batch, chance):
            if done(step) >= 1:
                break
            model.train()
            pooled = model.upper(*texts.states([encoder.pair(one["question"], one["point"], one["passage"]) for one in batch]))
            # Several draws of dropout over one reading make the head less sure of single features.
            loss = sum(loss_of(model.classify(pooled), batch, device) for _ in range(3)) / 3
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            running = 0.98 * running + 0.02 * float(loss.detach()) if step > 1 else float(loss.detach())
            fade = min(0.995, step / (step + 20))
            with torch.no_grad():
                for name, parameter in model.named_parameters():
                    if parameter.requires_grad:
                        mean[name].lerp_(parameter, 1 - fade)
            if step % 200 == 0:
                print(f"step {step}/{steps} loss {running:.3f} {step * options.batch / (time.time() - started):.1f} pairs/s", flush=True)
            if done(step) >= (checked + 1) / options.checks or done(step) >= 1:
                checked += 1
                kept = {name: parameter.detach().clone() for name, parameter in model.named_parameters() if parameter.requires_grad}
                with torch.no_grad():
                    for name, parameter in model.named_parameters():
                        if parameter.requires_grad:
                            parameter.copy_(mean[name])
                figures = figures_of(tune, predict(model, texts, encoder, tune))
                say(f"step {step} {(time.time() - started) / 60:.1f} min loss {running:.3f}\n{line_of(figures)}")
                if figures["choice"] > best:
                    best = figures["choice"]
                    torch.save(model.state_dict(), folder / "best.pt")
                torch.save(model.state_dict(), folder / "last.pt")
                (folder / "options.json").write_text(json.dumps({"apart": options.apart, "joint": options.joint, "template": options.template}))
                with torch.no_grad():
                    for name, parameter in model.named_parameters():
                        if parameter.requires_grad:
                            parameter.copy_(kept[name])
    say(f"best {best:.4f} after {(time.time() - started) / 60:.1f} min")


def tune_set(examples, most=900):
    """The tune part, at most `most` of a source, always the same ones."""
    by_source = defaultdict(list)
    for one in examples:
        if one["part"] == "tune":
            by_source[one["source"]].append(one)
    return [one for source in sorted(by_source) for one in random.Random(5).sample(by_source[source], min(most, len(by_source[source])))]


if __name__ == "__main__":
    main()
