"""lock and unlock at the shell: the passphrase is typed unseen, or comes from a file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from deals.errors import UserError
from store.encryption import PassphraseKey, store_is_sealed
from store.settings import Settings, load_playbook
from store.store import Store
from tests.tui.conftest import Netloft
from tests.tui.terminal import ran_in_terminal
from tui import external_editor
from tui.app import NetloftApp
from tui.session import LaunchOptions
from wording import say, use_language

NETLOFT = ["-m", "tui", "--lang", "en"]
ASK, NEW, AGAIN = "Passphrase: ", "New passphrase: ", "The same again: "


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that NETLOFT_PASSPHRASE_FILE names."""
    file = tmp_path / "secret"
    file.write_text("open sesame\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETLOFT_PASSPHRASE_FILE", str(file))
    return file


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "book" / "netloft.json"


def test_with_a_passphrase_in_a_file_all_works_unattended(
    netloft: Netloft, secret: Path, store: Path, tmp_path: Path
) -> None:
    netloft("add", "Net")
    answer = netloft("lock")
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines[0].startswith("The store is locked.")
    assert store_is_sealed(store)
    for call in (
        ["add", "Other"],
        ["list"],
        ["triage"],
        ["show", "Net"],
        ["set", "Net", "stage=P2"],
        ["check"],
        ["export", tmp_path / "all.json"],
        ["backup", tmp_path / "copy.gz"],
        ["restore", tmp_path / "copy.gz"],
        [],
    ):
        answer = netloft(*call)
        understood = "name Other\n" if call[:1] == ["add"] else ""
        assert (answer.code, answer.err) == (0, understood), call
    assert store_is_sealed(store)
    answer = netloft("unlock")
    assert (answer.code, answer.err) == (0, "")
    secret.unlink()
    assert {project["name"] for project in netloft("list", "--json").json} == {"Net", "Other"}


