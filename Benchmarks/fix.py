"""Measures user CPU and wall time of `hardstand fix` and `tally lint --fix` over the same files, and
what the builder says of the files afterwards."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from measure import HARDSTAND, accepted, corpus, native, run


def copies(files, folder):
    """Copies of the files under names of their own, so that a tool may write to them."""
    result = []
    for number, file in enumerate(files):
        path = pathlib.Path(folder) / f"{number}" / "Dockerfile"
        path.parent.mkdir(parents=True)
        shutil.copyfile(file, path)
        result.append(str(path))
    return result


def refused(files):
    """How many files the frontend refuses when it reads them."""
    lines = subprocess.run(
        [HARDSTAND, "debug", "parse", *files], capture_output=True, text=True).stdout.splitlines()
    return sum(line.split("\t")[1] in ("parse", "instruction") for line in lines)


def changed(files, originals):
    return sum(
        pathlib.Path(a).read_bytes() != pathlib.Path(b).read_bytes()
        for a, b in zip(files, originals))


def main():
    files, temporary = corpus(sys.argv[1] if len(sys.argv) > 1 else "")
    good = accepted(files)
    repairing = subprocess.run(
        [HARDSTAND, "rules", "--json"], capture_output=True, text=True).stdout
    names = [rule["name"] for rule in json.loads(repairing)["rules"] if rule.get("fix")]
    every = [word for name in names for word in ("--rule", name)]
    tally = [
        native("tally", "tally"), "lint", "--no-config", "--slow-checks=off", "--fail-level", "none",
        "--ignore", "shellcheck/*", "--fix"]
    tools = {
        "hardstand fix": [HARDSTAND, "fix", "--no-config"],
        "hardstand fix, every repair": [HARDSTAND, "fix", "--no-config", *every],
        "hardstand fmt": [HARDSTAND, "fmt"],
        "tally lint --fix": tally,
    }
    print(f"\nrepairs of {len(good)} files; ShellCheck is off in tally")
    print(f"{'':30}{'user s':>9}{'wall s':>9}{'changed':>9}{'refused':>9}{'2nd run':>9}")
    times = {}
    for name, command in tools.items():
        with tempfile.TemporaryDirectory() as folder:
            own = copies(good, folder)
            wall, user = run([*command, *own])
            count = changed(own, good)
            broken = refused(own)
            before = [pathlib.Path(path).read_bytes() for path in own]
            again = own
            if name.startswith("tally"):
                # It stops at the first file that it cannot read, also at one that it broke.
                again = accepted(own)
            run([*command, *again])
            twice = sum(pathlib.Path(path).read_bytes() != old for path, old in zip(own, before))
            times[name] = user
            print(f"{name:30}{user:9.2f}{wall:9.2f}{count:9}{broken:9}{twice:9}")
    for name in list(tools)[:3]:
        print(f"user CPU of {name} against tally: 1/{times['tally lint --fix'] / times[name]:.1f}")
    if temporary:
        temporary.cleanup()


main()
