"""Makes the tiny models under test/fixtures/models: real graphs of the right architecture, with weights so small that
they can be kept in the repository, and so chosen that what they say is known.

    python3 -m venv VENV && VENV/bin/pip install numpy==2.4.6 onnx tokenizers
    VENV/bin/python scripts/make-tiny-models.py            # writes test/fixtures/models
    VENV/bin/pip install onnxruntime
    VENV/bin/python scripts/make-tiny-models.py --shapes FOLDER   # models of the real SHAPES, for `npm run bench -- models`

The language models are associative memories: the embedding of each token of a sentence leads to the next one. The tiny
Whisper therefore hears "A hash map finds a value by its key." in whatever is said, and the tiny GPT-2 continues with
sentences like those it was made from.
"""

import argparse
import json
import struct
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SEED = 20260302
HEARD = " A hash map finds a value by its key."
QUESTIONS = """How does an index speed up a query?
What happens when two keys have the same hash?
Why is a queue useful between two services?
How would you find a slow query in a database?
What is the difference between a thread and a process?
Why can a cache give an old value?
How do you keep two copies of the data the same?
What does a load balancer do when a server fails?
Can you explain how a hash map finds a value by its key?
How would you test a function that reads the time?
Why would you split a table into two tables?
What is a race condition and how do you avoid it?
How does a transaction keep the data correct?
What would you measure first when a page is slow?
Why do you write tests before you change the code?
How would you explain an index to a new colleague?
What makes a good name for a function?
Can you describe a bug that took you a long time to find?
How do you decide what to cache?
Why does the order of the columns in an index matter?
It is not true that a hash map keeps its keys in order.
Interview questions for a mid-level backend engineer about databases.
1. 2. 3. Um, uh, hmm, er, ah. Candidate: Interviewer: user assistant system"""
LANGUAGES = ["en", "de", "fr", "es", "it", "ja", "zh"]
rng = np.random.default_rng(SEED)


class Graph:
    """A thin hand over onnx.helper: each method adds one node and gives the name of what it makes."""

    def __init__(self, prefix=""):
        self.nodes, self.weights, self.prefix, self.count = [], [], prefix, 0

    def constant(self, array, name=None):
        name = name or self.fresh("c")
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def f(self, *values, shape=None):
        return self.constant(np.array(values, dtype=np.float32).reshape(shape if shape is not None else (len(values),)))

    def i(self, *values, scalar=False):
        return self.constant(np.array(values[0] if scalar else values, dtype=np.int64))

    def fresh(self, stem):
        self.count += 1
        return f"{self.prefix}{stem}{self.count}"

    def op(self, kind, *inputs, out=None, **attributes):
        out = out or self.fresh(kind.lower())
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def linear(self, x, weight, bias=None, out=None):
        y = self.op("MatMul", x, self.constant(weight), out=None if bias is not None else out)
        return y if bias is None else self.op("Add", y, self.constant(bias), out=out)

    def norm(self, x, size, out=None):
        ones, zeros = np.ones(size, np.float32), np.zeros(size, np.float32)
        return self.op("LayerNormalization", x, self.constant(ones), self.constant(zeros), out=out, axis=-1)

    def length(self, x, axis):
        return self.op("Gather", self.op("Shape", x), self.i(axis, scalar=True), axis=0)

    def rows(self, table, start, end):
        one_dimension = self.i(1)
        return self.op("Slice", table, *(self.op("Reshape", at, one_dimension) for at in (start, end)), self.i(0))

    def heads(self, x, count, size):
        return self.op("Transpose", self.op("Reshape", x, self.i(0, -1, count, size)), perm=[0, 2, 1, 3])

    def attend(self, query, key, value, mask, width, size, names=()):
        scores = self.op("MatMul", query, self.op("Transpose", key, perm=[0, 1, 3, 2]))
        scores = self.op("Mul", scores, self.f(size**-0.5, shape=()))
        if mask:
            scores = self.op("Add", scores, mask)
        mixed = self.op("MatMul", self.op("Softmax", scores, axis=-1), value)
        return self.op("Reshape", self.op("Transpose", mixed, perm=[0, 2, 1, 3]), self.i(0, -1, width))

    def padding_mask(self, attention_mask):
        seen = self.op("Cast", attention_mask, to=TensorProto.FLOAT)
        hidden = self.op("Mul", self.op("Sub", self.f(1.0), seen), self.f(-1e9))
        return self.op("Unsqueeze", hidden, self.i(1, 2))

    def causal_mask(self, past_length, total_length):
        one = self.i(1, scalar=True)
        rows = self.op("Unsqueeze", self.op("Range", past_length, total_length, one), self.i(1))
        columns = self.op("Unsqueeze", self.op("Range", self.i(0, scalar=True), total_length, one), self.i(0))
        return self.op("Where", self.op("LessOrEqual", columns, rows), self.f(0.0), self.f(-1e9))


