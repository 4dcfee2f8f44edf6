"""Address cards of all versions: what they say of a person, and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from store.tables.contact_rows import ContactRow
from store.tables.vcards import count_begun, read_cards
from wording import say_in_full


def read(text: str | bytes) -> list[ContactRow]:
    return read_cards("k.vcf", text.encode() if isinstance(text, str) else text)


def only(*lines: str, version: str = "3.0") -> ContactRow:
    """Return the one person of a card with these lines."""
    (row,) = read("\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]))
    return row


def test_what_a_card_of_a_telephone_says() -> None:
    row = only(
        "N:何;建国;;;",
        "FN:何建国",
        "ORG:北辰电力;技术部;网络处",
        "TITLE:处长",
        "TEL;TYPE=CELL,VOICE:138 0000 0000",
        "TEL;TYPE=WORK,FAX:010-2",
        "item1.EMAIL;type=INTERNET;type=pref:he@example.com",
        "item1.X-ABLabel:_$!<Work>!$_",
        "NOTE:喜欢钓鱼\\, 周末\\n不打扰",
    )
    assert (row.name, row.refusals) == ("何建国", [])
    assert row.texts == {
        "title": "处长",
        "department": "技术部 网络处",
        "phone": "138 0000 0000",
        "email": "he@example.com",
        "note": "喜欢钓鱼, 周末\n不打扰",
    }


def test_what_steers_a_terminal_does_not_come_in() -> None:
    row = only("FN:何\x1b[2J总", "NOTE:a\x9bb")
    assert (row.name, row.texts) == ("何[2J总", {"note": "ab"})


def test_version_4_has_its_numbers_as_addresses() -> None:
    row = only(
        "FN:Ann Smith",
        'TEL;VALUE=uri;TYPE="work,voice":tel:+44-20-1',
        "EMAIL:ann@example.com",
        "EMAIL:a@example.com",
        version="4.0",
    )
    assert row.texts == {"phone": "+44-20-1", "email": "ann@example.com, a@example.com"}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("N:何;建国;;;", "何建国"),
        ("N:Smith;John;Q.;Dr.;", "John Q. Smith"),
        ("N:Smith", "Smith"),
        ("FN:A\\;B \\\\ C", "A;B \\ C"),
        ("FN;CHARSET=UTF-8:何总", "何总"),
        ("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E4=BD=95=E6=80=BB", "何总"),
        ("FN;QUOTED-PRINTABLE;CHARSET=GBK:=BA=CE=D7=DC", "何总"),
        ("FN;ENCODING=QUOTED-PRINTABLE:=BA=CE=D7=DC", "何总"),
        ("N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E4=BD=95;=E6=\r\n=80=BB;;;", "何总"),
    ],
)
def test_names_are_put_together_as_their_language_does(line: str, name: str) -> None:
    assert only(line, version="2.1").name == name


def test_folded_lines_are_whole_again() -> None:
    assert only("FN:Very Long", "  Name").name == "Very Long Name"
    assert only("FN:Very Lo", " ng Name").name == "Very Long Name"
    assert only("FN:Very Long", " Name", version="2.1").name == "Very Long Name"


def test_photos_and_agents_are_passed_over() -> None:
    agent = ["AGENT:", "BEGIN:VCARD", "VERSION:2.1", "FN:Agent", "END:VCARD"]
    photo = ["PHOTO;ENCODING=BASE64;JPEG:/9j/4AA", "QSkZJRg==", ""]
    assert only("FN:何总", *agent, *photo, version="2.1").name == "何总"


def test_a_file_of_several_cards_in_gb18030() -> None:
    card = "BEGIN:VCARD\nVERSION:2.1\nFN:{}\nEND:VCARD\n"
    people = read((card.format("何总") + card.format("李工程师")).encode("gb18030"))
    assert [(contact.name, contact.number, contact.unit) for contact in people] == [
        ("何总", 1, "card"),
        ("李工程师", 2, "card"),
    ]


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("BEGIN:VCARD\nFN:A\nrubbish\nEND:VCARD", 'k.vcf, card 1: "rubbish" is no line of an'),
        ("BEGIN:VCARD\nFN:A\n", "k.vcf, card 1: the address card does not end"),
        ("BEGIN:VCARD\nORG:A\nEND:VCARD", "k.vcf, card 1: a contact needs a name"),
    ],
)
def test_what_is_wrong_with_a_card_names_it(text: str, begin: str) -> None:
    (row,) = read(text)
    assert [say_in_full(each)[: len(begin)] for each in row.refusals] == [begin]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "vcard-missing"), (b"a,b\n1,2", "vcard-missing"), (b"\xff\xfe\xfa", "file-encoding")],
)
def test_a_file_without_cards_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read(data)
    assert refused.value.code == code


PIECES = ["BEGIN:VCARD\n", "END:VCARD\n", "VERSION:2.1\n", "FN:", "N:;;", "=\n", " ", ":", ";"]
QUOTED = ["ENCODING=QUOTED-PRINTABLE", "CHARSET=X", "=E4", "\\", '"', "PHOTO;BASE64:", "TEL"]


@given(st.lists(st.sampled_from([*PIECES, *QUOTED]) | st.text(max_size=3), max_size=25))
def test_no_file_is_too_broken_to_be_told_of(pieces: list[str]) -> None:
    try:
        people = read("".join(pieces).encode("utf-8", "surrogatepass"))
    except UserError:
        return
    assert all(contact.name or contact.refusals for contact in people)


def names(data: bytes) -> list[str]:
    """Return the names on the cards of a file, none of which is refused."""
    rows = read(data)
    assert [row.refusals for row in rows] == [[]] * len(rows)
    return [row.name for row in rows]


def card(*lines: bytes, version: bytes = b"3.0", end: bytes = b"END:VCARD\r\n") -> bytes:
    return b"\r\n".join((b"BEGIN:VCARD", b"VERSION:" + version, *lines, end))


def test_files_of_cards_that_were_put_together() -> None:
    mark = b"\xef\xbb\xbf"
    assert names(b"".join(mark + card(b"FN:" + name) for name in (b"Ann", b"Bob"))) == [
        *("Ann", "Bob")
    ]


def test_a_card_without_an_end_does_not_swallow_the_next() -> None:
    first, second = read(card(b"FN:Ann", b"TEL:1", end=b"") + card(b"FN:Bob", b"TEL:2"))
    assert (first.name, first.texts, second.name, second.texts) == (
        *("Ann", {"phone": "1"}),
        *("Bob", {"phone": "2"}),
    )
    assert [remark.code for remark in (*first.remarks, *second.remarks)] == ["unended"]


@pytest.mark.parametrize(
    "lines",
    [
        (b"FN;ENCODING=BASE64;CHARSET=UTF-8:5L2V5bu65Zu9",),
        (b"FN;ENCODING=b:5L2V", b" 5bu65Zu9"),
        (b"FN;CHARSET=GB2312;ENCODING=BASE64:us69qLn6",),
        ("FN;CHARSET=GBK:何建国".encode("gbk"), "TITLE:处长".encode()),
        ("FN;CHARSET=BIG5:何建国".encode("big5", "replace").replace(b"?", b"\xb0\xea"),),
        (b"FN:" + "何建国".encode()[:4], b" " + "何建国".encode()[4:]),
    ],
)
def test_a_name_in_whatever_it_is_written(lines: tuple[bytes, ...]) -> None:
    (name,) = names(card(*lines))
    assert name in ("何建国", "何建國", "何國國")


@pytest.mark.parametrize(
    "line", ["X-微信:abc", "X_QQ:1", "工作.X-A;TYPE=工作:5", "X-A;X-P=甲:b", "_odd:1"]
)
def test_an_unknown_property_is_passed_over(line: str) -> None:
    assert names(card(b"FN:Ann", line.encode())) == ["Ann"]


def test_the_group_of_a_property_may_have_any_name() -> None:
    (row,) = read(card(b"FN:Ann", "工作.TEL;TYPE=工作:5".encode()))
    assert row.texts == {"phone": "5"}


def test_a_value_of_version_2_1_that_is_all_quoted_is_decoded() -> None:
    quoted = b"FN:=E4=BD=95=E6=80=BB"
    assert names(card(quoted, version=b"2.1")) == ["何总"]
    assert names(card(quoted)) == ["=E4=BD=95=E6=80=BB"]
    assert names(card(b"FN:A=20B", version=b"2.1")) == ["A=20B"]


def test_the_character_set_that_a_property_names_counts() -> None:
    assert names(card("FN;CHARSET=MACINTOSH:Erika Küchle".encode("mac_roman"))) == ["Erika Küchle"]
    assert names(card("FN;CHARSET=ISO-8859-1:Erika Küchle".encode("latin-1"))) == ["Erika Küchle"]


def test_cards_are_counted_as_they_begin() -> None:
    agent = card(b"FN:Boss", b"AGENT:", card(b"FN:Agent").rstrip())
    assert (count_begun(agent), names(agent)) == (2, ["Boss"])
    assert count_begun("\ufeffBEGIN:VCARD\r\nbegin:vcard\n".encode("utf-16")) == 2
