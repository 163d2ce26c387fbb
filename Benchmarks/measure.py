"""What the comparisons share: the files, the peers, and how time and memory are taken."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
HARDSTAND = str(ROOT / ".build/release/hardstand")
RUNS = 3


def native(package, name):
    """The program inside of an installed package, without the script in front of it."""
    site = pathlib.Path(sysconfig.get_paths()["purelib"])
    found = [p for p in site.glob(f"{package}*/**/{name}*") if p.is_file() and os.access(p, os.X_OK)]
    found = [p for p in found if p.read_bytes()[:4] == b"\x7fELF"]
    return str(found[0]) if found else shutil.which(name, path=os.path.dirname(sys.executable)) or name


def run(command):
    """Runs a command; returns wall and user seconds."""
    started = time.monotonic()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.monotonic() - started, usage.ru_utime


def peak(command):
    """The peak memory of a command in MiB, read while it runs.

    What `wait4` tells counts the memory of this program too, which the child has until it execs.
    """
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    highest = 0
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            break
        if os.path.basename(command[0])[:15] in status.split("\n", 1)[0]:
            for line in status.splitlines():
                if line.startswith("VmHWM"):
                    highest = max(highest, int(line.split()[1]))
        time.sleep(0.0005)
    return highest / 1024


def median(command, runs):
    """The medians of several runs."""
    results = [run(command) for _ in range(runs)]
    return [statistics.median(column) for column in zip(*results)]


def corpus(folder):
    """The files to check: those below a folder, else the examples of our own rules."""
    if folder:
        files = sorted(str(p) for p in pathlib.Path(folder).glob("*/**/*") if p.is_file())
        return files, None
    temporary = tempfile.TemporaryDirectory()
    rules = json.loads(subprocess.check_output([HARDSTAND, "rules", "--json"]))["rules"]
    files = []
    for rule in rules:
        for number, example in enumerate(rule["examples"]):
            path = pathlib.Path(temporary.name) / f"{rule['name']}-{number}.Dockerfile"
            path.write_text(example["text"] + "\n")
            files.append(str(path))
    return files, temporary


def accepted(files):
    """The files that the frontend takes: tally stops its whole batch at any other."""
    lines = subprocess.run(
        [HARDSTAND, "debug", "parse", *files], capture_output=True, text=True).stdout.splitlines()
    return [line.split("\t")[0] for line in lines if line.split("\t")[1] in ("ok", "plan")]
