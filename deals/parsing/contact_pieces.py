"""The pieces of a contact's line: words, brackets, marks and labels, and the segments they make.

A segment ends at `:` `,` `;` or a line's end; what is written without blanks is parted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deals.errors import UserError
from deals.parsing.contact_claims import (
    is_claim,
    read_behind,
    read_bracket,
    read_certain,
    read_likely,
)
from deals.parsing.contact_words import (
    BACKS,
    HONORIFIC,
    LABELS,
    LIKELY,
    PERSON,
    RELATIONS,
    ContactClaims,
    Label,
)
from deals.parsing.text import LatePattern, fold_text


@dataclass(slots=True)
class Piece:
    """A piece of an entry and its certain claims; without any it may be part of the name.

    A `label` names what the next piece is; a `mark` ends a segment.
    """

    text: str
    claims: ContactClaims | None = None
    quoted: bool = False
    label: Label | None = None
    mark: str = ""


LOOSE = r'[^\s;；,，、|｜"()（）@＠!！^]'

_LETTER = r'[^\s;；,，、|｜"()（）@＠!！^:：]'

_ENDED = r"(?=[\s;；,，、|｜]|\Z)"

BACKED_NAME = rf"(?!{HONORIFIC}{_ENDED})(?:[^\x00-\x7f]|[A-Z]){LOOSE}*"
"""A competitor behind the sign for it, unquoted: `x` begins names too, as in xu and x总."""

_INSIDE = r'(?:[^"]|"")*'

_LABEL = "|".join(sorted((*LABELS, r"reports\s+to"), key=len, reverse=True))

_PIECES = LatePattern(
    rf"""
      (?P<blank> [^\S\n]+)
    | (?P<end> [;；,，、|｜\n])
    | "(?P<quoted> {_INSIDE})"
    | [(（] (?: \s*"(?P<title_quoted> {_INSIDE})"\s* | (?P<title> [^"()（）]*) ) [)）]
    | (?P<email> [A-Za-z0-9._%+-]+ @ [A-Za-z0-9-]+ (?: \.[A-Za-z0-9-]+)+ )
    | (?P<mark> [@＠!！^]) (?: "(?P<marked_quoted> {_INSIDE})" | (?P<marked> {LOOSE}*) )
    | (?P<backs> (?<=\s) {BACKS} (?: "(?P<backed_quoted> {_INSIDE})" | (?P<backed> {BACKED_NAME}) )?
        {_ENDED} )
    | (?P<phone> (?: \+[0-9][0-9 -]{{5,17}}[0-9] | 1[3-9][0-9] (?: [ -]?[0-9]{{4}} ){{2}}
        | 0[0-9]{{2,3}}-?[0-9]{{7,8}} | [0-9]{{3}}[ -][0-9]{{3}}[ -][0-9]{{4}} )
        (?= [\s;；,，、|｜] | \Z) )
    | (?P<label> (?i:{_LABEL})) (?: \s* [:：] [^\S\n]* | = | (?= [+0-9][0-9-]{{6}} ) )
    | (?P<colon> [:：])
    | (?P<word> {_LETTER}+ )
    """,
    re.VERBOSE,
)

_NAME_CR = LatePattern(r"(?P<name>.*[^\x00-\x7f])(?P<cr>[Cc][Rr][0-9?]\S*)")

_STROKE = LatePattern(r"[-–—]+|[/·•]")

_SHOWN = "|".join(
    sorted((word for word in LIKELY if not word.isascii() and len(word) > 1), key=len, reverse=True)
)

_GLUED = LatePattern(rf"(?:{_SHOWN}|[TBtb][1-9]?|[Cc][Rr][0-9])+")

_GLUED_WORD = LatePattern(rf"{_SHOWN}|[TBtb][1-9]?|[Cc][Rr][0-9]")

_GLUED_NAME = LatePattern(
    rf"(?P<name>[\u4e00-\u9fff]{{1,3}}{HONORIFIC}(?:长|理|任)?)(?P<rest>(?:{_SHOWN}|[TBtb][1-9]?|[Cc][Rr][0-9])+)"
)


def split_segments(text: str) -> Iterator[tuple[str, list[Piece]]]:
    """Yield the segments of the line, each with the strongest mark before it: `:` `,` `;` `\\n`."""
    mark, segment = "\n", list[Piece]()
    for piece in (*_split_pieces(text), Piece("", mark="\n")):
        if not piece.mark:
            segment.append(piece)
            continue
        for place, part in enumerate(_split_at_strokes(segment)):
            yield ":" if place else mark, part
        mark = piece.mark if segment else max(mark, piece.mark, key=":,;\n".index)
        segment = []


def _split_at_strokes(segment: list[Piece]) -> list[list[Piece]]:
    """Split at strokes (`Jane Doe - CFO - high`), which are no stance; a last one is a stance.

    A hyphen alone is a stance too, unless an English word that is no claim follows.
    """
    strokes = [at for at in range(1, len(segment) - 1) if _is_stroke(segment[at])]
    if not strokes:
        return [segment] if segment else []
    stance = segment[-1].text == "-" or any(_has_stance(piece) for piece in segment)
    follower = segment[strokes[0] + 1]
    free = follower.text.isascii() and follower.claims is None and not is_claim(follower.text)
    if len(strokes) == 1 and segment[strokes[0]].text == "-" and not (stance or free):
        return [segment]
    starts, ends = [0, *(at + 1 for at in strokes)], [*strokes, len(segment)]
    return [segment[start:end] for start, end in zip(starts, ends, strict=True) if start < end]


def _is_stroke(piece: Piece) -> bool:
    return not piece.quoted and bool(_STROKE.fullmatch(piece.text))


def _has_stance(piece: Piece) -> bool:
    if _is_stroke(piece) or piece.quoted:
        return False
    return "stance" in (piece.claims or read_likely(fold_text(piece.text)) or {})


def _split_pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of all entries, a mark where one ends or may end."""
    at, fresh = 0, True
    while at < len(text):
        found = _PIECES.match(text, at)
        if found is None:
            raise UserError("contact-unreadable", text=text[at:])
        if found["email"] and fresh:  # `Ann@globex.com` has no name before it
            raise UserError("contact-nameless", text=found["email"])
        at = found.end()
        if found["end"] or found["colon"]:
            sign = found["end"] or ":"
            mark = "," if sign in ",，、|｜" else ";" if sign in ";；" else sign
            yield Piece(sign, mark=mark)
            fresh = fresh or mark in ";\n"
        elif not found["blank"]:
            yield from _read_piece(found, fresh=fresh)
            fresh = False


def _read_piece(found: re.Match[str], *, fresh: bool) -> Iterator[Piece]:
    """Read what was matched; `fresh` where it stands first, so that it is a name."""
    whole, quoted = found[0], found["quoted"]
    if quoted is not None:
        yield Piece(_unquote(quoted), quoted=True)
    elif found["mark"]:
        yield Piece(whole, _read_marked(found["mark"], _group_text(found, "marked")))
    elif found["backs"] and not fresh:
        yield Piece(whole, _read_marked(BACKS, _group_text(found, "backed")))
    elif found["email"] or found["phone"]:
        claims: ContactClaims = {"email": whole} if found["email"] else {"phone": whole}
        yield Piece(whole, None if fresh else claims)
    elif found["label"]:
        name = " ".join(fold_text(found["label"]).split())
        yield Piece(whole.rstrip(), label="boss" if name == "reports to" else LABELS[name])
    elif found["word"] or found["backs"]:
        yield from _read_word(whole)
    else:
        title = _group_text(found, "title")
        plain = title is not None and found["title_quoted"] is None
        yield Piece(whole, read_bracket(title or "") if plain else {"title": title})


def _read_word(whole: str) -> Iterator[Piece]:
    if several := _SEVERAL.fullmatch(whole):
        yield from (Piece(several["first"]), Piece("", mark=","), Piece(several["rest"]))
        return
    glued = _NAME_CR.fullmatch(whole)
    for part in glued.group("name", "cr") if glued else (whole,):
        for word in _split_glued(part):
            yield Piece(word, read_certain(fold_text(word)))


def _group_text(found: re.Match[str], group: str) -> str | None:
    quoted = found[f"{group}_quoted"]
    return (found[group] or "").strip() or None if quoted is None else _unquote(quoted)


def _unquote(text: str) -> str:
    return text.replace('""', '"')


def _read_marked(mark: str, text: str | None) -> ContactClaims:
    if mark in "@＠":
        return {"department": text}
    if mark == "^":
        return {"boss": text}
    return {"stance": "competitor", "competitor": text}


def _split_glued(word: str) -> list[str]:
    """Split what is written without blanks, as Chinese is: `张总高层支持`, `高层决策T`."""
    if word.isascii() or fold_text(word) in LIKELY:
        return [word]
    parts = re.split(r"[-–—/]", word)
    if len(parts) > 1 and all(parts) and all(map(read_behind, parts[1:])):
        return parts
    tied = _TIED_NAME.fullmatch(word)
    if tied and _is_relation(tied["rest"]):
        return [tied["name"], tied["rest"]]
    if _is_relation(word):
        return [word]
    named = _GLUED_NAME.fullmatch(word) or _LEVEL_NAME.fullmatch(word)
    rest = named["rest"] if named else word
    if not _GLUED.fullmatch(rest):
        return [word]
    words = [found[0] for found in _GLUED_WORD.finditer(rest)]
    return [named["name"], *words] if named else words


_LEVEL_NAME = LatePattern(r"(?P<name>[\u4e00-\u9fff]{2,4}?)(?P<rest>(?:中?高|中|低|基)层)")
_TIED_NAME = LatePattern(rf"(?P<name>{PERSON})(?:是|的)?(?P<rest>.+)")
_SEVERAL = LatePattern(rf"(?P<first>{PERSON})[和与及、/](?P<rest>{PERSON})")


def _is_relation(word: str) -> bool:
    return any(pattern.fullmatch(word) for _, pattern in RELATIONS)


def join_texts(pieces: Sequence[Piece]) -> str:
    """Write pieces as they stand, single blanks between."""
    return " ".join(piece.text for piece in pieces)


def is_bracket(piece: Piece) -> bool:
    """Whether a piece stood in brackets."""
    return not piece.quoted and piece.text[:1] in ("(", "（") and piece.claims is not None
