"""How people come in: passwords where libpq has them, a command of ours, the account, and TLS."""

from __future__ import annotations

import os
import pwd
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from select import select
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deals.errors import UserError
from team import connection as connections
from team.connection import connect, find_password
from team.migrations import create_schema
from team.people import add_person
from team.server_facts import ask_server
from tests.team.database import create_database
from tests.team.server import ADMIN, Server
from wording.errors import say

ACCOUNT = pwd.getpwuid(os.geteuid()).pw_name
MAPPED = f"{ACCOUNT} mapped"
PASSWORD, DATABASE = "it's {a} %s 密码", "sales"
Key = ec.EllipticCurvePrivateKey


class Authority:
    """Whoever vouches for servers: its certificate, and those that it signs."""

    def __init__(self, name: str) -> None:
        self.key, self.name = ec.generate_private_key(ec.SECP256R1()), _named(name)
        self.certificate = self.sign(self.name, self.key, x509.BasicConstraints(True, None))

    def sign(self, name: x509.Name, key: Key, *about: x509.ExtensionType) -> x509.Certificate:
        """Vouch for a key."""
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder(self.name, name, key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
        for extension in about:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def write(self, file: Path) -> Path:
        """Write what clients are given to trust it by."""
        file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return file


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certify(server: Server, authority: Authority, host: str) -> None:
    """Give a server a key and a certificate for a host."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = authority.sign(
        _named(host), key, x509.SubjectAlternativeName([x509.DNSName(host)])
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    server.put("server.key", key.private_bytes(serialization.Encoding.PEM, form, plain))
    server.put("server.crt", certificate.public_bytes(serialization.Encoding.PEM))


def find_port() -> int:
    """Find a port that is free, below those that systems give to whoever asks for none."""
    for port in range(23000 + os.getpid() % 5000, 32000):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("no free port")


@contextmanager
def front_of(server: Server, port: int) -> Iterator[int]:
    """Do TLS in front of a server that was built without: what clients make of it is the same."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.data / "server.crt", server.data / "server.key")
    with socket.create_server(("127.0.0.1", find_port())) as front:
        threading.Thread(target=_serve, args=(front, context, port), daemon=True).start()
        yield front.getsockname()[1]


def _serve(front: socket.socket, context: ssl.SSLContext, port: int) -> None:
    with suppress(OSError):
        while True:
            line, _address = front.accept()
            threading.Thread(target=_relay, args=(line, context, port), daemon=True).start()


def _relay(line: socket.socket, context: ssl.SSLContext, port: int) -> None:
    with suppress(OSError), line, socket.create_connection(("127.0.0.1", port)) as behind:
        line.recv(8)
        line.sendall(b"S")
        with context.wrap_socket(line, server_side=True) as safe:
            while True:
                waiting = safe.pending() and [safe]
                for end in waiting or select([safe, behind], [], [])[0]:
                    data = end.recv(65536)
                    if not data:
                        return
                    (behind if end is safe else safe).sendall(data)


class Guarded:
    """A server that asks who comes in, where it listens, and who vouches for it."""

    def __init__(self, server: Server, port: int, authority: Authority) -> None:
        self.server, self.port, self.authority = server, port, authority

    def url(self, **more: str) -> str:
        """Return the address of the team by the network."""
        parts = {"host": "localhost", "hostaddr": "127.0.0.1", "port": str(self.port)}
        parts |= {"dbname": DATABASE, "user": "Dan", **more}
        return " ".join(f"{name}='{value}'" for name, value in parts.items())


@pytest.fixture(scope="module")
def guarded() -> Iterator[Guarded]:
    server, port, authority = Server(fast=True), find_port(), Authority("Ours")
    try:
        server.create()
        server.start()
        create_database(server, DATABASE)
        with connect(server.url(DATABASE)) as admin:
            create_schema(admin)
            add_person(admin, "Dan", password=PASSWORD)
            add_person(admin, "Eve", role=MAPPED)
        server.stop()
        certify(server, authority, "localhost")
        server.put(
            "pg_hba.conf",
            b"local all " + ADMIN.encode() + b" trust\n"
            b"local all all peer map=team\nhost all all 127.0.0.1/32 scram-sha-256\n",
        )
        server.put("pg_ident.conf", f'team {ACCOUNT} "{MAPPED}"\n'.encode())
        tls = {"ssl": "on"} if server.knows_tls() else {}
        server.settle({"listen_addresses": "'127.0.0.1'", "port": str(port), **tls})
        server.port = port
        server.start()
        with front_of(server, port) if not tls else nullcontext(port) as front:
            yield Guarded(server, front, authority)
    finally:
        server.remove()


@pytest.fixture(autouse=True)
def nothing_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody's passwords but those of the test."""
    connections._passwords.clear()
    for name in ("PGPASSFILE", "PGSERVICEFILE"):
        monkeypatch.setenv(name, str(tmp_path / name))
    yield
    connections._passwords.clear()


def by_passfile(guarded: Guarded, folder: Path, _set: Callable[..., None]) -> str:
    line = f"localhost:{guarded.port}:{DATABASE}:Dan:{PASSWORD}\n"
    (folder / "PGPASSFILE").write_text(line, encoding="utf-8")
    (folder / "PGPASSFILE").chmod(0o600)
    return guarded.url()


def by_service(guarded: Guarded, folder: Path, _set: Callable[..., None]) -> str:
    parts = {"host": "localhost", "port": guarded.port, "dbname": DATABASE, "user": "Dan"}
    parts["password"] = PASSWORD
    lines = ["[sales]", *(f"{name}={value}" for name, value in parts.items())]
    (folder / "PGSERVICEFILE").write_text("\n".join(lines), encoding="utf-8")
    return "service=sales"


def by_file(guarded: Guarded, folder: Path, set_variable: Callable[..., None]) -> str:
    (folder / "password").write_text(f"{PASSWORD}\nmore\n", encoding="utf-8")
    (folder / "password").chmod(0o600)
    set_variable("NETLOFT_TEAM_PASSWORD_FILE", str(folder / "password"))
    return guarded.url()


def by_command(guarded: Guarded, folder: Path, set_variable: Callable[..., None]) -> str:
    (folder / "asked").write_text("")
    (folder / "password").write_text(f"{PASSWORD}\nmore\n", encoding="utf-8")
    script = f"echo x >> '{folder}/asked'; cat '{folder}/password'"
    set_variable("NETLOFT_TEAM_PASSWORD_COMMAND", f'sh -c "{script}"')
    return guarded.url()


@pytest.mark.parametrize("way", [by_passfile, by_service, by_file, by_command])
def test_a_password_is_where_one_keeps_it(
    guarded: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Callable[..., str]
) -> None:
    url = way(guarded, tmp_path, monkeypatch.setenv)
    for _time in range(2):
        with connect(url) as dan:
            facts = ask_server(dan)
            assert (facts.person, facts.encrypted) == ("Dan", True)
            assert PASSWORD not in dan.info.dsn
    if way is by_command:
        assert (tmp_path / "asked").read_text() == "x\n", "it is asked once a run"


def test_a_password_that_was_changed_is_asked_anew(
    guarded: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = by_command(guarded, tmp_path, monkeypatch.setenv)
    (tmp_path / "password").write_text("an old one")
    with pytest.raises(UserError, match="team-login") as refused, connect(url):
        raise AssertionError
    assert "an old one" not in say(refused.value)
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    with connect(url) as dan:
        assert ask_server(dan).person == "Dan"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("sh -c 'echo hunter2; exit 4'", "passphrase-command-failed"),
        ("hunter2", "passphrase-command-missing"),
        ("true", "passphrase-command-empty"),
    ],
)
def test_a_command_that_gives_no_password_is_one_line_that_does_not_show_it(
    monkeypatch: pytest.MonkeyPatch, command: str, code: str
) -> None:
    monkeypatch.setenv("NETLOFT_TEAM_PASSWORD_COMMAND", command)
    with pytest.raises(UserError) as refused, connect("host=/nowhere dbname=x"):
        raise AssertionError
    assert refused.value.code == code
    words = say(refused.value)
    assert "NETLOFT_TEAM_PASSWORD_COMMAND" in words and "hunter2" not in words