def small(*shape, scale=0.02):
    return (rng.standard_normal(shape) * scale).astype(np.float32)


def value(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def save(path, graph, inputs, outputs, external=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    made = helper.make_graph(graph.nodes, path.stem, inputs, outputs, graph.weights)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], producer_name="greenroom")
    model.ir_version = 8
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))
    return model


def write_json(folder, name, content):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


# --- encoders: MiniLM and the judge of entailment --------------------------------------------------------------


def encoder_graph(vocabulary, width, layers, heads, words, type_ids, feed_forward=None):
    graph, size = Graph(), width // heads
    feed_forward = feed_forward or width * 2
    x = graph.op("Gather", graph.constant(words), "input_ids")
    x = graph.op("Add", x, graph.rows(graph.constant(small(512, width)), graph.i(0), graph.length("input_ids", 1)))
    if type_ids:
        x = graph.op("Add", x, graph.op("Gather", graph.constant(small(2, width)), "token_type_ids"))
    x = graph.norm(x, width)
    mask = graph.padding_mask("attention_mask")
    for _ in range(layers):
        q, k, v = (graph.heads(graph.linear(x, small(width, width)), heads, size) for _ in range(3))
        mixed = graph.linear(graph.attend(q, k, v, mask, width, size), small(width, width))
        x = graph.norm(graph.op("Add", x, mixed), width)
        inner = graph.op("Relu", graph.linear(x, small(width, feed_forward)))
        x = graph.norm(graph.op("Add", x, graph.linear(inner, small(feed_forward, width))), width)
    return graph, x


def encoder_inputs(type_ids):
    names = ["input_ids", "attention_mask"] + (["token_type_ids"] if type_ids else [])
    return [value(name, TensorProto.INT64, ["batch_size", "sequence_length"]) for name in names]


