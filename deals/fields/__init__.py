"""The fields of each kind of record: one list each, from which all that goes over fields derives.

Editing, `netloft set`, tables, sharing in an account, merging and its news, history and JSON ask
these lists. A field is added in the model, as a `FieldSpec` in its list, and with its name in
`wording/names.py`.
"""

from deals.fields.contact_fields import CONTACT
from deals.fields.market_fields import COMPETITOR, PRODUCT
from deals.fields.planning_fields import (
    CHECKPOINT,
    CHECKPOINT_LINES,
    FORM,
    GOAL,
    MEMBER,
    REVIEW,
    ROW,
    read_plain,
)
from deals.fields.project_fields import PROJECT
from deals.fields.spec import (
    ColumnSpec,
    FieldSpec,
    RecordFields,
    all_headings,
    headings,
    history_text,
)

__all__ = [
    "CHECKPOINT",
    "CHECKPOINT_LINES",
    "COMPETITOR",
    "CONTACT",
    "FORM",
    "GOAL",
    "MEMBER",
    "PRODUCT",
    "PROJECT",
    "REVIEW",
    "ROW",
    "ColumnSpec",
    "FieldSpec",
    "RecordFields",
    "all_headings",
    "headings",
    "history_text",
    "read_plain",
]
