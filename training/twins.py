"""Turns a right sentence into wrong ones, and into other right ones of the same look.

`changed(text, question)` gives (text, how) that cannot be true if the given sentence is: two things exchanged, polarity
turned, a number, unit, bound or order changed. `unchanged(text)` gives rewordings that mean the same, made with the same
means, so that a reader of both learns the difference and not the look. `frames_right` and `frames_wrong` wrap a statement
and a misconception in "X, not Y" and "a common mistake is". Rules without a parser are wrong at times; README.md says how often.
"""

import re

ANTONYMS = """
before/after left/right first/last earlier/later early/late start/end begin/end beginning/end top/bottom upper/lower
up/down above/below inside/outside internal/external inner/outer front/back  forward/backward
more/less most/least many/few higher/lower high/low larger/smaller large/small bigger/smaller big/small 
longer/shorter long/short faster/slower fast/slow quick/slow quickly/slowly stronger/weaker strong/weak hotter/colder hot/cold
warmer/cooler heavier/lighter thicker/thinner wider/narrower deeper/shallower older/newer old/new oldest/newest cheaper/dearer
cheap/expensive easier/harder easy/hard better/worse best/worst good/bad richer/poorer safe/unsafe safer/riskier
increase/decrease increases/decreases increased/decreased increasing/decreasing rise/fall rises/falls rising/falling rose/fell
grow/shrink grows/shrinks gain/lose gains/loses add/remove adds/removes added/removed adding/removing raise/lower raises/lowers
raised/lowered expands/shrinks accept/reject accepts/rejects allow/forbid allows/forbids allowed/forbidden
allow/prevent allows/prevents enable/disable enables/disables open/closed opens/closes push/pull pushes/pulls pushed/pulled
send/receive sends/receives sent/received sender/receiver read/write reads/writes reading/writing reader/writer readers/writers
client/server clients/servers client's/server's caller/callee producer/consumer producers/consumers parent/child source/target
buyer/seller buyers/sellers buy/sell supply/demand lender/borrower import/export imports/exports input/output inputs/outputs
request/response requests/responses encrypt/decrypt encrypts/decrypts public/private encode/decode lock/unlock
synchronous/asynchronous synchronously/asynchronously mutable/immutable static/dynamic strict/loose global/local remote/local
stateful/stateless horizontal/vertical horizontally/vertically parallel/sequential row/column rows/columns signed/unsigned
primary/replica optimistic/pessimistic eager/lazy eagerly/lazily compile/run compiled/interpreted explicit/implicit manual/automatic
manually/automatically temporary/permanent online/offline hit/miss hits/misses success/failure succeeds/fails succeeded/failed pass/fail
passes/fails passed/failed true/false valid/invalid known/unknown same/different equal/unequal similar/different always/never
all/none every/no everyone/nobody everybody/nobody everything/nothing often/rarely usually/rarely with/without present/absent
include/exclude includes/excludes included/excluded inclusive/exclusive possible/impossible necessary/unnecessary required/optional
independent/dependent independently/dependently direct/indirect directly/indirectly positive/negative maximum/minimum maximal/minimal
maximise/minimise maximize/minimize precision/recall bias/variance mean/median training/test false/true numerator/denominator
convex/concave acidic/alkaline solid/liquid predator/prey east/west north/south northern/southern eastern/western
summer/winter day/night morning/evening male/female mother/father husband/wife offence/defence attack/defend win/lose wins/loses won/lost
teacher/student doctor/patient employer/employee landlord/tenant plaintiff/defendant debit/credit asset/liability assets/liabilities
artery/vein arteries/veins inhale/exhale major/minor sharp/flat expensive/cheap senior/junior shallow/deep simple/complex
freeze/melt freezes/melts absorb/release absorbs/releases attract/repel attracts/repels heat/cool heats/cools
broad/narrow full/empty fresh/stale clean/dirty dry/wet soft/hard rough/smooth loud/quiet light/dark public/secret
inherit/compose upstream/downstream breadth/depth pre-order/post-order stack/heap stack/queue tcp/udp get/post commit/rollback
authentication/authorisation authenticated/authorised forward/reverse proxy/client latency/throughput availability/consistency
""".split()
_PAIRS = [tuple(one.split("/")) for one in ANTONYMS]
_OPPOSITE = {}
for _one, _other in _PAIRS:
    _OPPOSITE.setdefault(_one, []).append(_other)
    _OPPOSITE.setdefault(_other, []).append(_one)
