"""The contacts of a line as they are written: each a name and what it claims of the person.

The grammar is told in `contact_line`. A line is cut into pieces, pieces into segments at the marks
between them, and segments make entries: what stands behind a comma is more of the same person
where it can be. Within an entry labels (`职务：`), relations (`汇报给王处`)
and phrases (`supports us`) are joined first; the name goes up to the first word that claims
something, and what is left over between is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from deals.errors import UserError
from deals.parsing.contact_claims import (
    CLOSED,
    is_claim,
    is_given,
    is_person,
    measure_department,
    measure_title,
    read_behind,
    read_bracket,
    read_cr,
    read_english_post,
    read_likely,
    read_post,
)
from deals.parsing.contact_pieces import (
    BACKED_NAME,
    LOOSE,
    Piece,
    is_bracket,
    join_texts,
    split_segments,
)
from deals.parsing.contact_words import (
    ARTICLES,
    BACKING,
    BACKING_CHINESE,
    CHINESE,
    DEPARTMENT,
    FIELDS,
    GROUP,
    HEADS,
    HOUSED,
    LABELS,
    LIKELY,
    NICKNAME,
    PARTICLES,
    PHRASES,
    RANKS,
    RELATION_WORDS,
    RELATIONS,
    SUFFIXES,
    TITLE_NOUNS,
    TOP_NOUNS,
    ContactClaims,
    Label,
    Sway,
)
from deals.parsing.text import LatePattern, fold_text


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One contact as written: the name, and what it claims of the person."""

    name: str
    claims: ContactClaims = field(default_factory=ContactClaims)


_STRENGTH = LatePattern(r"(?P<strength>[1-3])(?P<favour>[+-])")

_ODD = LatePattern(r"(?=.*[0-9])(?![0-9]+$).*|.*[%:=+/<>~*#].*|[^\w]+|[0-9]{4,}")

# Chinese behind a Chinese name is no more of it, unless it stands in brackets of its own.
_NO_NAME = LatePattern(r"(?![\[【《〈]).*[\u4e00-\u9fff]")
_SIGNS = LatePattern("[<>=→%]")
_PLAIN = {
    "title": LatePattern(r'[^\s"()（）]+(?:\s+[^\s"()（）]+)*'),
    "mark": LatePattern(rf"{LOOSE}+"),
    "backed": LatePattern(BACKED_NAME),
}


def read_entries(text: str) -> list[ContactEntry]:
    """Read every contact that `text` names; refusals as in `parse_contacts`."""
    entries: list[list[Piece]] = []
    for mark, segment in split_segments(text):
        pieces = _join_pieces(segment, opening=not entries or mark == "\n")
        more = _read_more(pieces, entries[-1], mark) if entries and mark != "\n" else None
        if more is not None:
            entries[-1] += more
        elif mark == ":":
            raise UserError("contact-unreadable", text=join_texts(pieces))
        else:
            entries.append(pieces)
    return [_read_entry(pieces) for pieces in entries]


def quote_if_needed(text: str, place: str) -> str:
    """Put a name, `title` or marked word in double quotes, unless it reads back without."""
    if place == "name":
        plain = _is_name(text)
    else:
        plain = bool(_PLAIN[place].fullmatch(text))
        plain &= place != "title" or read_bracket(text) == {"title": text}
    return text if plain else '"{}"'.format(text.replace('"', '""'))


def _is_name(text: str) -> bool:
    """Whether a text reads as a name, at the start of a line and behind another person."""
    other = ContactEntry("A")
    try:
        alone, behind = read_entries(text), read_entries(f"{other.name}; {text}")
    except UserError:
        return False
    return alone == [ContactEntry(text)] and behind == [other, *alone]


_Taken = tuple[int, Piece] | None


