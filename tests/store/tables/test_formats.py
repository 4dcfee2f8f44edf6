from __future__ import annotations

import pytest

from store.tables.xlsx import number_format


@pytest.mark.parametrize(
    ("code", "value", "shown", "exact"),
    [
        ("General", 13.6, "13.6", "13.6"),
        ("General", 500000, "500000", "500000"),
        ("General", 0.1 + 0.2, "0.3", "0.3"),
        ("General", 1e-7, "0.0000001", "0.0000001"),
        ("General", 1.5e20, "150000000000000000000", "150000000000000000000"),
        ("G/通用格式", 13.1, "13.1", "13.1"),
        ('General"万"', 350, "350万", "350万"),
        ("0.00", 2013.1, "2013.10", "2013.1"),
        ("0.00_ ", 2013.1, "2013.10", "2013.1"),
        ("0.0#", 13.25, "13.25", "13.25"),
        ("0.0#", 13.0, "13.0", "13"),
        ("0.0", 0.25, "0.3", "0.25"),
        ("#,##0", 1234567.4, "1234567", "1234567.4"),
        ("@", 2013, "2013", "2013"),
        ('0"万元"', 350, "350万元", "350万元"),
        ('"P"0', 2, "P2", "P2"),
        ("0万", 350, "350万", "350万"),
        ("[$¥-804]#,##0.00", 350, "¥350.00", "¥350"),
        ('_-"¥"* #,##0.00_-;-"¥"* #,##0.00_-', 350, "¥350.00", "¥350"),
        ("[$USD] #,##0", 350, "USD350", "USD350"),
        ("\\$0.0", 2, "$2.0", "$2"),
        ("[Red]0;[Blue]0", 3, "3", "3"),
        ("0;-0;;@", 3, "3", "3"),
        # What shows another number than there is tells the number.
        ('0!.0,"万"', 3500000, "3500000", "3500000"),
        ('0.0,"k"', 3500, "3500", "3500"),
        ("#,##0,,", 3500000, "3500000", "3500000"),
        ("0%", 0.5, "0.5", "0.5"),
        ("0.00E+00", 1234.5, "1234.5", "1234.5"),
        ("# ?/?", 0.5, "0.5", "0.5"),
        ("", 7, "7", "7"),
        (";;;", 7, "7", "7"),
        ("0." + "0" * 40, 0.5, "0.5000000000", "0.5"),
        ("0.00", 1e300, f"1{'0' * 300}", f"1{'0' * 300}"),
        ("0", -3.5, "-4", "-3.5"),
    ],
)
def test_a_number_as_its_cell_shows_it(code: str, value: float, shown: str, exact: str) -> None:
    form = number_format(code)
    assert (form.display(value), form.exact(value)) == (shown, exact)
    assert form.date(value, from_1904=False) is None


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy/m/d", "2013-05-30"),
        ("yyyy-mm-dd hh:mm:ss", "2013-05-30"),
        ("[$-804]yyyy/m/d aaaa", "2013-05-30"),
        ('yyyy"年"m"月"d"日"', "2013-05-30"),
        ('m"月"d"日"', "2013-05-30"),
        ("mmm-yy", "2013-05"),
        ('yyyy"年"m"月"', "2013-05"),
        ("yyyy\\.m", "2013-05"),
        ("m月", "2013-05"),
        ("yyyy", "2013"),
        ("[DBNum1]yyyy年m月", "2013-05"),
        ("h:mm", None),
        ("[h]:mm:ss", None),
        ("General", None),
        ("0.00", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_shown(code: str, shown: str | None) -> None:
    assert number_format(code).date(41424.75, from_1904=False) == shown


@pytest.mark.parametrize(
    ("serial", "from_1904", "day"),
    [
        (1, False, "1900-01-01"),
        (59, False, "1900-02-28"),
        (61, False, "1900-03-01"),
        (2958465, False, "9999-12-31"),
        (2958466, False, None),
        (0, False, None),
        (-5, False, None),
        (39962, True, "2013-05-30"),
        (1e300, False, None),
    ],
)
def test_serial_numbers_of_days(serial: float, from_1904: bool, day: str | None) -> None:
    assert number_format("yyyy-mm-dd").date(serial, from_1904) == day