def test_in_the_app_a_command_has_not_got_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "import os, sys; print(os.getsid(0), sys.stdin.read())"
    monkeypatch.setenv("NETLOFT_TEAM_PASSWORD_COMMAND", f"{sys.executable} -c '{asked}'")
    found = find_password(terminal=False)["password"].strip()
    assert found.isdecimal() and int(found) != os.getsid(0)


def test_the_account_comes_in_by_the_socket(guarded: Guarded) -> None:
    with connect(guarded.server.url(DATABASE, MAPPED)) as eve:
        facts = ask_server(eve)
        assert (facts.person, facts.encrypted) == ("Eve", False)
    with pytest.raises(UserError, match="team-login"), connect(guarded.server.url(DATABASE, "Dan")):
        raise AssertionError


def test_a_server_whose_certificate_is_vouched_for_is_trusted(
    guarded: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_passfile(guarded, tmp_path, monkeypatch.setenv)
    trusted = str(guarded.authority.write(tmp_path / "ca.crt"))
    with connect(guarded.url(sslmode="verify-full", sslrootcert=trusted)) as dan:
        facts = ask_server(dan)
        assert facts.encrypted


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"sslrootcert": "other.crt"}, "certificate verify failed"),
        ({"host": "elsewhere"}, 'does not match host name "elsewhere"'),
        ({"sslrootcert": "missing.crt"}, "does not exist"),
    ],
)
def test_a_server_that_nobody_vouches_for_is_refused_in_one_line(
    guarded: Guarded, tmp_path: Path, more: dict[str, Any], words: str
) -> None:
    guarded.authority.write(tmp_path / "ca.crt")
    Authority("Theirs").write(tmp_path / "other.crt")
    parts = {"sslmode": "verify-full", "sslrootcert": "ca.crt", **more}
    parts["sslrootcert"] = str(tmp_path / parts["sslrootcert"])
    with pytest.raises(UserError, match="team-tls") as refused, connect(guarded.url(**parts)):
        raise AssertionError
    assert words in str(refused.value.figures["detail"]) and "\n" not in say(refused.value)


def test_a_server_without_tls_is_refused_where_it_was_asked_for() -> None:
    with socket.create_server(("127.0.0.1", find_port())) as plain:

        def answer() -> None:
            line, _address = plain.accept()
            with line:
                line.recv(8)
                line.sendall(b"N")

        threading.Thread(target=answer, daemon=True).start()
        url = f"host=127.0.0.1 port={plain.getsockname()[1]} dbname=x user=Dan sslmode=require"
        with pytest.raises(UserError, match="team-tls"), connect(url):
            raise AssertionError
