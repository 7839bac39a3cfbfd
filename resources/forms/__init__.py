"""Cleaning of what people type about practices."""

from .decisions import AdviceForm, AssignForm, PublishForm, ReasonForm
from .guidance import GUIDANCE, Guidance
from .record import ROWS, SECTIONS, RecordForm, StartForm, apply_rows, rows_of

__all__ = [
    "GUIDANCE",
    "ROWS",
    "SECTIONS",
    "AdviceForm",
    "AssignForm",
    "Guidance",
    "PublishForm",
    "ReasonForm",
    "RecordForm",
    "StartForm",
    "apply_rows",
    "rows_of",
]
