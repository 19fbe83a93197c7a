"""The two kinds of tables that the ledger has (their columns: `schema`)."""

from __future__ import annotations

from sqlalchemy import MetaData

kept = MetaData()
"""What is never made again: the log, and what the server remembers beside it."""

folded = MetaData()
"""Folds of the log, one table per `Row` type, columns named as its fields."""
