"""Texts as pieces: [CLS] question point [SEP] passage [SEP], by the template that grader.json carries."""

from tokenizers import Tokenizer

from model import minilm_folder

MOST_PIECES = 160
MOST_OF_QUESTION = 48
MOST_OF_POINT = 72
TEMPLATES = {"question": "{question} {point}", "point": "{point}"}


class Encoder:
    def __init__(self, template="question", tokenizer=None):
        self.template = template
        self.tokenizer = Tokenizer.from_file(str(tokenizer or minilm_folder() / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.pieces = {}

    def ids(self, text):
        if text not in self.pieces:
            self.pieces[text] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return self.pieces[text]

    def first(self, question, point):
        """[CLS] A [SEP]. A question of more than 48 pieces is left out: the point says enough."""
        asked = self.ids(question) if self.template == "question" else []
        if len(asked) > MOST_OF_QUESTION:
            asked = []
        return [101, *asked, *self.ids(point)[:MOST_OF_POINT], 102]

    def second(self, passage, room):
        return [*self.ids(passage)[: room - 1], 102]

    def pair(self, question, point, passage):
        one = self.first(question, point)
        return one, self.second(passage, MOST_PIECES - len(one))
