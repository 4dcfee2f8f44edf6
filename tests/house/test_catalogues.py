"""The catalogues say what the sources say, in full, and change only when the words do."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages import Catalog

from wording.catalogues import (
    TEMPLATE,
    catalogues,
    extract_messages,
    format_catalogue,
    forms,
    list_untranslated,
    read_catalogue,
)
from wording.errors import placeholders_of
from wording.language import LANGUAGES

LANGUAGE_FILES = {path.parents[1].name: path for path in catalogues()}
AS_COMMITTED = {TEMPLATE.name: TEMPLATE} | LANGUAGE_FILES
extracted_catalogue = cache(extract_messages)
UPDATE = "out of date: run `make catalogues`"


def ids(catalog: Catalog) -> set[tuple[str, str]]:
    return {
        (message.context or "", "\0".join(forms(message.id))) for message in catalog if message.id
    }


def test_every_language_but_english_has_a_catalogue() -> None:
    assert {"en", *LANGUAGE_FILES} == set(LANGUAGES)


def test_the_template_holds_what_the_sources_say() -> None:
    assert TEMPLATE.read_bytes() == format_catalogue(extracted_catalogue()), UPDATE


@pytest.mark.parametrize("language", LANGUAGE_FILES)
def test_nothing_is_stale_missing_fuzzy_or_untranslated(language: str) -> None:
    catalog = read_catalogue(LANGUAGE_FILES[language])
    assert ids(catalog) == ids(extracted_catalogue()), UPDATE
    assert not catalog.obsolete
    assert [message.id for message in list_untranslated(catalog)] == []


@pytest.mark.parametrize("language", LANGUAGE_FILES)
def test_placeholders_are_those_of_the_message(language: str) -> None:
    wrong = [
        message.id
        for message in read_catalogue(LANGUAGE_FILES[language])
        if message.id
        for form in forms(message.string)
        if placeholders_of(form) != frozenset().union(*map(placeholders_of, forms(message.id)))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", AS_COMMITTED)
def test_placeholders_have_names_alone(name: str) -> None:
    unnamed = re.compile(r"\{[^a-z]|%[sd(]|\{\w+[!:.\[]")
    catalog = read_catalogue(AS_COMMITTED[name])
    texts = [
        text
        for message in catalog
        for text in (*forms(message.id), *forms(message.string))
        if message.id
    ]
    assert [text for text in texts if unnamed.search(text)] == []


@pytest.mark.parametrize("name", AS_COMMITTED)
def test_the_header_carries_no_dates_and_no_people(name: str) -> None:
    header = AS_COMMITTED[name].read_text(encoding="utf-8").partition("\n\n")[0]
    assert re.findall(r'^"([\w-]+):', header, re.MULTILINE) in (
        ["Content-Type"],
        ["Content-Type", "Language", "Plural-Forms"],
    )
