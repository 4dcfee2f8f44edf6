"""Why a field of a record does not read, in the user's words."""

from __future__ import annotations

from .speech import N_, _

FAULTS = {
    "missing": N_("it is missing"),
    "number": N_("its number is none"),
    "nested": N_("it is nested too deep"),
    "text": N_("it is no text that can be written"),
    "json_invalid": N_("it is damaged"),
    "extra_forbidden": N_("no such field is known"),
    "literal_error": N_("it is none of the known values"),
    "enum": N_("it is none of the known values"),
    "string_type": N_("a text is wanted"),
    "tuple_type": N_("a list is wanted"),
    "list_type": N_("a list is wanted"),
    "bool_type": N_("yes or no is wanted"),
}
STARTS = {
    "int_": N_("a whole number is wanted"),
    "float_": N_("a number is wanted"),
    "decimal_": N_("a number is wanted"),
    "finite_": N_("a number is wanted"),
    "datetime_": N_("a day and a time are wanted"),
    "timezone_": N_("a day and a time are wanted"),
    "date_": N_("a day is wanted"),
    "greater_": N_("it is out of range"),
    "less_": N_("it is out of range"),
    "too_": N_("it is too short or too long"),
    "string_too_": N_("it is too short or too long"),
    "model_": N_("a record is wanted"),
    "dict_": N_("a record is wanted"),
}
OTHER = N_("it cannot be understood")


def fault_name(fault: str) -> str:
    """A fault as pydantic or the store names it (`tuple_type`), in words."""
    if fault in FAULTS:
        return _(FAULTS[fault])
    return _(next((words for start, words in STARTS.items() if fault.startswith(start)), OTHER))