# Exchanging one of these alone leaves many sentences true; they are exchanged only together with their opposite.
_ONLY_BOTH = set(
    """client server clients servers read write reads writes reader writer readers writers left right good bad row column rows columns
    parent child source target request response requests responses input output inputs outputs light dark back front end start begin
    new old test training compile run hard easy all none day night get post stack heap queue both neither open mean base flat minor major
    true false known small big large long short simple fast slow many few local day start hit miss pass fail down up top same different
    with without commit rollback release releases absorb absorbs latency throughput known unknown push pull pushes pulls pushed pulled sent received sender
    success failure failed passed succeeded fails passes succeeds full empty availability consistency proxy outside inside with""".split()
)


def _like(word, model):
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if model[0].isupper() else word


def _swap_words(text, one, other):
    pattern = re.compile(rf"\b({re.escape(one)}|{re.escape(other)})\b", re.IGNORECASE)
    return pattern.sub(lambda m: _like(other if m.group(1).lower() == one.lower() else one, m.group(1)), text)


def _has(text, word):
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def _opposites(text):
    found = []
    for one, other in _PAIRS:
        if _has(text, one) and _has(text, other):
            if re.search(rf"\b{one}\b,? (?:and|or|nor|&|to) (?:the |a |an )?\b{other}\b|\b{other}\b,? (?:and|or|nor|&|to) (?:the |a |an )?\b{one}\b", text, re.IGNORECASE):
                continue
            found.append((_swap_words(text, one, other), "exchanged"))
    for match in re.finditer(r"[A-Za-z'-]+", text):
        word = match.group(0)
        if word.lower() in _ONLY_BOTH:
            continue
        for other in _OPPOSITE.get(word.lower(), []):
            if _has(text, other):
                continue
            found.append((text[: match.start()] + _like(other, word) + text[match.end() :], "opposite"))
    for one, other in (("at least", "at most"), ("more than", "less than"), ("as soon as", "long after"), ("up to", "at least"),
                       ("no longer", "still"), ("instead of", "just like"), ("is enough", "is never enough"), ("per", "regardless of the")):
        for a, b in ((one, other), (other, one)):
            if a in ("just like", "long after", "regardless of the", "still", "is never enough"):
                continue
            if re.search(rf"\b{a}\b", text):
                found.append((re.sub(rf"\b{a}\b", b, text, count=1), "bound"))
    return found


_CONTRAST = [
    r"\bbetween (?:an? |the )?(.+?) and (?:an? |the )?(.+?)(?:[,?.;:]|$| when | in | for | that | to )",
    r"\b([\w.-]+(?: [\w.-]+)?) (?:versus|vs\.?) (?:an? |the )?([\w.-]+(?: [\w.-]+)?)",
    r"\bcompare (?:an? |the )?(.+?) (?:and|with|to) (?:an? |the )?(.+?)(?:[,?.;:]|$)",
    r"\b([\w-]+) (?:or|from|rather than|instead of|over) (?:an? |the )?([\w-]+)\b",
    r"\bhow (?:do|does) (?:an? |the )?(.+?) (?:and|differ from) (?:an? |the )?(.+?) (?:differ|compare|work)",
]
_SMALL = set("a an the it they you we is are be to of in on for with and or not more less than that this one other do does can how what when why which any all your him her them time".split())


def contrasted(question):
    """The two things that a question sets against each other, such as ("left join", "inner join")."""
    found = []
    for pattern in _CONTRAST:
        for match in re.finditer(pattern, question, re.IGNORECASE):
            one, other = (part.strip().lower() for part in match.groups())
            if one != other and len(one.split()) <= 3 and len(other.split()) <= 3 and not {one, other} & _SMALL:
                found.append((one, other))
    return found