def _join_pieces(pieces: list[Piece], *, opening: bool) -> list[Piece]:
    """Join the pieces that say something together; a labelled name comes first."""
    joined: list[Piece] = []
    at = 0
    while at < len(pieces):
        named = pieces[at].label == "name"
        first = opening and not joined
        taken = (
            _take_label(pieces, at)
            or (None if first else _take_relation(pieces, at))
            or _take_phrase(pieces, at)
            or (None if first else _take_backing(pieces, at))
            or (1, pieces[at])
        )
        joined.insert(0 if named else len(joined), taken[1])
        at += taken[0]
    return joined


def _take_label(pieces: list[Piece], at: int) -> _Taken:
    """Take a label with what it names; refused where that is not there or is no such thing."""
    label = pieces[at].label
    if label is None:
        return _take_bare_label(pieces, at)
    rest = pieces[at + 1 :]
    if not rest or rest[0].label:
        raise UserError("contact-unreadable", text=pieces[at].text)
    phrase = _take_phrase(rest, 0) or (_take_backing(rest, 0) if label == "stance" else None)
    size, piece = phrase or (1, rest[0])
    if label in CLOSED:
        claims = None
        if not piece.quoted:
            claims = piece.claims or CLOSED[label](fold_text(piece.text))
        if claims is None or label not in claims:
            raise UserError("contact-unreadable", text=f"{pieces[at].text} {piece.text}")
        return size + 1, Piece(piece.text, claims)
    return _take_value(pieces, at + 1, label, at)


def _take_bare_label(pieces: list[Piece], at: int) -> _Taken:
    """Take a label without a colon, where just what it names follows: `level high`, `职务 主任`."""
    word = fold_text(pieces[at].text)
    label = LABELS.get(word)
    if at == 0 or label is None or pieces[at].quoted or at + 1 == len(pieces):
        return None
    if word.isascii() and not pieces[at].text.islower():
        return None
    after = pieces[at + 1]
    claims = after.claims
    if claims is None and not after.quoted:
        claims = CLOSED[label](fold_text(after.text)) if label in CLOSED else None
        claims = claims or read_post(after.text, named=True)
    return (2, Piece(after.text, claims)) if claims and label in claims else None


def _take_value(pieces: list[Piece], at: int, label: Label, start: int) -> _Taken:
    """Take the words from `at` on as the open value of a label that stands at `start`."""
    if label in (pieces[at].claims or {}):
        return at + 1 - start, pieces[at]
    end = at + 1
    while not pieces[at].quoted and end < len(pieces) and _goes_on(pieces, end):
        end += 1
    text, whole = join_texts(pieces[at:end]), join_texts(pieces[start:end])
    if label == "name":
        return end - start, Piece(text, quoted=pieces[at].quoted)
    strength = _STRENGTH.fullmatch(pieces[end].text) if end < len(pieces) else None
    if strength and label in ("sways", "swayed_by"):
        end += 1
    return end - start, Piece(whole, _tie_claims(label, text, strength))


def _goes_on(pieces: list[Piece], at: int) -> bool:
    """Whether an English value goes on with this piece."""
    piece = pieces[at]
    return (
        piece.claims is None
        and not (piece.quoted or piece.label or _STRENGTH.fullmatch(piece.text))
        and not re.search(CHINESE, piece.text)
        and not is_claim(piece.text)
        and _take_phrase(pieces, at) is None
        and not any(_words(pieces, at, size) in RELATION_WORDS for size in (1, 2))
    )


def _words(pieces: Sequence[Piece], at: int, size: int) -> str:
    return fold_text(join_texts(pieces[at : at + size]))


def _tie_claims(label: Label, text: str, strength: re.Match[str] | None = None) -> ContactClaims:
    """Return the claim of an open label: a text, or people whom the person is tied to."""
    if label == "staff":
        return {"staff": (text,)}
    force = int(strength["strength"]) if strength else None
    favour = strength["favour"] == "+" if strength else None
    if label == "sways":
        return {"sways": (Sway(text, force, favour),)}
    if label == "swayed_by":
        return {"swayed_by": (Sway(text, force, favour),)}
    claims: dict[Label, ContactClaims] = {
        "title": {"title": text},
        "department": {"department": text},
        "boss": {"boss": text},
        "phone": {"phone": text},
        "email": {"email": text},
        "competitor": {"stance": "competitor", "competitor": text},
    }
    return claims[label]


