"""A field of a contact is added in three files, and everything that has fields has it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.house import ROOMS, ROOT
from tests.terminal.pty import environment

ADDED = {
    "deals/model/contacts.py": (
        "    note: str | None = rare(None)\n\n    def step",
        "    note: str | None = rare(None)\n    linkedin: str | None = rare(None)\n\n    def step",
    ),
    "deals/fields/contact_fields.py": (
        '),\n    unknown="person-field-unknown",\n)\n',
        '),\n    FieldSpec("linkedin", shared=True, tracked=True,'
        ' column=ColumnSpec("LinkedIn", "领英")),\n    unknown="person-field-unknown",\n)\n',
    ),
    "wording/names.py": (
        '    "phone": N_("phone"),\n',
        '    "phone": N_("phone"),\n    "linkedin": N_("LinkedIn page"),\n',
    ),
}
"""What is changed in which file: the model, the list of fields, and the names."""


def test_a_field_of_a_contact_is_added_in_three_files(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for room in (*ROOMS, "tests"):
        shutil.copytree(ROOT / room, copy / room)  # what is compiled stays valid
    assert len(ADDED) <= 3
    for name, (before, after) in ADDED.items():
        source = (copy / name).read_text(encoding="utf-8")
        assert source.count(before) == 1, name
        (copy / name).write_text(source.replace(before, after), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.house.added_field", str(tmp_path / "people.csv")],
        cwd=copy,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
