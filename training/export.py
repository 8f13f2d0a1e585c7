"""`python training/export.py --names NAME,NAME [--out FOLDER]`: writes model.onnx (8-bit), tokenizer.json and grader.json.

The readers that were trained apart share the lower layers, which are the same in all of them while they are frozen.

Weights are rounded to 7 bits by channel, so that the sums cannot overflow on processors without VNNI, and all processors add
up the same whole numbers. The word pieces are kept in 8 bits. Compares both versions on the tune part.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from calibrate import temperature_of
from encode import MOST_OF_POINT, MOST_OF_QUESTION, MOST_PIECES, TEMPLATES, Encoder
from figures import figures_of, line_of
from model import Grader, Panel, minilm_folder
from rounding import RoundedWords
from sources import LABELS, ROOT
from train import tune_set
from vocabulary import kept_pieces, write_tokenizer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", default="grader", help="runs of train.py, their names parted by commas")
    parser.add_argument("--build", type=Path, default=ROOT / "training/build")
    parser.add_argument("--out", type=Path, default=ROOT / "assets/grader")
    parser.add_argument("--version", default="1")
    options = parser.parse_args()
    folders = [options.build / name for name in options.names.split(",")]
    known, *others = (json.loads((folder / "options.json").read_text()) for folder in folders)
    assert all(other == known for other in others), "the readers were trained with different options"
    readers = []
    for folder in folders:
        reader = Grader(known["apart"], known["joint"])
        reader.load_state_dict(torch.load(folder / "best.pt", weights_only=True))
        readers.append(reader)
    model = Panel(readers).eval()
    lower = readers[0]
    lower_state = {name: value for name, value in lower.state_dict().items() if name.split(".")[0] in ("words", "places", "norm", "layers")}
    for reader in readers:
        assert all(torch.equal(reader.state_dict()[name], value) for name, value in lower_state.items()), "the lower layers differ"
    options.out.mkdir(parents=True, exist_ok=True)
    full, small = options.build / "full.onnx", options.out / "model.onnx"
    examples = [json.loads(line) for line in (options.build / "examples.jsonl").open()]
    tune = tune_set(examples)
    encoder = Encoder(known["template"])
    kept = kept_pieces(encoder.tokenizer.get_vocab(), Counter(piece for one in examples if one["part"] == "train" for key in ("point", "passage") for piece in encoder.ids(one[key])))
    write_tokenizer(minilm_folder() / "tokenizer.json", options.out / "tokenizer.json", kept)
    lower.words = RoundedWords(lower.words.weight.detach()[kept])
    lower.places.weight = torch.nn.Parameter(lower.places.weight.detach()[:MOST_PIECES].clone())
    encoder = Encoder(known["template"], options.out / "tokenizer.json")
    print(f"{len(kept)} word pieces")

    write(model, full)
    quantize(full, small)
    whole, rounded = run(full, tune, encoder), run(small, tune, encoder)
    known_rows = [i for i, one in enumerate(tune) if one["source"] in ("corpus", "pairs")]
    model.temperature[:] = temperature_of([tune[i] for i in known_rows], rounded[known_rows])
    write(model, full)
    quantize(full, small)
    print(f"temperature {float(model.temperature):.3f}\nfp32\n{line_of(figures_of(tune, whole))}\n8 bit\n{line_of(figures_of(tune, rounded))}")
    print(f"{small.stat().st_size / 1e6:.2f} MB; verdicts that differ: {(whole.argmax(1) != rounded.argmax(1)).mean():.4f}")
    print(f"same bits in a second run: {np.array_equal(run(small, tune[:100], encoder), run(small, tune[:100], encoder))}")

    (options.out / "grader.json").write_text(json.dumps({
        "version": options.version,
        "labels": LABELS,
        "maxTokens": MOST_PIECES,
        "maxQuestionTokens": MOST_OF_QUESTION,
        "maxPointTokens": MOST_OF_POINT,
        "first": TEMPLATES[known["template"]],
        "firstWithoutQuestion": "{point}",
        "second": "{passage}",
        "temperature": round(float(model.temperature), 4),
        "temperatureIn": "model",
        "outputs": "probabilities",
    }, indent=2) + "\n")


def write(model, path):
    ids = torch.tensor([[101, 2054, 2003, 102, 2009, 2003, 102]])
    kinds = torch.tensor([[0, 0, 0, 0, 1, 1, 1]])
    torch.onnx.export(
        model, (ids, kinds), str(path), dynamo=False, opset_version=17,
        input_names=["input_ids", "token_type_ids"], output_names=["probabilities"],
        dynamic_axes={"input_ids": {0: "rows", 1: "pieces"}, "token_type_ids": {0: "rows", 1: "pieces"}, "probabilities": {0: "rows"}},
    )


def quantize(full, small, weight_type=QuantType.QInt8, reduce_range=True):
    quantize_dynamic(str(full), str(small), weight_type=weight_type, per_channel=True, reduce_range=reduce_range,
                     op_types_to_quantize=["MatMul"], extra_options={"MatMulConstBOnly": True})


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def numbers_of(one, encoder):
    first, second = encoder.pair(one["question"], one["point"], one["passage"])
    return np.array([[*first, *second]], np.int64), np.array([[0] * len(first) + [1] * len(second)], np.int64)


def run(path, rows, encoder):
    """Probabilities one by one, as the program asks for them."""
    net = session(path)
    found = []
    for one in rows:
        ids, kinds = numbers_of(one, encoder)
        found.append(net.run(None, {"input_ids": ids, "token_type_ids": kinds})[0][0])
    return np.array(found)


if __name__ == "__main__":
    main()