def _take_relation(pieces: list[Piece], at: int) -> _Taken:
    """Take a relation and whose it is: `reports to Jane Doe`, `汇报给王处`, `影响 王处 3+`."""
    piece = pieces[at]
    if piece.quoted or piece.claims is not None:
        return None
    for size in (2, 1):
        label = RELATION_WORDS.get(_words(pieces, at, size))
        after = at + size
        if label and after < len(pieces) and (pieces[after].quoted or _goes_to(pieces, after)):
            return _take_value(pieces, after, label, at)
    if not re.search(CHINESE, piece.text) or fold_text(piece.text) in LIKELY:
        return None
    for label, pattern in RELATIONS:
        if found := pattern.fullmatch(piece.text):
            return _take_tie(pieces, at, label, next(filter(None, found.groups())))
    return None


def _take_tie(pieces: list[Piece], at: int, label: Label, name: str) -> _Taken:
    """Take whom a word ties the person to, with the strength of an influence: `影响王处3-`."""
    text = pieces[at].text
    if label not in ("sways", "swayed_by"):
        return 1, Piece(text, _tie_claims(label, name))
    if inside := _STRENGTH.fullmatch(name[-2:]):
        return 1, Piece(text, _tie_claims(label, name[:-2], inside))
    after = _STRENGTH.fullmatch(pieces[at + 1].text) if at + 1 < len(pieces) else None
    return 1 + bool(after), Piece(text, _tie_claims(label, name, after))


def _goes_to(pieces: list[Piece], at: int) -> bool:
    """Whether this piece may be whom a relation leads to."""
    piece = pieces[at]
    return piece.claims is None and piece.label is None and not is_claim(piece.text)


def _take_phrase(pieces: list[Piece], at: int) -> _Taken:
    """Take the words of what the app shows in several: `supports us`, `high level`, `cr 3`."""
    for size in (3, 2):
        words = pieces[at : at + size]
        text = _words(pieces, at, size)
        if len(words) < size or any(piece.quoted or piece.label for piece in words):
            continue
        if text in PHRASES:
            return size, Piece(join_texts(words), PHRASES[text])
        if size == 2 and (found := re.fullmatch(r"(?:cr|关系程度|关系) ([0-9]+)级?", text)):
            return size, Piece(join_texts(words), {"cr": read_cr(found[1])})
    return None


def _take_backing(pieces: list[Piece], at: int) -> _Taken:
    """Take whom else than us the person supports: `supports Oracle`, `支持锐川`."""
    piece = pieces[at]
    word = fold_text(piece.text)
    if piece.quoted or piece.claims is not None or (word in LIKELY and word not in BACKING):
        return None
    if word in BACKING and _words(pieces, at + 1, 1) == "us":
        return 2, Piece(join_texts(pieces[at : at + 2]), {"stance": "supports"})
    after = pieces[at + 1].text if at + 1 < len(pieces) else ""
    # A Chinese word behind 支持 may be anything: 支持 爱打牌.
    if re.search(CHINESE, after) and not word.isascii():
        after = ""
    if word in BACKING and after and _goes_to(pieces, at + 1) and not read_behind(after):
        taken = _take_value(pieces, at + 1, "title", at)
        name = taken[1].claims["title"] if taken and taken[1].claims else None
        return (taken[0], _back(taken[1].text, name)) if taken else None
    found = BACKING_CHINESE.fullmatch(piece.text)
    return (1, _back(piece.text, found["name"])) if found else None


def _back(text: str, competitor: str | None) -> Piece:
    return Piece(text, {"stance": "competitor", "competitor": competitor})


