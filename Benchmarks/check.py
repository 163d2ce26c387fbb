"""Measures user CPU, wall time, peak memory and start-up of hardstand, hadolint and tally."""

import json
import subprocess
import sys
import tempfile

from measure import HARDSTAND, RUNS, accepted, corpus, median, native, peak

STARTS = 30


def main():
    files, temporary = corpus(sys.argv[1] if len(sys.argv) > 1 else "")
    hadolint = native("hadolint", "hadolint")
    tally = native("tally", "tally")
    good = accepted(files)
    empty = tempfile.NamedTemporaryFile(suffix=".yaml")
    empty.write(b"{}\n")
    empty.flush()
    one = tempfile.NamedTemporaryFile(suffix=".Dockerfile")
    one.write(
        b"FROM python:3.12-slim AS builder\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\n"
        b"RUN pip install uv && uv sync --frozen --no-dev --no-install-project\nCOPY src/ ./src/\n"
        b"RUN apt-get update \\\n && apt-get install -y --no-install-recommends \\\n      curl \\\n"
        b"      ca-certificates \\\n && rm -rf /var/lib/apt/lists/*\n\nFROM python:3.12-slim\n"
        b'ENV PATH="/app/.venv/bin:$PATH" \\\n    PORT=8000\nWORKDIR /app\n'
        b"RUN groupadd -g 10001 app && \\\n    useradd -u 10001 -g app -s /sbin/nologin app\n"
        b"COPY --from=builder --chown=app:app /app/.venv /app/.venv\nCOPY --from=builder /app/src /app/src\n"
        b"USER 10001\nEXPOSE 8000\nHEALTHCHECK --interval=30s --timeout=10s \\\n"
        b'    CMD ["python", "-c", "import urllib.request"]\n'
        b'CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]\n')
    one.flush()

    hardstand = [HARDSTAND, "check", "--no-config", "--format", "json"]
    peers = {
        "hardstand": hardstand,
        "hadolint": [hadolint, "--no-fail", "-f", "json", "-c", empty.name],
        "tally, ShellCheck off": [
            tally, "lint", "--no-config", "--slow-checks=off", "--fail-level", "none", "-f", "json",
            "--ignore", "shellcheck/*"],
    }
    print(f"{len(files)} files, of which {len(good)} go to every tool; medians of {RUNS} runs")
    print(f"{'':24}{'user s':>9}{'wall s':>9}{'MiB':>7}")
    results = {}
    for name, command in peers.items():
        results[name] = median([*command, *good], RUNS)
        wall, user = results[name]
        memory = peak([*command, *good])
        print(f"{name:24}{user:9.2f}{wall:9.2f}{memory:7.0f}")
    own = results["hardstand"][1]
    for name in list(peers)[1:]:
        print(f"user CPU against {name}: 1/{results[name][1] / own:.0f}")

    print(f"\none file of 30 lines; medians of {STARTS} starts, in milliseconds")
    for name, command in peers.items():
        wall, _ = median([*command, one.name], STARTS)
        print(f"{name:24}{wall * 1000:9.1f}")
    wall, _ = median([HARDSTAND, "--version"], STARTS)
    print(f"{'hardstand --version':24}{wall * 1000:9.1f}")
    wall, _ = median(["/bin/true"], STARTS)
    print(f"{'/bin/true':24}{wall * 1000:9.1f}")

    rules = json.loads(subprocess.check_output([HARDSTAND, "rules", "--json"]))["rules"]
    shell = {alias for rule in rules for alias in rule["aliases"] if alias.startswith("SC")}
    print(f"\nShellCheck concerns that hardstand checks natively: {len(shell)}")
    if temporary:
        temporary.cleanup()


main()