def test_without_a_passphrase_or_with_a_wrong_one_nothing_is_touched(
    netloft: Netloft, secret: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netloft("add", "Net")
    netloft("lock")
    before = store.read_bytes()
    secret.write_text("open\n")
    calls: tuple[list[str], ...]
    calls = (["list"], ["add", "Other"], ["check"], ["unlock"], ["backup"], [])
    for call in calls:
        answer = netloft(*call)
        assert answer.code == 1
        assert f"{store}: the passphrase is wrong" in answer.err
    monkeypatch.delenv("NETLOFT_PASSPHRASE_FILE")
    for call in calls:
        answer = netloft(*call)
        assert answer.code == 1
        assert "NETLOFT_PASSPHRASE_FILE" in answer.err
    assert store.read_bytes() == before


def test_a_passphrase_that_others_may_read_is_refused(
    netloft: Netloft, secret: Path, store: Path
) -> None:
    netloft("add", "Net")
    secret.chmod(0o640)
    answer = netloft("lock")
    assert answer.code == 1
    assert "others may read this passphrase (mode 0640)" in answer.err
    assert not store_is_sealed(store)


@pytest.mark.parametrize(
    ("call", "line"),
    [("lock", "there is no store"), ("unlock", "there is no store")],
)
def test_no_store_is_neither_locked_nor_unlocked(netloft: Netloft, call: str, line: str) -> None:
    answer = netloft(call)
    assert (answer.code, line in answer.err) == (1, True)


def test_what_is_done_is_not_done_again(netloft: Netloft, secret: Path) -> None:
    netloft("add", "Net")
    assert "the store is not locked" in netloft("unlock").err
    netloft("lock")
    assert "the store is locked already" in netloft("lock").err


def test_without_the_package_one_line_says_what_to_install(
    netloft: Netloft, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netloft("add", "Net")
    netloft("lock")
    monkeypatch.setitem(sys.modules, "cryptography", None)
    for call in ("list", "unlock"):
        answer = netloft(call)
        assert answer.code == 1
        assert answer.err == "locking needs one more package: pip install netloft[lock]\n"


def test_a_plain_store_loads_no_cryptography(tmp_path: Path) -> None:
    program = (
        "import sys; from tui.cli.run import run; run(['add', 'Net']); run(['list']); "
        "sys.exit('cryptography' in sys.modules)"
    )
    assert ran_in_terminal(tmp_path, ["-c", program], preloaded=False)[0] == 0


def test_the_passphrase_is_typed_twice_and_not_shown(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "Net")
    code, output = ran_in_terminal(
        tmp_path, [*NETLOFT, "lock"], (NEW, "口令 one"), (AGAIN, "口令 two")
    )
    assert (code, "not typed the same twice" in output) == (1, True)
    code, output = ran_in_terminal(
        tmp_path, [*NETLOFT, "lock"], (NEW, "口令 one"), (AGAIN, "口令 one")
    )
    assert (code, "The store is locked." in output, "one" in output.replace("one more", "")) == (
        0,
        True,
        False,
    )
    code, output = ran_in_terminal(tmp_path, [*NETLOFT, "list"], (ASK, "口令 one"))
    assert (code, "Net" in output, "口令" in output) == (0, True, False)
    code, output = ran_in_terminal(tmp_path, [*NETLOFT, "list"], (ASK, "口令 two"))
    assert (code, "the passphrase is wrong" in output, "Net " in output) == (1, True, False)
    code, output = ran_in_terminal(tmp_path, [*NETLOFT, "list"], (ASK, ""))
    assert (code, "the passphrase is empty" in output) == (1, True)


def test_the_app_asks_before_it_opens(netloft: Netloft, tmp_path: Path, secret: Path) -> None:
    netloft("add", "Harbour")
    netloft("lock")
    program = (
        "import sys, getpass; from store import encryption; encryption._LEAST = (2, 8, 1)\n"
        "from tui import passphrase; asked = passphrase.getpass\n"
        "def ask(prompt):\n    assert 'textual' not in sys.modules\n    return asked(prompt)\n"
        "passphrase.getpass = ask\n"
        "from tui.cli.run import run; sys.exit(run(sys.argv[1:]))"
    )
    code, output = ran_in_terminal(
        tmp_path,
        ["-c", program, "--lang", "en"],
        (ASK, "open sesame"),
        ("Harbour", "\x11"),
        preloaded=False,
        NETLOFT_PASSPHRASE_FILE="",
    )
    assert code == 0
    assert output.index(ASK) < output.index("Harbour")


def test_locking_where_nobody_can_type_claims_no_lock(netloft: Netloft) -> None:
    netloft("add", "Net")
    answer = netloft("lock")
    assert answer.code == 1
    assert "the passphrase of the store is needed" in answer.err
    assert "locked" not in answer.err


@pytest.fixture
def new_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that NETLOFT_NEW_PASSPHRASE_FILE names."""
    file = tmp_path / "new secret"
    file.write_text("open barley\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETLOFT_NEW_PASSPHRASE_FILE", str(file))
    return file


def test_the_passphrase_is_changed_unattended(
    netloft: Netloft, secret: Path, new_secret: Path, store: Path
) -> None:
    netloft("add", "Net")
    assert "the store is not locked" in netloft("lock", "--change").err
    netloft("lock")
    answer = netloft("lock", "--change")
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines[0].startswith("The passphrase is changed.")
    assert store_is_sealed(store)
    assert "the passphrase is wrong" in netloft("list").err
    assert "the passphrase is wrong" in netloft("lock", "--change").err
    secret.write_text("open barley\n")
    assert [project["name"] for project in netloft("list", "--json").json] == ["Net"]
    assert "the new passphrase is the old one" in netloft("lock", "--change").err


def test_a_new_passphrase_that_nobody_can_type_is_asked_for_by_its_own_names(
    netloft: Netloft, secret: Path
) -> None:
    netloft("add", "Net")
    netloft("lock")
    answer = netloft("lock", "--change")
    assert (answer.code, "NETLOFT_NEW_PASSPHRASE_FILE" in answer.err) == (1, True)


def test_the_passphrase_is_changed_by_typing(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "Net")
    typed = ((NEW, "口令 one"), (AGAIN, "口令 one"))
    assert ran_in_terminal(tmp_path, [*NETLOFT, "lock"], *typed)[0] == 0
    lock = [*NETLOFT, "lock", "--change"]
    code, output = ran_in_terminal(tmp_path, lock, (ASK, "口令 two"))
    assert (code, "the passphrase is wrong" in output) == (1, True)
    code, output = ran_in_terminal(
        tmp_path, lock, (ASK, "口令 one"), (NEW, "口令 two"), (AGAIN, "口令 two")
    )
    assert (code, "The passphrase is changed." in output) == (0, True)
    code, output = ran_in_terminal(tmp_path, [*NETLOFT, "list"], (ASK, "口令 two"))
    assert (code, "Net" in output) == (0, True)


def test_a_command_may_print_the_passphrase(
    netloft: Netloft, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netloft("add", "Net")
    netloft("lock")
    monkeypatch.setenv("NETLOFT_PASSPHRASE_COMMAND", f"cat '{secret}'")
    answer = netloft("list")
    assert (answer.code, "are both set" in answer.err) == (1, True)
    monkeypatch.delenv("NETLOFT_PASSPHRASE_FILE")
    assert [project["name"] for project in netloft("list", "--json").json] == ["Net"]
    monkeypatch.setenv("NETLOFT_PASSPHRASE_COMMAND", "sh -c 'echo open sesame; exit 4'")
    answer = netloft("list")
    assert answer.code == 1
    assert answer.err == "the command of NETLOFT_PASSPHRASE_COMMAND failed, with status 4\n"


SEALED = {
    "en": "this store is encrypted: another editor would need its notes in a file that is not",
    "zh_CN": "数据文件已加密：交给其他编辑器就得把备注写成不加密的文件，因此不提供",
}


def test_notes_of_a_locked_store_go_to_no_other_editor(
    netloft: Netloft, secret: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netloft("add", "Net")
    lent = list[str]()

    def lend(text: str, _edit: object) -> str:
        lent.append(text)
        return text

    monkeypatch.setattr(external_editor, "lend_file", lend)
    assert app_on(Store.open(store)).edit_outside("plain") == "plain"
    netloft("lock")
    app = app_on(Store.open(store, key=PassphraseKey(secret.read_text().strip())))
    with pytest.raises(UserError) as refusal:
        app.edit_outside("what nobody may read")
    for lang, sentence in SEALED.items():
        use_language(lang)
        assert say(refusal.value) == sentence
    use_language("en")
    store.rename(store.with_suffix(".away"))
    with pytest.raises(UserError, match="editor-sealed"):
        app.edit_outside("what nobody may read")
    assert lent == ["plain"]


def app_on(store: Store) -> NetloftApp:
    """Return the app on a store."""
    return NetloftApp(
        LaunchOptions(
            store=store,
            playbook=load_playbook(None),
            settings=Settings(),
            lang="en",
            as_of=None,
            me="",
            ascii=False,
            mouse=False,
            first_start=False,
        )
    )
