# SPDX-License-Identifier: Apache-2.0
"""Apache PDFBox Preflight: whether a file is PDF/A-1b in the eyes of a program that is not ours.

Debian's libpdfbox2-java with the classes that it loads but does not depend on; ``./run test`` installs them.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

JARS = Path("/usr/share/java")
NEEDED = (
    "preflight",
    "pdfbox2",
    "fontbox2",
    "xmpbox",
    "commons-logging",
    "commons-io",
    "javax.activation",
    "jaxb-api",
)


def preflight(path: Path) -> str:
    """What Preflight says of the file: "" if it is valid PDF/A-1b."""
    classpath = ":".join(str(JARS / f"{name}.jar") for name in NEEDED)
    command = [
        "java",
        "-Xshare:auto",
        "-cp",
        classpath,
        "org.apache.pdfbox.preflight.Validator_A1b",
        str(path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    valid = done.returncode == 0 and "is a valid PDF/A-1b file" in done.stdout
    return "" if valid else done.stdout + done.stderr