def _read_more(pieces: list[Piece], before: Sequence[Piece], mark: str) -> list[Piece] | None:
    """Read what stands behind a mark as more of the person before it; None for another person."""
    found: list[Piece] = []
    plain: list[str] = []
    for at, piece in enumerate(pieces):
        if _is_senior_title(pieces[at:]):
            plain.append(piece.text)
            continue
        sure = piece.claims is not None or (not piece.quoted and is_claim(piece.text))
        claims = piece.claims
        if claims is None and not piece.quoted and (sure or mark != ";"):
            claims = read_behind(piece.text)
        if claims is None or (plain and not sure):
            if piece.quoted or mark == ";" or re.search(CHINESE, piece.text):
                return None
            plain.append(piece.text)
        else:
            found.append(Piece(piece.text, claims))
    if not plain:
        return found
    return _read_plain(plain, found, before)


def _read_plain(
    plain: Sequence[str], found: list[Piece], before: Sequence[Piece]
) -> list[Piece] | None:
    """Read English words between marks as a title or department; None for another person."""
    text = " ".join(plain)
    if fold_text(text) in SUFFIXES and not any(piece.claims or piece.quoted for piece in before):
        return [Piece(text), *found]
    titled = any("title" in (piece.claims or {}) for piece in before) or _has_title(before)
    if titled and _has_title([Piece(word) for word in plain]):
        return None
    if (post := read_english_post(text)) is not None:
        return [Piece(text, post), *found]
    if _is_lower(text) and sum(piece.text[:1].isupper() for piece in before) > 1:
        raise UserError("contact-unreadable", text=text)
    return None


def _is_senior_title(pieces: Sequence[Piece]) -> bool:
    """Whether `senior` is the first word of a title here, and no level: `senior buyer`."""
    words = [piece.text for piece in takewhile(lambda piece: piece.claims is None, pieces)]
    return fold_text(words[0]) == "senior" and measure_title(words) > 1 if words else False


def _has_title(pieces: Sequence[Piece]) -> bool:
    """Whether a title stands behind the words of a name."""
    words = [piece.text for piece in pieces if piece.claims is None]
    return any(
        measure_title(words[at:]) for at in range(1, len(words)) if is_given(fold_text(words[0]))
    )


def _is_lower(text: str) -> bool:
    return text == text.lower() and text != text.upper()


def _read_entry(pieces: list[Piece]) -> ContactEntry:
    """Read an entry: the name goes up to the first certain word, less likely words at its end."""
    # `name` counts the pieces that are the name's: first all that could be, then back from its end.
    pieces = _part_housed(_put_name_first(_part_house(pieces)))
    name = 0
    while name < len(pieces) and pieces[name].claims is None:
        name += 1
    if pieces[0].quoted:
        name = 1
    name = _split_off_posts(pieces, name)
    name = _keep_surname(pieces, name)
    _join_late_posts(pieces, name)
    written, words = join_texts(pieces), pieces[:name]
    if not words or not words[0].text.strip():
        raise UserError("contact-nameless", text=written)
    if len(words) > 1 and any(piece.quoted for piece in words):
        raise UserError("contact-unreadable", text=written)
    _check_name(words)
    return ContactEntry(join_texts(words), _merge_claims(pieces[name:]))


def _part_house(pieces: list[Piece]) -> list[Piece]:
    """Read a Chinese department before a person who is one for sure: `采购 陈主任`."""
    if len(pieces) < 2 or any(piece.quoted or piece.claims is not None for piece in pieces[:2]):
        return pieces
    house, person = pieces[0].text, pieces[1].text
    if re.fullmatch(f"{DEPARTMENT}|{GROUP}", house) and re.fullmatch(NICKNAME, person):
        return [Piece(house, {"department": house}), *pieces[1:]]
    return pieces


