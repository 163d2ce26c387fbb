"""Makes the base `python3` from a warm cache of packages, with its lock and without, beside mmdebstrap.

usage: bases.py
"""

import os
import pathlib
import shutil
import subprocess
import tempfile

from measure import HARDSTAND, median, peak

RUNS = 5


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HARDSTAND_STORE"] = folder + "/store"
        build = [HARDSTAND, "base", "build", "--no-cache", "python3"]
        first = subprocess.run(build, capture_output=True, text=True)
        if first.returncode != 0:
            print("bases: no archive of packages can be reached, so nothing is measured")
            return
        # The same without a lock: the index is asked for, and read from the cache.
        spec = pathlib.Path(folder, "python3.yaml")
        text = subprocess.run([HARDSTAND, "base", "ls", "python3"], capture_output=True, text=True)
        spec.write_text(text.stdout)
        unlocked = build[:-1] + [str(spec)]
        subprocess.run(unlocked, capture_output=True)
        print(f"{'what':<44} {'wall s':>7} {'user s':>7} {'peak MiB':>9}")
        rows = [
            ("hardstand base build python3", build),
            ("the same, compressed with zstd", build[:-1] + ["--compress", "zstd", "python3"]),
            ("the same, without a lock", unlocked),
            ("the same, made before", [word for word in build if word != "--no-cache"]),
        ]
        for name, command in rows:
            wall, user = median(command, RUNS)
            print(f"{name:<44} {wall:7.2f} {user:7.2f} {peak(command):9.0f}")
        if shutil.which("mmdebstrap") and os.geteuid() == 0:
            # It unpacks the same packages and runs their scripts, so it needs the rights of root.
            command = ["mmdebstrap", "--mode=root", "--variant=extract", "--include=python3,tzdata,"
                       "ca-certificates,netbase", "bookworm", folder + "/other.tar"]
            wall, user = median(command, 1)
            print(f"{'mmdebstrap --variant=extract':<44} {wall:7.2f} {user:7.2f} {'-':>9}")


main()