_VERB = (
    r"(?:is|are|was|were|means?|has|have|had|keeps?|uses?|lets?|says?|needs?|stores?|runs?|returns?|gives?|does|do|can|cannot|must|should|will|"
    r"would|may|might|makes?|takes?|shows?|holds?|works?|reads?|writes?|sends?|asks?|tells?|costs?|grows?|copies|creates?|counts?|checks?|"
    r"comes?|goes|happens?|depends?|measures?|describes?|answers?|serves?|protects?|belongs?|allows?|prevents?|moves?|leaves?|covers?|starts?|stops?|"
    r"replaces?|requires?|guarantees?|produces?|changes?|adds?|compares?|finds?|loses?|wins?|applies|apply|deletes?|updates?|waits?)"
)


def _exchanged_subjects(text):
    match = re.match(
        rf"^((?:An? |The )?[\w'()-]+(?: [\w'-]+){{0,2}}?) ({_VERB}\b.+?)(,? (?:while|whereas|but|and) |; )((?:an? |the )?[\w'()-]+(?: [\w'-]+){{0,2}}?) ({_VERB}\b.+)$",
        text,
    )
    if not match:
        return None
    one, first, link, other, second = match.groups()
    if other.split()[0].lower() in ("it", "they", "this", "that", "then", "so", "you", "we", "i", "he", "she", "can", "not"):
        return None
    if re.match(r"(?:is|was|has|does|can)\b", first) and re.match(r"(?:are|were|have|do)\b", second):
        return None
    return one, first, link, other, second


def _capital(text):
    return text[0].upper() + text[1:] if text else text


def _small(text):
    word = text.split(" ", 1)[0]
    keep = len(word) > 1 and word[1:] != word[1:].lower() or word == "I" or word.startswith("I'")
    return text if keep else text[:1].lower() + text[1:]


def _halves(text, link):
    """The clauses on either side of one "before" or "after" in the middle of a sentence."""
    parts = re.split(rf"\s+{link}\s+", text.rstrip("."))
    if len(parts) != 2 or min(len(part.split()) for part in parts) < 3 or "," in parts[0]:
        return None
    return (_small(parts[0]), parts[1]) if re.match(rf"(?:\w+ing|(?:an? |the |I |we |you |they |it |he |she )?[\w ]*?{_VERB})\b", parts[1]) else None


def _exchanges(text, question):
    found = []
    for one, other in contrasted(question):
        if _has(text, one) and _has(text, other) and not re.search(
            rf"\b{re.escape(one)}\b,? (?:and|or|nor) (?:the |an? )?{re.escape(other)}\b|\b{re.escape(other)}\b,? (?:and|or|nor) (?:the |an? )?{re.escape(one)}\b",
            text, re.IGNORECASE,
        ):
            found.append((_swap_words(text, one, other), "exchanged"))
    parts = _exchanged_subjects(text)
    if parts:
        one, first, link, other, second = parts
        found.append((f"{_capital(other)} {first}{link}{_small(one)} {second}", "exchanged"))
    for link in ("before", "after"):
        halves = _halves(text, link)
        if halves:
            found.append((_capital(f"{halves[1]} {link} {halves[0]}."), "order"))
    match = re.match(r"^(.{4,60}?) (causes?|leads? to|depends? on|comes? before|follows?|is part of|points to|calls|contains|implies|inherits from|replaces|is faster than|is slower than|is larger than|is smaller than|is cheaper than|is safer than|is stronger than|is older than) (.{3,60}?)\.$", text)
    if match and "," not in match.group(1):
        one, verb, other = match.groups()
        found.append((_capital(f"{other} {verb} {_small(one)}."), "exchanged"))
    return found