def _part_housed(pieces: list[Piece]) -> list[Piece]:
    """Part a person from the department or title before them in one word: `采购老唐`."""
    first = pieces[0]
    if first.quoted or first.claims is not None or not (found := HOUSED.fullmatch(first.text)):
        return pieces
    title, house = found["title"], found["house"]
    claims: ContactClaims = {"title": title} if title else {"department": house}
    return [Piece(found["name"]), Piece(title or house, claims), *pieces[1:]]


def _put_name_first(pieces: list[Piece]) -> list[Piece]:
    """Put what is said before the name behind it: `high B cr2 Jane Doe`, `高层 张总`."""
    at = 0
    while at < len(pieces) and _comes_early(pieces[at]) and not _is_senior_title(pieces[at:]):
        at += 1
    end = at
    while end < len(pieces) and pieces[end].claims is None and not _comes_early(pieces[end]):
        end += 1
    return [*pieces[at:end], *pieces[:at], *pieces[end:]] if at < len(pieces) else pieces


def _comes_early(piece: Piece) -> bool:
    if piece.claims is not None or piece.quoted:
        return piece.claims is not None
    if fold_text(piece.text) in ARTICLES:
        return False
    return is_claim(piece.text) and (
        piece.text.islower() or len(piece.text) < 3 or bool(re.search(CHINESE, piece.text))
    )


def _check_name(words: Sequence[Piece]) -> None:
    """Raise `contact-unreadable` for a word that is no part of the name: `350万`, `gatekeeper`."""
    first = words[0].text
    if not words[0].quoted and _SIGNS.search(first):
        raise UserError("contact-unreadable", text=first)
    proper = first[:1].isupper() and fold_text(first) not in FIELDS | RANKS | TITLE_NOUNS | HEADS
    strays: list[Piece] = []
    for piece in words[1:]:
        number = piece is words[-1] and re.fullmatch("[0-9]{2,}", piece.text)
        small = piece.text[:1].islower() and fold_text(piece.text) not in PARTICLES
        kept = piece.text.islower() and len(piece.text) > 1 and is_claim(piece.text)
        stray = kept or (proper and (small or number or piece.text[:1] == "["))
        if not piece.quoted and (_ODD.fullmatch(piece.text) or stray):
            strays.append(piece)
    # What can be read is held up only by what cannot: `Bob blocker wibble`.
    unread = [piece for piece in strays if read_behind(piece.text) is None]
    if strays:
        raise UserError("contact-unreadable", text=(unread or strays)[0].text)


def _keep_surname(pieces: list[Piece], name: int) -> int:
    """Give a name back its surname that reads as a claim, where that is said: `Sam Low, high`."""
    if name != 1 or len(pieces) < 2 or not pieces[0].text.isascii():
        return name
    after = pieces[1]
    claims = LIKELY.get(fold_text(after.text))
    if not after.text.istitle() or claims is None or fold_text(pieces[0].text).strip(".") in _FORMS:
        return name
    later = [piece.claims or read_behind(piece.text) or {} for piece in pieces[2:]]
    return 2 if any(field in more for field in claims for more in later) else name


_FORMS = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof"])


def _split_off_posts(pieces: list[Piece], name: int) -> int:
    """Turn what is known words behind the name into claims; return how many pieces it keeps.

    Raises `contact-unreadable` for another Chinese word behind a Chinese name.
    """
    named = is_person(pieces[0].text)
    name = _split_off_title(pieces, name)
    while name > 0 and not pieces[name - 1].quoted:
        text = pieces[name - 1].text
        sure = named or name > 2 or len(text) > 2 or re.fullmatch(GROUP, text) is not None
        post = read_post(text, named=sure) if name > 1 else None
        claims = read_likely(fold_text(text)) or post
        if claims is None:
            break
        name -= 1
        pieces[name] = Piece(text, claims)
    for piece in pieces[1:name] if named else ():
        known = read_likely(fold_text(piece.text)) or read_post(piece.text, named=True)
        odd = _NO_NAME.match(piece.text) or _ODD.fullmatch(piece.text)
        if (known or odd) and not piece.quoted:
            left = pieces[name - 1] if known else piece
            raise UserError("contact-unreadable", text=left.text)
    return name


