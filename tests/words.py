"""Sentences and words of a page of Markdown, as someone counts them who reads it aloud."""

import re

FORMULA, CODE = "Formula", "Code"  # what stands for each, as one word
ABBREVIATION = r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bcf)(?<!\bFig)(?<!\bDr)(?<!\bca)"
END = re.compile(rf"(?:{ABBREVIATION}\.|[!?…]|\.\.\.)[”’\"')\]]*(?=\s)")
SIGN = "[=+−±·×÷/<>≤≥≈≠←→∝⊙∈^*-]"


def sentences(markdown):
    """Return the sentences of a text, without its markup; a heading or an item is one at least."""
    found = []
    for block in _blocks(_one_word_each(markdown)):
        found += _divided(" ".join(block.split()))
    return [sentence for sentence in found if words(sentence) not in ([], [FORMULA], [CODE])]


def words(sentence):
    """Return the words of a sentence, of which each formula is one, and signs are none."""
    joined = re.sub(rf"\S+(?: {SIGN} \S+)+", FORMULA, sentence)
    return [word for word in joined.split() if re.search(r"\w", word)]


def _one_word_each(text):
    """Return the text with formulas and code as one word each, and links as their words."""
    text = re.sub(r"^```.*?^```", "\n\n", text, flags=re.M | re.S)
    text = re.sub(r"`[^`\n]+`", CODE, text)
    text = re.sub(r"\$\$.+?\$\$", FORMULA, text, flags=re.S)
    text = re.sub(r"(?<![\\$])\$[^$\n]+\$", FORMULA, text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"</?[a-z][^>]*>", "", text)
    return re.sub(r"(?<![\w*\\])\*{1,2}(?=\S)|(?<=[^\s\\])\*{1,2}(?!\w)", "", text)


def _blocks(text):
    """Return paragraphs, headings, items of lists and cells of tables."""
    text = re.sub(r"^ *>", "", text, flags=re.M)
    text = re.sub(r"^ *#+ +(.*)$", r"\n\n\1\n\n", text, flags=re.M)
    text = re.sub(r"^ *([-*+]|\d+\.) +", "\n\n", text, flags=re.M)
    text = re.sub(r"^ *\|.*", lambda row: row[0].replace("|", "\n\n"), text, flags=re.M)
    return re.split(r"\n\s*\n", text)


def _divided(text):
    """Return the sentences of one paragraph."""
    parts, start = [], 0
    for end in END.finditer(text):
        goes_on = end[0] != "." and re.match(r"\s+[a-z]", text[end.end() :])
        if not goes_on:
            parts.append(text[start : end.end()].strip())
            start = end.end()
    return [part for part in [*parts, text[start:].strip()] if part]


# Turns that many readers of English as a second language stumble over, each with a plain one.
TURNS = {
    r"\bask (this|that|it) who\b": "many who begin ask this",
    r"^(Left|Right|Above|Below|Behind|Before|Beside|Between|Under|Beneath|At|On|In)\b[^,:;.?]*"
    r"\b(stands?|lies?|sits?|comes?|goes?) (an?|the|its?|one|two|three|all|what|\w+s)\b": (
        "a number stands at the left of a cell, who or what first"
    ),
    r"\b(told|drawn|said|read|shown) (rightly|wrongly)\b": "recognised correctly",
    r"\bin earnest\b": "in practice",
    r"\bfigures? (arise|arose|arises)\b|\b(arise|arose) its figures?\b": "come from",
    r"[,;:] for (some|it|they|there|this|that|these|we|you|nobody|the \w+) "
    r"(is|are|was|has|have|can|will|get|gets|points?|needs?|does|do)\b": "because",
    r"\b(the|their|its) parts? of (`?\w\b|\$\w\$|Formula)": "the slope of w, the entry for w",
    r"\btimes fewer\b": "14 steps and not 38",
    r"\b(two|one|three) strokes?\b": "//",
    r"\bonce and for all\b": "for every case",
    r"\bto and fro\b": "back and forth",
    r"\b(had|have|has|having) (a|no) say\b": "is not used",
    r"\bstands? on (its|their) head\b": "is upside down",
    r"\bwhat (becomes|became) of\b": "what happens to",
    r"\bin vain\b|\blet alone\b|\blest\b|\bat odds\b|\bsave for\b": "a plainer word",
    r"\b(earns?|earned) (its|their) (place|keep)\b": "is worth it",
    r"^(Only so|Only then|Never|Nowhere|Rarely|Seldom|Hardly) "
    r"(is|are|was|do|does|did|can|has|have|will)\b": "who or what first, then the verb",
    r"^(Shaded|Asked|Wanted) is\b": "the shaded side is, the question is",
    r"^Not \w+ is\b": "the factor is the slope, not z",
    r"\btold as\b": "recognised as",
    r"^(Had|Were) (it|the|we|you|they|an?)\b[^?]*\.": "if it had",
}


def turns(sentence):
    """Return what stands in a sentence of the turns that may not come back, with a plain one."""
    found = ((re.search(turn, sentence, flags=re.I), plain) for turn, plain in TURNS.items())
    return [f"“{match[0]}”, say: {plain}" for match, plain in found if match]