def make_minilm(folder, width=32, layers=1, heads=2, vocabulary=None, feed_forward=None):
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    pieces += list(".,?!'-:;()") + list(letters) + [f"##{letter}" for letter in letters]
    words = sorted({word.strip(".,?!:") for word in (QUESTIONS + HEARD).lower().split()} - set(pieces) - {""})
    pieces += [word for word in words if word.isalpha()]
    if vocabulary:
        pieces += [f"[unused{index}]" for index in range(vocabulary - len(pieces))]
    table = {piece: index for index, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(table, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    tokenizer.add_special_tokens([AddedToken(piece, special=True) for piece in pieces[:5]])
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(folder, "tokenizer_config.json", {
        "tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 512, "cls_token": "[CLS]",
        "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]", "mask_token": "[MASK]"})
    write_json(folder, "config.json", {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_size": width, "num_hidden_layers": layers,
        "num_attention_heads": heads, "intermediate_size": feed_forward or width * 2, "vocab_size": len(pieces),
        "max_position_embeddings": 512, "type_vocab_size": 2, "pad_token_id": 0})
    graph, x = encoder_graph(len(pieces), width, layers, heads, small(len(pieces), width, scale=1), True, feed_forward)
    graph.op("Identity", x, out="last_hidden_state")
    out = [value("last_hidden_state", TensorProto.FLOAT, ["batch_size", "sequence_length", width])]
    return save(folder / "onnx/model_quantized.onnx", graph, encoder_inputs(True), out), tokenizer


def make_grader(folder, tokenizer):
    """Tells of a pair what share of the first text's pieces the second one has, and whether only one of them says "not"."""
    vocabulary = tokenizer.get_vocab_size()
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(folder, "grader.json", {
        "version": "tiny", "labels": ["said", "partly", "missed", "contradicted"], "maxTokens": 160,
        "maxQuestionTokens": 48, "maxPointTokens": 72, "first": "{question} {point}", "firstWithoutQuestion": "{point}"})
    graph = Graph()
    counted = np.ones(vocabulary, np.float32)
    counted[:5] = 0
    denies = np.zeros(vocabulary, np.float32)
    denies[tokenizer.token_to_id("not")] = 1
    pieces = graph.op("OneHot", "input_ids", graph.i(vocabulary, scalar=True), graph.f(0.0, 1.0))
    pieces = graph.op("Mul", pieces, graph.constant(counted))
    of_second = graph.op("Unsqueeze", graph.op("Cast", "token_type_ids", to=TensorProto.FLOAT), graph.i(2))
    of_first = graph.op("Sub", graph.f(1.0), of_second)
    first, second = (
        graph.op("Min", graph.op("ReduceSum", graph.op("Mul", pieces, side), graph.i(1), keepdims=0), graph.f(1.0))
        for side in (of_first, of_second))
    total = lambda x: graph.op("ReduceSum", x, graph.i(1), keepdims=1)
    share = graph.op("Div", total(graph.op("Mul", first, second)), graph.op("Max", total(first), graph.f(1.0)))
    denied = graph.op("Abs", graph.op("Sub", *(total(graph.op("Mul", x, graph.constant(denies))) for x in (first, second))))
    contradicted = graph.op("Mul", share, denied)
    said = graph.op("Sub", share, contradicted)
    missed = graph.op("Sub", graph.f(1.0), share)
    graph.op("Concat", said, graph.op("Mul", share, graph.f(0.0)), missed, contradicted, out="probabilities", axis=1)
    inputs = [value(name, TensorProto.INT64, ["rows", "pieces"]) for name in ("input_ids", "token_type_ids")]
    save(folder / "model.onnx", graph, inputs, [value("probabilities", TensorProto.FLOAT, ["rows", 4])])


def expected_cosines(model, tokenizer):
    """Cosines by onnx's own reference implementation and numpy: nothing of the program is used."""
    pairs = [
        ["How does an index speed up a query?", "Why does an index speed up a query?"],
        ["How does an index speed up a query?", "What happens when a server fails?"],
        ["A hash map finds a value by its key.", "A hash map finds a value by its key."],
        ["The cache gives an old value.", "A race condition."],
        ["What is a thread?", "It is not true that a thread is a process."],
    ]
    evaluator = ReferenceEvaluator(model)

    def vector(text):
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        mean = evaluator.run(None, feeds)[0][0].mean(axis=0)
        return mean / np.linalg.norm(mean)

    return [{"pair": pair, "cosine": round(float(vector(pair[0]) @ vector(pair[1])), 6)} for pair in pairs]


def make_judge(folder, width=32, layers=1, heads=2):
    words = sorted({word.strip(".,?!:") for word in (QUESTIONS + HEARD).lower().split()} - {""})
    pieces = [("[PAD]", 0.0), ("[CLS]", 0.0), ("[SEP]", 0.0), ("[UNK]", -20.0), ("▁", -4.0)]
    pieces += [("▁" + word, -3.0 - len(word) / 100) for word in words if word != ""]
    pieces += [(letter, -8.0) for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,?!'-:;()"]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
    )
    tokenizer.add_special_tokens([AddedToken(piece, special=True) for piece in ["[PAD]", "[CLS]", "[SEP]", "[UNK]"]])
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(folder, "tokenizer_config.json", {
        "tokenizer_class": "DebertaV2Tokenizer", "model_max_length": 512, "cls_token": "[CLS]", "sep_token": "[SEP]",
        "pad_token": "[PAD]", "unk_token": "[UNK]"})
    labels = ["contradiction", "entailment", "neutral"]
    write_json(folder, "config.json", {
        "architectures": ["DebertaV2ForSequenceClassification"], "model_type": "deberta-v2", "hidden_size": width,
        "num_hidden_layers": layers, "num_attention_heads": heads, "vocab_size": len(pieces), "pad_token_id": 0,
        "id2label": {str(index): label for index, label in enumerate(labels)},
        "label2id": {label: index for index, label in enumerate(labels)}})
    embeddings = small(len(pieces), width)
    graph, x = encoder_graph(len(pieces), width, layers, heads, embeddings, False)
    # One word decides: a "not" anywhere contradicts, everything else entails a little.
    negated = graph.op("Equal", "input_ids", graph.i([piece for piece, _ in pieces].index("▁not"), scalar=True))
    count = graph.op("ReduceSum", graph.op("Cast", negated, to=TensorProto.FLOAT), graph.i(1), keepdims=1)
    verdict = graph.op("Add", graph.linear(count, np.array([[6.0, -3.0, 0.0]], np.float32)), graph.f(-2.0, 2.0, 0.0))
    noise = graph.linear(graph.op("ReduceMean", x, axes=[1], keepdims=0), small(width, 3))
    graph.op("Add", verdict, noise, out="logits")
    out = [value("logits", TensorProto.FLOAT, ["batch_size", 3])]
    save(folder / "onnx/model_quantized.onnx", graph, encoder_inputs(False), out)


# --- decoders: GPT-2, an instructed model --------------------------------------------------------------------------


def byte_level_tokenizer(specials, size=600):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size, min_frequency=1, show_progress=False, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.train_from_iterator(QUESTIONS.split("\n") + [HEARD] * 3, trainer)
    tokenizer.add_special_tokens([AddedToken(special, special=True, normalized=False) for special in specials])
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def bigram_head(tokenizer, embeddings, end):
    """The output layer that makes each token lead to those that follow it in QUESTIONS: least squares on log chances."""
    vocabulary = len(embeddings)
    counts = np.full((vocabulary, vocabulary), 0.001)
    for line in QUESTIONS.split("\n")[:-2]:
        ids = tokenizer.encode(line).ids + [end]
        for one, next_one in zip(ids, ids[1:]):
            counts[one, next_one] += 1
        starts = tokenizer.encode("\n " + line).ids
        for one, next_one in zip(starts, starts[1:]):
            counts[one, next_one] += 0.3
    chances = np.log(counts / counts.sum(axis=1, keepdims=True))
    chances -= chances.mean(axis=1, keepdims=True)
    normed = (embeddings - embeddings.mean(axis=1, keepdims=True)) / embeddings.std(axis=1, keepdims=True)
    return np.linalg.lstsq(normed, chances, rcond=None)[0].astype(np.float32)


def decoder_graph(width, layers, heads, positions, words, head, feed_forward):
    graph, size = Graph(), width // heads
    x = graph.op("Gather", graph.constant(words), "input_ids")
    if positions:
        x = graph.op("Add", x, graph.op("Gather", graph.constant(small(positions, width, scale=0.01)), "position_ids"))
    past = graph.length("past_key_values.0.key", 2)
    total = graph.op("Add", past, graph.length("input_ids", 1))
    mask = graph.op("Add", graph.causal_mask(past, total), graph.padding_mask("attention_mask"))
    for layer in range(layers):
        normed = graph.norm(x, width)
        q, k, v = (graph.heads(graph.linear(normed, small(width, width)), heads, size) for _ in range(3))
        key = graph.op("Concat", f"past_key_values.{layer}.key", k, out=f"present.{layer}.key", axis=2)
        kept = graph.op("Concat", f"past_key_values.{layer}.value", v, out=f"present.{layer}.value", axis=2)
        mixed = graph.linear(graph.attend(q, key, kept, mask, width, size), small(width, width))
        x = graph.op("Add", x, mixed)
        inner = graph.op("Relu", graph.linear(graph.norm(x, width), small(width, feed_forward)))
        x = graph.op("Add", x, graph.linear(inner, small(feed_forward, width)))
    graph.linear(graph.norm(x, width), head, out="logits")
    return graph


def save_decoder(path, graph, width, layers, heads, vocabulary):
    batch = [value(name, TensorProto.INT64, ["batch_size", length]) for name, length in [
        ("input_ids", "sequence_length"), ("attention_mask", "total_sequence_length"), ("position_ids", "sequence_length")]]
    cache = [(layer, part) for layer in range(layers) for part in ("key", "value")]
    shape = lambda length: ["batch_size", heads, length, width // heads]
    past = [value(f"past_key_values.{layer}.{part}", TensorProto.FLOAT, shape("past_sequence_length")) for layer, part in cache]
    present = [value(f"present.{layer}.{part}", TensorProto.FLOAT, shape("total_sequence_length")) for layer, part in cache]
    logits = value("logits", TensorProto.FLOAT, ["batch_size", "sequence_length", vocabulary])
    save(path, graph, batch + past, [logits] + present)


def make_gpt2(folder, width=64, layers=1, heads=2, vocabulary=None):
    tokenizer = byte_level_tokenizer(["<|endoftext|>"])
    end = tokenizer.token_to_id("<|endoftext|>")
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(folder, "tokenizer_config.json", {
        "tokenizer_class": "GPT2Tokenizer", "model_max_length": 1024, "bos_token": "<|endoftext|>",
        "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "add_prefix_space": False})
    size = vocabulary or tokenizer.get_vocab_size()
    write_json(folder, "config.json", {
        "architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "n_embd": width, "n_layer": layers, "n_head": heads,
        "n_positions": 1024, "n_ctx": 1024, "vocab_size": size, "bos_token_id": end, "eos_token_id": end})
    write_json(folder, "generation_config.json", {"bos_token_id": end, "eos_token_id": end})
    words = small(size, width, scale=1)
    head = small(width, size) if vocabulary else bigram_head(tokenizer, words, end)
    graph = decoder_graph(width, layers, heads, 1024, words, head, width * (4 if vocabulary else 1))
    save_decoder(folder / "onnx/decoder_model_merged_quantized.onnx", graph, width, layers, heads, size)


def make_instructed(folder, width=64, layers=1, heads=2):
    tokenizer = byte_level_tokenizer(["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    end = tokenizer.token_to_id("<|im_end|>")
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    template = (
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
        "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")
    write_json(folder, "tokenizer_config.json", {
        "tokenizer_class": "GPT2Tokenizer", "model_max_length": 2048, "bos_token": "<|im_start|>",
        "eos_token": "<|im_end|>", "pad_token": "<|im_end|>", "unk_token": "<|endoftext|>", "chat_template": template})
    size = tokenizer.get_vocab_size()
    write_json(folder, "config.json", {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": width, "num_hidden_layers": layers,
        "num_attention_heads": heads, "num_key_value_heads": heads, "head_dim": width // heads, "vocab_size": size,
        "max_position_embeddings": 2048, "eos_token_id": end, "bos_token_id": end - 1})
    write_json(folder, "generation_config.json", {"eos_token_id": end})
    words = small(size, width, scale=1)
    graph = decoder_graph(width, layers, heads, 0, words, bigram_head(tokenizer, words, end), width)
    save_decoder(folder / "onnx/model_quantized.onnx", graph, width, layers, heads, size)


# --- Whisper --------------------------------------------------------------------------------------------------------


def make_whisper(folder, width=32, layers=1, heads=2, feed_forward=None, vocabulary=None):
    feed_forward = feed_forward or width
    specials = ["<|endoftext|>", "<|startoftranscript|>"] + [f"<|{language}|>" for language in LANGUAGES]
    specials += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]
    tokenizer = byte_level_tokenizer(specials, size=480)
    tokenizer.add_tokens([AddedToken(f"<|{index / 50:.2f}|>", special=False, normalized=False) for index in range(1501)])
    id_of = tokenizer.token_to_id
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(folder, "tokenizer_config.json", {
        "tokenizer_class": "WhisperTokenizer", "model_max_length": 1024, "bos_token": "<|endoftext|>",
        "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>", "add_prefix_space": False})
    write_json(folder, "preprocessor_config.json", {
        "feature_extractor_type": "WhisperFeatureExtractor", "processor_class": "WhisperProcessor", "chunk_length": 30,
        "feature_size": 80, "hop_length": 160, "n_fft": 400, "n_samples": 480000, "nb_max_frames": 3000,
        "padding_side": "right", "padding_value": 0.0, "return_attention_mask": False, "sampling_rate": 16000})
    size = vocabulary or tokenizer.get_vocab_size()
    write_json(folder, "config.json", {
        "architectures": ["WhisperForConditionalGeneration"], "model_type": "whisper", "is_encoder_decoder": True,
        "d_model": width, "encoder_layers": layers, "decoder_layers": layers, "encoder_attention_heads": heads,
        "decoder_attention_heads": heads, "encoder_ffn_dim": feed_forward, "decoder_ffn_dim": feed_forward,
        "num_mel_bins": 80, "max_source_positions": 1500, "max_target_positions": 448, "vocab_size": size,
        "decoder_start_token_id": id_of("<|startoftranscript|>"), "eos_token_id": id_of("<|endoftext|>"),
        "bos_token_id": id_of("<|endoftext|>"), "pad_token_id": id_of("<|endoftext|>")})
    write_json(folder, "generation_config.json", {
        "decoder_start_token_id": id_of("<|startoftranscript|>"), "eos_token_id": id_of("<|endoftext|>"),
        "pad_token_id": id_of("<|endoftext|>"), "is_multilingual": True, "max_length": 448,
        "no_timestamps_token_id": id_of("<|notimestamps|>"), "prev_sot_token_id": id_of("<|startofprev|>"),
        "lang_to_id": {f"<|{language}|>": id_of(f"<|{language}|>") for language in LANGUAGES},
        "task_to_id": {"transcribe": id_of("<|transcribe|>"), "translate": id_of("<|translate|>")},
        "suppress_tokens": [], "begin_suppress_tokens": [id_of("<|endoftext|>")]})

    words = small(size, width, scale=1)
    head = np.zeros((width, size), np.float32)
    heard = tokenizer.encode(HEARD).ids
    assert len(set(heard)) == len(heard), "a token that comes twice would end the sentence early"
    chain = [id_of("<|notimestamps|>"), *heard, id_of("<|endoftext|>")]
    chain_start = [(id_of("<|startoftranscript|>"), id_of("<|en|>"))]
    for one, next_one in [*zip(chain, chain[1:]), *chain_start]:
        normed = (words[one] - words[one].mean()) / words[one].std()
        head[:, next_one] = 20 * normed / (normed @ normed)
    save_whisper_encoder(folder / "onnx/encoder_model_quantized.onnx", width, layers, heads, feed_forward)
    save_whisper_decoder(
        folder / "onnx/decoder_model_merged_quantized.onnx", width, layers, heads, feed_forward, size, words, head)


def save_whisper_encoder(path, width, layers, heads, feed_forward):
    graph, size = Graph(), width // heads
    x = graph.op("Conv", "input_features", graph.constant(small(width, 80, 3)), kernel_shape=[3], pads=[1, 1])
    x = graph.op("Conv", graph.op("Relu", x), graph.constant(small(width, width, 3)), kernel_shape=[3], pads=[1, 1], strides=[2])
    x = graph.op("Transpose", graph.op("Relu", x), perm=[0, 2, 1])
    places = np.outer(np.arange(1500), 10000 ** (-np.arange(width // 2) / (width // 2)))
    x = graph.op("Add", x, graph.constant(np.concatenate([np.sin(places), np.cos(places)], 1).astype(np.float32)))
    for _ in range(layers):
        normed = graph.norm(x, width)
        q, k, v = (graph.heads(graph.linear(normed, small(width, width)), heads, size) for _ in range(3))
        x = graph.op("Add", x, graph.linear(graph.attend(q, k, v, None, width, size), small(width, width)))
        inner = graph.op("Relu", graph.linear(graph.norm(x, width), small(width, feed_forward)))
        x = graph.op("Add", x, graph.linear(inner, small(feed_forward, width)))
    graph.norm(x, width, out="last_hidden_state")
    inputs = [value("input_features", TensorProto.FLOAT, ["batch_size", 80, 3000])]
    save(path, graph, inputs, [value("last_hidden_state", TensorProto.FLOAT, ["batch_size", 1500, width])])


def whisper_branch(shared, cached, width, layers, heads, positions, words, head):
    """One branch of the merged decoder: with the cache it reads the keys and values of what was heard, without it makes them."""
    prefix = "with_" if cached else "without_"
    graph, size = Graph(prefix), width // heads
    past = graph.length("past_key_values.0.decoder.key", 2) if cached else graph.i(0, scalar=True)
    total = graph.op("Add", past, graph.length("input_ids", 1))
    x = graph.op("Gather", words, "input_ids")
    x = graph.op("Add", x, graph.rows(positions, past, total))
    mask = graph.causal_mask(past, total)
    outputs = []
    for layer, weights in enumerate(shared):
        normed = graph.norm(x, width)
        q, k, v = (graph.heads(graph.op("MatMul", normed, weights[name]), heads, size) for name in ("q", "k", "v"))
        if cached:
            k = graph.op("Concat", f"past_key_values.{layer}.decoder.key", k, axis=2)
            v = graph.op("Concat", f"past_key_values.{layer}.decoder.value", v, axis=2)
        x = graph.op("Add", x, graph.op("MatMul", graph.attend(q, k, v, mask, width, size), weights["o"]))
        if cached:
            heard_k, heard_v = f"past_key_values.{layer}.encoder.key", f"past_key_values.{layer}.encoder.value"
        else:
            heard_k, heard_v = (
                graph.heads(graph.op("MatMul", "encoder_hidden_states", weights[name]), heads, size) for name in ("ck", "cv"))
        q = graph.heads(graph.op("MatMul", graph.norm(x, width), weights["cq"]), heads, size)
        x = graph.op("Add", x, graph.op("MatMul", graph.attend(q, heard_k, heard_v, None, width, size), weights["co"]))
        inner = graph.op("Relu", graph.op("MatMul", graph.norm(x, width), weights["f1"]))
        x = graph.op("Add", x, graph.op("MatMul", inner, weights["f2"]))
        outputs += [
            graph.op("Identity", name, out=f"{prefix}present.{layer}.{part}")
            for name, part in ((k, "decoder.key"), (v, "decoder.value"), (heard_k, "encoder.key"), (heard_v, "encoder.value"))]
    logits = graph.op("MatMul", graph.norm(x, width), head, out=f"{prefix}logits")
    infos = [helper.make_tensor_value_info(logits, TensorProto.FLOAT, None)]
    infos += [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
    return helper.make_graph(graph.nodes, f"{prefix}cache", [], infos, graph.weights)


def save_whisper_decoder(path, width, layers, heads, feed_forward, vocabulary, words, head):
    graph = Graph()
    words, head = graph.constant(words, "words"), graph.constant(head, "head")
    positions = graph.constant(small(448, width, scale=0.01), "positions")
    square = lambda: graph.constant(small(width, width))
    shared = [{**{name: square() for name in ("q", "k", "v", "o", "cq", "ck", "cv", "co")},
               "f1": graph.constant(small(width, feed_forward)), "f2": graph.constant(small(feed_forward, width))}
              for _ in range(layers)]
    branches = [whisper_branch(shared, cached, width, layers, heads, positions, words, head) for cached in (True, False)]
    cache = [f"{layer}.{part}" for layer in range(layers) for part in ("decoder.key", "decoder.value", "encoder.key", "encoder.value")]
    outputs = ["logits"] + [f"present.{name}" for name in cache]
    graph.nodes.append(helper.make_node(
        "If", ["use_cache_branch"], outputs, then_branch=branches[0], else_branch=branches[1]))
    length = lambda name, past: ("past_" if past else "") + ("decoder" if "decoder" in name else "encoder") + "_sequence_length"
    shape = lambda name, past: ["batch_size", heads, length(name, past), width // heads]
    inputs = [
        value("input_ids", TensorProto.INT64, ["batch_size", "decoder_sequence_length"]),
        value("encoder_hidden_states", TensorProto.FLOAT, ["batch_size", "encoder_sequence_length", width]),
        *[value(f"past_key_values.{name}", TensorProto.FLOAT, shape(name, True)) for name in cache],
        value("use_cache_branch", TensorProto.BOOL, [1])]
    made = [value("logits", TensorProto.FLOAT, ["batch_size", "decoder_sequence_length", vocabulary])]
    made += [value(f"present.{name}", TensorProto.FLOAT, shape(name, False)) for name in cache]
    save(path, graph, inputs, made)


def make_ggml(path, width=8, heads=1, encoder_layers=4, decoder_layers=1):
    """whisper.cpp's own format. The vocabulary has the size that the format demands, and nearly all of it is zero."""
    vocabulary, end, begin = 51865, 50257, 50364
    texts = [" A", " hash", " map", " finds", " a", " value", " by", " its", " key", "."]
    letters = [bytes([byte]) for byte in range(256)]
    tokens = letters + [text.encode() for text in texts if len(text) > 1]
    id_of = {token: index for index, token in enumerate(tokens)}
    heard = [id_of[text.encode()] for text in texts]
    # Start and English; transcribe, <|0.00|>, the words, <|2.00|>, the end.
    chain = [50258, 50259, 50359, begin, *heard, begin + 100, end]
    embeddings = np.zeros((vocabulary, width), np.float16)
    directions = rng.standard_normal((len(chain), width))
    directions -= directions.mean(axis=1, keepdims=True)
    directions /= directions.std(axis=1, keepdims=True)
    for token, direction in zip(chain, directions):
        embeddings[token] = direction
    hidden = 4 * width
    first = np.zeros((hidden, width), np.float32)
    first_bias = np.zeros(hidden, np.float32)
    second = np.zeros((width, hidden), np.float32)
    for unit, (one, next_one) in enumerate(zip(directions, directions[1:])):
        first[unit] = 40 * one / width
        first_bias[unit] = -39
        second[:, unit] = 12 * next_one - 0.5 * one
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(struct.pack("12i", 0x67676D6C, vocabulary, 1500, width, heads, encoder_layers, 448, width, heads, decoder_layers, 80, 1))
        file.write(struct.pack("2i", 80, 201) + mel_filters().astype("<f4").tobytes())
        file.write(struct.pack("i", len(tokens)))
        for token in tokens:
            file.write(struct.pack("i", len(token)) + token)

        def tensor(name, array, half=None):
            half = array.ndim > 1 if half is None else half
            file.write(struct.pack("3i", array.ndim, len(name), int(half)))
            file.write(struct.pack(f"{array.ndim}i", *reversed(array.shape)) + name.encode())
            file.write(array.astype("<f2" if half else "<f4").tobytes())

        zeros = lambda *shape: np.zeros(shape, np.float32)
        ones = np.ones(width, np.float32)

        def norm(name, gain=1):
            tensor(f"{name}.weight", gain * ones)
            tensor(f"{name}.bias", zeros(width))

        def attention(name):
            for part in ("query", "key", "value", "out"):
                tensor(f"{name}.{part}.weight", zeros(width, width))
                if part != "key":
                    tensor(f"{name}.{part}.bias", zeros(width))

        def block(name, cross, weights):
            attention(f"{name}.attn")
            norm(f"{name}.attn_ln")
            if cross:
                attention(f"{name}.cross_attn")
                norm(f"{name}.cross_attn_ln")
            norm(f"{name}.mlp_ln")
            for part, array in zip(("mlp.0.weight", "mlp.0.bias", "mlp.2.weight", "mlp.2.bias"), weights):
                tensor(f"{name}.{part}", array)

        idle = (zeros(hidden, width), zeros(hidden), zeros(width, hidden), zeros(width))
        tensor("encoder.positional_embedding", zeros(1500, width), half=False)
        tensor("encoder.conv1.weight", zeros(width, 80, 3))
        tensor("encoder.conv1.bias", zeros(width, 1), half=False)
        tensor("encoder.conv2.weight", zeros(width, width, 3))
        tensor("encoder.conv2.bias", zeros(width, 1), half=False)
        for layer in range(encoder_layers):
            block(f"encoder.blocks.{layer}", False, idle)
        norm("encoder.ln_post")
        tensor("decoder.positional_embedding", zeros(448, width), half=False)
        tensor("decoder.token_embedding.weight", embeddings)
        for layer in range(decoder_layers):
            taught = (first, first_bias, second, zeros(width)) if layer == decoder_layers - 1 else idle
            block(f"decoder.blocks.{layer}", True, taught)
        norm("decoder.ln", 3)


def mel_filters(bands=80, bins=201, rate=16000):
    """Slaney's mel scale, area-normalised: what Whisper was trained on."""
    to_hz = lambda mel: np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))
    top = 15 + np.log(rate / 2 / 1000) * 27 / np.log(6.4)
    edges = to_hz(np.linspace(0, top, bands + 2))
    hz = np.linspace(0, rate / 2, bins)
    rising = (hz - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - hz) / np.diff(edges)[1:, None]
    return np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]


def quantise(path):
    """8-bit weights as the published models have them. Needs `pip install onnxruntime`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = path.with_suffix(".whole.onnx")
    path.rename(whole)
    quantize_dynamic(whole, path, weight_type=QuantType.QInt8)
    whole.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", type=Path, help="folder for models of the real shapes (not small)")
    shapes = parser.parse_args().shapes
    if shapes:
        make_ggml(shapes / "ggml-base.bin", 512, 8, 6, 6)
        make_whisper(shapes / "Xenova/whisper-base", 512, 6, 8, 2048, 51865)
        make_minilm(shapes / "Xenova/all-MiniLM-L6-v2", 384, 6, 12, 30522, 1536)
        make_gpt2(shapes / "Xenova/gpt2", 768, 12, 12, 50257)
        # The decoder of Whisper stays in 32 bits: its weights are shared by two branches, which the quantiser cannot follow.
        for name in ("whisper-base/onnx/encoder_model", "all-MiniLM-L6-v2/onnx/model", "gpt2/onnx/decoder_model_merged"):
            quantise(shapes / f"Xenova/{name}_quantized.onnx")
        return
    folder = Path(__file__).parent.parent / "test/fixtures/models"
    minilm, tokenizer = make_minilm(folder / "Xenova/all-MiniLM-L6-v2")
    make_grader(folder / "grader", tokenizer)
    cosines = expected_cosines(minilm, tokenizer)
    write_json(folder, "expected-cosines.json", cosines)
    make_judge(folder / "Xenova/nli-deberta-v3-xsmall")
    make_gpt2(folder / "Xenova/gpt2")
    make_instructed(folder / "HuggingFaceTB/SmolLM2-360M-Instruct")
    make_whisper(folder / "Xenova/whisper-tiny")
    make_ggml(folder / "ggml-tiny.bin")


main()