def _split_off_title(pieces: list[Piece], name: int) -> int:
    """Turn an English title or department in the words of a name into a claim.

    Returns how many words the name keeps. A field alone may be a surname behind a single name.
    """
    words = [piece.text for piece in pieces[:name]]
    quoted = any(piece.quoted for piece in pieces[:name])
    if not words or quoted or fold_text(words[0]) in ARTICLES:
        return name
    for at in range(1, name):
        if not (is_given(fold_text(words[at - 1])) or _is_suffix(words, at - 1)):
            break
        if _is_suffix(words, at):
            continue
        if _join_post(pieces, at, words[at:], alone=at > 1):
            return at
    return name


def _is_suffix(words: Sequence[str], at: int) -> bool:
    """Whether a word is the name's last, as no title begins with it: `John Smith Jr. CEO`."""
    if at < 2 or fold_text(words[at]) not in SUFFIXES:
        return False
    return at + 1 == len(words) or fold_text(words[at + 1]) in TOP_NOUNS


def _join_post(pieces: list[Piece], at: int, words: Sequence[str], *, alone: bool = True) -> bool:
    """Join the English title or department that begins with these words to one piece."""
    size = measure_title(words)
    title = size > 0
    if not title:
        size = measure_department(words)
        if size == 1 and not alone:
            size = 0
    if size:
        text = join_texts(pieces[at : at + size])
        pieces[at : at + size] = [Piece(text, {"title": text} if title else {"department": text})]
    return size > 0


def _join_late_posts(pieces: list[Piece], name: int) -> None:
    """Join the words of English titles that stand behind other claims: `Jane (Finance) CFO`."""
    at = name
    while at < len(pieces):
        end = at
        while end < len(pieces) and pieces[end].claims is None and not pieces[end].quoted:
            end += 1
        _join_post(pieces, at, [piece.text for piece in pieces[at:end]])
        at += 1


def _merge_claims(pieces: Sequence[Piece]) -> ContactClaims:
    """Merge the claims of an entry's pieces; `contact-repeated` where two contradict each other.

    Places on approval lines add up (`T2 B1`), and so do the people whom somebody is tied to;
    `line?`, an empty mapping, takes all places back.
    """
    claims = ContactClaims()
    for piece in _settle_brackets(pieces):
        added = piece.claims
        if added is None and not piece.quoted:
            added = read_behind(piece.text)
        if added is None:
            raise UserError("contact-unreadable", text=piece.text)
        before: Mapping[str, object] = {**claims}
        if any(before.get(key, value) != value for key, value in added.items() if key not in _SUMS):
            raise UserError("contact-repeated", text=piece.text)
        claims = {**claims, **added, **_sum_claims(claims, added)}
    return claims


_SUMS = ("lines", "staff", "sways", "swayed_by")


def _sum_claims(before: ContactClaims, added: ContactClaims) -> ContactClaims:
    summed = ContactClaims()
    if added.get("lines"):
        summed["lines"] = {**before.get("lines", {}), **added["lines"]}
    if "staff" in added:
        summed["staff"] = (*before.get("staff", ()), *added["staff"])
    if "sways" in added:
        summed["sways"] = (*before.get("sways", ()), *added["sways"])
    if "swayed_by" in added:
        summed["swayed_by"] = (*before.get("swayed_by", ()), *added["swayed_by"])
    return summed


def _settle_brackets(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces, a bracket as a title where its department is said beside it."""
    marked = any("department" in (piece.claims or {}) for piece in pieces if not is_bracket(piece))
    for piece in pieces:
        if marked and is_bracket(piece) and "department" in (piece.claims or {}):
            yield Piece(piece.text, {"title": piece.text[1:-1].strip()})
        else:
            yield piece