_AUXILIARY = r"is|are|was|were|does|do|did|can|could|should|must|will|would|has|have|may"
_THIRD = """turn pick keep let need store hold return run give make take show work read write send ask tell cost grow copy create count check
come go happen depend measure describe answer serve protect belong allow prevent move leave cover start stop replace require guarantee produce
change add compare find lose apply delete update wait mean use say speed slow share hide split help catch break build block avoid reduce
increase decrease limit contain include call return remove save cause support expose trigger survive scale lock retry cache render load map
sort merge carry absorb release flow react attract form rise fall drop spread heat cool push pull drive lead follow belong provide offer
decide define determine express pay earn buy sell set get see know want begin bring think""".split()
_THIRD_OF = {("goes" if v == "go" else "has" if v == "have" else v[:-1] + "ies" if re.search(r"[^aeiou]y$", v) else v + "es" if re.search(r"(?:s|sh|ch|x|o)$", v) else v + "s"): v for v in _THIRD}
_PAST_OF = {
    "told": "tell", "asked": "ask", "said": "say", "wrote": "write", "made": "make", "took": "take", "gave": "give", "showed": "show", "kept": "keep",
    "learned": "learn", "delivered": "deliver", "repaired": "repair", "measured": "measure", "checked": "check", "changed": "change", "talked": "talk",
    "listened": "listen", "explained": "explain", "agreed": "agree", "found": "find", "fixed": "fix", "tested": "test", "built": "build", "shared": "share",
    "invited": "invite", "started": "start", "stopped": "stop", "helped": "help", "offered": "offer", "used": "use", "chose": "choose", "set": "set",
    "tried": "try", "planned": "plan", "proposed": "propose", "split": "split", "looked": "look", "spoke": "speak", "compared": "compare", "named": "name",
    "decided": "decide", "reduced": "reduce", "moved": "move", "added": "add", "removed": "remove", "raised": "raise", "went": "go", "led": "lead", "won": "win",
}
_POLAR = [
    (r"\bcannot\b", "can"), (r"\bcan't\b", "can"), (r"\bdoesn't\b", "does"), (r"\bdon't\b", "do"), (r"\bisn't\b", "is"), (r"\baren't\b", "are"),
    (r"\bwon't\b", "will"), (r"\bnever\b", "always"), (r"\bnobody\b", "everybody"), (r"\bnothing\b", "everything"), (r"\bneither\b", "either"),
    (rf"\b({_AUXILIARY}) not\b", r"\1"), (r"\bwithout\b", "by"), (r"\bNo\b", "Every"), (r"\bno\b(?! one| longer| matter)", "a"), (r"\bonly\b", "not only"),
    (r"\bnot\b(?! only| just)", ""),
]


def _negations(text):
    found = []
    for pattern, other in _POLAR:
        if pattern == r"\bwithout\b":
            other = "by" if re.search(r"\bwithout \w+ing\b", text) else "with"
        match = re.search(pattern, text)
        if match:
            turned = text[: match.start()] + re.sub(pattern, other, match.group(0)) + text[match.end() :]
            found.append((re.sub(r" {2,}", " ", turned), "negated"))
    for match in list(re.finditer(rf"\b({_AUXILIARY})\b(?! not|n't)", text))[:2]:
        before = text[: match.start()].lower()
        if re.search(r"\b(?:if|when|whether|that|which|who|what|where|how|because|not|never|no|nothing|nobody|neither|only)\b[^,]*$", before):
            continue
        word = match.group(1)
        found.append((text[: match.start()] + ("cannot" if word == "can" else f"{word} not") + text[match.end() :], "negated"))
        break
    else:
        if not re.search(r"\b(?:not|never|no|cannot|only|without|\w+n't)\b", text, re.IGNORECASE):
            for match in re.finditer(r"\b[a-z]+\b", text):
                word, before = match.group(0), text[: match.start()]
                if len(before.split()) < 1 or re.search(r"\b(?:if|when|whether|that|which|who|what|where|how|because|to|the|a|an|its|their|of|this)\s+(?:\w+\s)?$", before, re.IGNORECASE):
                    continue
                verb = ("does not", _THIRD_OF[word]) if word in _THIRD_OF else ("did not", _PAST_OF[word]) if word in _PAST_OF and re.search(r"\b(?:I|we|We|they|she|he)\s$", before) else None
                if verb:
                    found.append((f"{before}{verb[0]} {verb[1]}{text[match.end():]}", "negated"))
                    break
    return found


_NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_GROWTH = ["constant", "logarithmic", "linear", "quadratic", "exponential"]
_UNITS = [["nanoseconds", "microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months", "years"],
          ["hour", "day", "week", "month", "year"],
          ["bits", "bytes", "kilobytes", "megabytes", "gigabytes", "terabytes"], ["millimetres", "centimetres", "metres", "kilometres"],
          ["grams", "kilograms", "tonnes"], ["O(1)", "O(log n)", "O(n)", "O(n log n)", "O(n^2)"], _GROWTH,
          ["half", "a third", "a quarter", "a tenth"], ["twice", "three times", "ten times"], ["double", "triple"], ["once", "twice"],
          ["hundreds", "thousands", "millions", "billions"], ["weekly", "monthly", "yearly"], ["hourly", "daily"]]


