"""The stage of the alerts' tests: one show that a source speaks of, over a real database."""

from tests.alerts.conftest import stage

__all__ = ["stage"]
