# SPDX-License-Identifier: Apache-2.0
"""The contract "an environment of its own": a stranger under one of our names is said, not stumbled over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sohoa
from batch.gateway.errors import GatewaySetupError
from batch.gateway.sandbox.web_packages import WEB_PACKAGES, require_web_packages

ROOT = Path(sohoa.__file__).parent.parent


def _run(*arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; place = sys.argv.pop(1); place and sys.path.insert(0, place); import sohoa; sohoa.main()"
    )
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, path, *arguments],
        env=os.environ | {"SOHOA_LANG": "vi"},
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", sohoa.ROOMS)
def test_another_package_of_a_name_of_ours_keeps_the_program_from_starting(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("raise SystemExit(99)\n")
    done = _run("--version", path=str(tmp_path))
    assert done.returncode == 3
    assert f"({name})" in done.stderr
    assert "môi trường riêng" in done.stderr
    assert "environment of its own" in done.stderr
    assert "Traceback" not in done.stderr


def test_alone_in_its_environment_the_program_starts() -> None:
    assert sohoa.strangers() == []
    assert _run("--version").returncode == 0


@pytest.mark.parametrize("module", sorted(WEB_PACKAGES))
def test_without_the_web_packages_the_practice_gateway_names_them(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_web_packages()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(GatewaySetupError, match=WEB_PACKAGES[module]) as caught:
        require_web_packages()
    assert f"pip install {WEB_PACKAGES[module]}" in caught.value.advice


def test_without_the_web_packages_the_rest_of_the_gateway_is_there(tmp_path: Path) -> None:
    code = (
        "import sys\nfor name in ('starlette', 'uvicorn', 'python_multipart'): sys.modules[name] = None\n"
        "import sohoa; sys.exit(sohoa.run(sys.argv[1:]))"
    )

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code, "--lang", "en", "--home", str(tmp_path), *words],
            cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip

    refused = run("gateway", "sandbox", "--port", "0")
    assert refused.returncode == 2
    assert "starlette" in refused.stderr
    assert run("push").returncode in (0, 2)
    assert "Traceback" not in run("push").stderr