def _numbers(text, chance):
    found = []
    for match in re.finditer(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-]|\.\d)", text):
        value = float(match.group(0))
        number = match.group(0)
        if number.isdigit():
            n = int(number)
            options = [n * 10, n * 2, n + chance.choice([1, 3, 7, 100]) if n < 1000 else n * 3, max(0, n // 2)]
            if 100 <= n <= 599:
                options = [n + 100 if n < 500 else n - 100, n + chance.choice([1, 2, 3]), chance.choice([200, 301, 404, 500, 503])]
            if 1000 <= n <= 2100:
                options = [n + chance.choice([-100, -11, -3, 4, 12, 60])]
            if n % 10 == 0 and n > 0:
                options.append(n // 10)
            options = [str(one) for one in options if one != n]
        else:
            options = [f"{value * 10:g}", f"{value / 10:g}", f"{value * 2:g}"]
        found.append((text[: match.start()] + chance.choice(options) + text[match.end() :], "number"))
    for match in re.finditer(r"\b(" + "|".join(_NUMBER_WORDS[1:]) + r")\b(?! of| another)", text):
        if match.group(1) == "one" and not re.search(r"\b(?:exactly|only|at most|at least|than) $", text[: match.start()]):
            continue
        other = chance.choice([word for word in _NUMBER_WORDS[2:] if word != match.group(1)])
        found.append((text[: match.start()] + other + text[match.end() :], "number"))
    for group in _UNITS:
        for unit in group:
            at = text.find(unit)
            if at >= 0 and not re.match(r"\w", text[at + len(unit) : at + len(unit) + 1]) and (at == 0 or not text[at - 1].isalnum()):
                other = chance.choice([one for one in group if one != unit])
                found.append((text[:at] + other + text[at + len(unit) :], "unit"))
                break
    return found


def changed(text, question, chance):
    """Wrong versions of a right sentence, as (text, how), without doubles."""
    seen, found = {text.lower()}, []
    for one, how in [*_exchanges(text, question), *_opposites(text), *_negations(text), *_numbers(text, chance)]:
        if one.lower() not in seen:
            seen.add(one.lower())
            found.append((one, how))
    return found


_CONTRACTIONS = [("is not", "isn't"), ("are not", "aren't"), ("does not", "doesn't"), ("do not", "don't"), ("cannot", "can't"), ("will not", "won't"),
                 ("should not", "shouldn't"), ("did not", "didn't"), ("it is", "it's"), ("that is", "that's"), ("I am", "I'm"), ("they are", "they're")]
_SAME = [("instead of", "rather than"), ("whereas", "while"), ("for example", "for instance"), ("because", "since"), ("must", "has to"), ("often", "frequently"),
         ("usually", "mostly"), ("quickly", "fast"), ("needs", "requires"), ("begin", "start"), ("shows", "tells you"), ("large", "big"), 
         ("every", "each"), ("however", "but"), ("lets", "allows"), ("so that", "in order that"), ("is called", "is known as"),
         ("user", "person who uses it"), ("errors", "faults"), ("error", "fault"), ("a lot", "much"), ("choose", "pick"), ("before", "prior to"),
         ("at least", "no fewer than"), ("at most", "no more than"), ("more than", "over"), ("less than", "under"), ("same", "identical"), ("always", "every time"),
         ("never", "at no time"), ("only", "just"), ("increases", "goes up"), ("decreases", "goes down"), ("rises", "goes up"), ("falls", "goes down"),
         (" percent", "%"), ("faster", "quicker"), ("is not", "is by no means"), ("does not", "in no way does it")]


def unchanged(text, chance):
    """Other ways to say the same, as (text, how)."""
    found = []
    parts = _exchanged_subjects(text)
    if parts:
        one, first, link, other, second = parts
        found.append((f"{_capital(other)} {second.rstrip('.')}{link}{_small(one)} {first}.", "clauses-turned"))
    for link, back in (("before", "after"), ("after", "before")):
        halves = _halves(text, link)
        if halves:
            found.append((_capital(f"{halves[1]} {back} {halves[0]}."), "order-turned"))
            found.append((_capital(f"{link} {halves[1]}, {halves[0]}."), "order-first"))
    one = text
    for long, short in _CONTRACTIONS:
        one = re.sub(rf"\b{long}\b", short, one)
    for word, other in chance.sample(_SAME, len(_SAME))[:25]:
        if word in ("does not", "must", "lets"):
            continue
        one = re.sub(rf"(?<!\w){word}\b", other, one, count=1)
    for index, word in enumerate(_NUMBER_WORDS[2:], 2):
        one = re.sub(rf"\b{word}\b", str(index), one)
    if one != text:
        found.append((one, "reworded"))
    match = re.match(r"^(.+?),? (because|when|if|while|once) (.+)\.$", text)
    if match and min(len(match.group(1).split()), len(match.group(3).split())) >= 3 and "," not in match.group(3):
        found.append((f"{_capital(match.group(2))} {match.group(3)}, {_small(match.group(1))}.", "clause-first"))
    return found


def frames_right(statement, wrong, chance):
    """A right statement beside a wrong one that is rejected."""
    s, w = statement.rstrip("."), wrong.rstrip(".")
    return chance.sample(
        [
            f"A common mistake is to think that {_small(w)}. In fact {_small(s)}.",
            f"People often say that {_small(w)}, but that's wrong: {_small(s)}.",
            f"It is not true that {_small(w)}. {s}.",
            f"{s}. It's a myth that {_small(w)}.",
            f"{s}, and not, as many believe, that {_small(w)}.",
            f"I used to think {_small(w)}. That was wrong, {_small(s)}.",
            f"You might expect that {_small(w)}. No: {_small(s)}.",
            f"{s}. If somebody tells you that {_small(w)}, don't believe it.",
        ],
        2,
    )


def frames_wrong(statement, wrong, chance):
    """A wrong statement beside a right one that is rejected."""
    return [*frames_right(wrong, statement, chance)[:1], *chance.sample(
        [
            f"It is not true that {_small(statement.rstrip('.'))}.",
            f"I don't believe that {_small(statement.rstrip('.'))}.",
            f"It's a common misunderstanding that {_small(statement.rstrip('.'))}.",
            f"It would be wrong to say that {_small(statement.rstrip('.'))}.",
        ],
        1,
    )]


def half(text):
    """The first half of a statement that makes two claims; None where it makes one."""
    match = re.match(r"^(.{25,}?),? (?:and|while|whereas|but|so) ((?:\S+ ){2,}\S+\.)$", text)
    return f"{match.group(1).rstrip(',')}." if match and len(match.group(1).split()) >= 5 else None


_FILLERS = ["um", "uh", "like", "you know", "I mean", "so", "well", "basically", "sort of", "er"]
_OPENERS = ["I think ", "So ", "Well, ", "As far as I know, ", "Basically ", "In my view ", "Okay so ", "I'd say that ", "Right, ", "From what I remember, ", "The way I see it, ", "Honestly, "]


def spoken(text, chance):
    """The text as somebody types it in a hurry or as a recogniser writes it down: nothing of its meaning changes."""
    roll = chance.random()
    if roll < 0.45:
        return text
    if chance.random() < 0.25:
        text = chance.choice(_OPENERS) + _small(text)
    if roll > 0.7:
        text = re.sub(r"(?<!\d)[.,;:!?](?=\s|$)|[\"“”()]", "", text).lower()
    if roll > 0.82:
        parts = text.split(" ")
        for _ in range(max(1, len(parts) // 12)):
            parts.insert(chance.randrange(len(parts) + 1), chance.choice(_FILLERS))
        text = " ".join(parts)
    if chance.random() < 0.15:
        for long, short in _CONTRACTIONS:
            text = re.sub(rf"\b{long}\b", chance.choice([short, short.replace("'", "")]), text)
    if chance.random() < 0.12:
        at = chance.randrange(max(1, len(text) - 2))
        if len(text) > at + 1 and text[at : at + 2].isalpha():
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text
