"""Builds with hardstand, and with `docker buildx` and buildah where they are, in the same run.

usage: build.py [WORKLOAD…]     of W1 W2 W3 W4 W4Z W6 W8; by default all

W1   2,000 files and 7 commands, nothing cached      W2   the same again
W3   the same with one file changed                  W4   a tree of 1 GiB to an OCI archive, gzip
W4Z  the same, zstd                                  W6   four stages that sleep two seconds each
W8   30 tiny commands

The base is busybox (`busybox-static`). The peers are those of $PEERS_RUN, a program that runs the
rest of its words where `docker` and `buildah` are, and shares the folder $PEERS; a base named
`127.0.0.1:5000/busybox` must be there. Without it hardstand is measured alone.
"""

import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

from measure import HARDSTAND

RUNS = 5
TREE_BYTES = 1 << 30


def rootfs(folder):
    """An archive of busybox with the names that the workloads call."""
    root = folder / "rootfs"
    for name in ("bin", "etc", "tmp"):
        (root / name).mkdir(parents=True)
    shutil.copy(shutil.which("busybox"), root / "bin/busybox")
    for name in "sh cat ls mkdir echo date id sleep cp rm touch seq".split():
        (root / "bin" / name).symlink_to("busybox")
    (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    archive = folder / "busybox.tar"
    with tarfile.open(archive, "w") as out:
        out.add(root, arcname=".")
    return archive


def application(folder):
    """The context of W1 to W3."""
    for number in range(2000):
        file = folder / f"src/d{number % 40}/f{number}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"x = {number}\n" * 60)
    (folder / "deps.txt").write_text("one\n")
    commands = [
        "mkdir -p /deps && for i in $(seq 200); do echo $i > /deps/$i; done", "echo one > /one",
        "cat src/d0/f0.py > /out", "echo two > /two", "id > /id", "mkdir -p /var/x && touch /var/x/y",
        "rm /one"]
    lines = ["FROM BASE", "WORKDIR /app", "COPY deps.txt .", f"RUN {commands[0]}",
             f"RUN {commands[1]}", "COPY src/ src/"]
    lines += [f"RUN {command}" for command in commands[2:]] + ['CMD ["sh"]']
    (folder / "Dockerfile").write_text("\n".join(lines) + "\n")


def tree(folder):
    """The context of W4: 14,505 files of which some compress well and some do not at all."""
    (folder / "tree").mkdir(parents=True)
    source = random.Random(7)
    words = [bytes(source.choices(b"abcdefghijklmnopqrstuvwxyz_", k=source.randint(3, 10)))
             for _ in range(4000)]
    noise = source.randbytes(1 << 20)
    count, left = 14_505, TREE_BYTES
    for number in range(count):
        size = min(left, int(left / (count - number) * source.uniform(0.2, 1.8)))
        place = folder / f"tree/{number % 97}"
        place.mkdir(exist_ok=True)
        if number % 3 == 0:
            start = source.randrange(len(noise) // 2)
            data = (noise[start:] + noise) * (size // len(noise) + 1)
        else:
            data = b" ".join(source.choices(words, k=min(size // 4 + 1, 20000)))
            data *= size // max(1, len(data)) + 1
        (place / f"f{number}").write_bytes(data[:size])
        left -= size
    (folder / "Dockerfile").write_text("FROM BASE\nCOPY tree /tree\n")


def stages(folder):
    """The context of W6."""
    text = "".join(f"FROM BASE AS s{n}\nRUN sleep 2 && echo {n} > /out{n}\n" for n in range(4))
    text += "FROM BASE\n" + "".join(f"COPY --from=s{n} /out{n} /\n" for n in range(4))
    (folder / "Dockerfile").write_text(text)


def steps(folder):
    """The context of W8."""
    (folder / "Dockerfile").write_text(
        "FROM BASE\n" + "".join(f"RUN echo {n} > /f{n}\n" for n in range(30)))


class Peak(threading.Thread):
    """The most memory of a process, in MiB, read while it runs."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.highest = pid, 0
        self.start()

    def run(self):
        while True:
            try:
                text = pathlib.Path(f"/proc/{self.pid}/status").read_text()
            except OSError:
                return
            if "VmHWM" not in text:
                return
            if text.startswith("Name:\thardstand"):
                value = text.split("VmHWM:")[1].split()[0]
                self.highest = max(self.highest, int(value))
            time.sleep(0.002)


def call(command, **environment):
    """Runs a command; returns wall seconds and the peak in MiB."""
    started = time.monotonic()
    process = subprocess.Popen(
        command, env=os.environ | environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    peak = Peak(process.pid)
    output = process.stdout.read()
    if process.wait() != 0:
        sys.exit(f"{' '.join(command)}:\n{output.decode()[-2000:]}")
    wall = time.monotonic() - started
    peak.join()
    return wall, peak.highest / 1024


class Hardstand:
    name, base = "hardstand", "busybox"

    def __init__(self, folder, archive):
        self.store = folder / "store"
        call([HARDSTAND, "image", "import", str(archive), self.base], **self.environment)

    @property
    def environment(self):
        return {"HARDSTAND_STORE": str(self.store)}

    def build(self, context, output=None, cached=True):
        words = [HARDSTAND, "build", "-t", "bench"]
        if not cached:
            words.append("--no-cache")
        if output:
            words += ["-o", f"type=oci,dest={context.parent / 'out.tar'}{output}"]
        return call(words + [str(context)], **self.environment)


class Docker:
    name, base = "docker", "127.0.0.1:5000/busybox"
    words = ["docker", "buildx", "build", "-q", "--network", "host", "-t", "bench"]

    def __init__(self, runner):
        self.runner = runner

    def build(self, context, output=None, cached=True):
        if output:
            # A daemon of Docker gives OCI archives away only with containerd's store.
            return None
        words = self.runner + self.words + ([] if cached else ["--no-cache"])
        return call(words + [str(context)])[0], 0


class Buildah:
    name, base = "buildah", "127.0.0.1:5000/busybox"

    def __init__(self, runner):
        self.runner = runner

    def build(self, context, output=None, cached=True):
        words = self.runner + ["buildah", "build", "-q", "--layers", "--jobs", "4", "-t", "bench"]
        words += [] if cached else ["--no-cache"]
        wall = call(words + [str(context)])[0]
        if output:
            kind = ["--format", "oci"]
            if "zstd" in output:
                kind += ["--compression-format", "zstd"]
            wall += call(self.runner + ["buildah", "push", "-q", *kind, "bench",
                                        f"oci-archive:{context.parent / 'out.tar'}"])[0]
        return wall, 0


def measure(builder, workload, context, number):
    if workload == "W1":
        return builder.build(context, cached=False)
    if workload == "W2":
        return builder.build(context)
    if workload == "W3":
        # What was changed a moment ago is read twice, as its time tells nothing.
        (context / "src/d7/f7.py").write_text(f"changed = {builder.name!r}, {number}, {time.time()}\n")
        return builder.build(context)
    if workload in ("W4", "W4Z"):
        return builder.build(context, ",compression=zstd" if workload == "W4Z" else ",tar=true",
                             cached=False)
    return builder.build(context, cached=False)


MAKERS = {"W1": application, "W2": application, "W3": application, "W4": tree, "W4Z": tree,
          "W6": stages, "W8": steps}


def main():
    wanted = sys.argv[1:] or list(MAKERS)
    place = os.environ.get("PEERS")
    with tempfile.TemporaryDirectory(dir=place) as temporary:
        folder = pathlib.Path(temporary)
        archive = rootfs(folder)
        builders = [Hardstand(folder, archive)]
        if os.environ.get("PEERS_RUN"):
            runner = os.environ["PEERS_RUN"].split()
            builders += [Docker(runner), Buildah(runner)]
        print(f"medians of {RUNS} runs (W4: 2); load {os.getloadavg()[0]:.1f}, "
              f"{os.cpu_count()} processors")
        print(f"{'':6}{'builder':12}{'wall s':>9}{'MiB':>7}{'ratio':>8}")
        contexts = {}
        for workload in wanted:
            maker = MAKERS[workload]
            walls = {}
            for builder in builders:
                context = folder / f"{maker.__name__}-{builder.name}"
                if context not in contexts:
                    contexts[context] = True
                    if maker is tree and builder is not builders[0]:
                        shutil.copytree(folder / f"tree-{builders[0].name}", context)
                    else:
                        context.mkdir()
                        maker(context)
                    file = context / "Dockerfile"
                    file.write_text(file.read_text().replace("BASE", builder.base))
                    if maker is application:
                        builder.build(context)
                runs = 2 if maker is tree else RUNS
                results = [measure(builder, workload, context, n) for n in range(runs)]
                if None in results:
                    continue
                walls[builder.name] = statistics.median(wall for wall, _ in results)
                peak = max(memory for _, memory in results)
                ratio = walls["hardstand"] / walls[builder.name]
                print(f"{workload:6}{builder.name:12}{walls[builder.name]:9.3f}"
                      f"{f'{peak:.0f}' if peak else '':>7}"
                      f"{'' if builder is builders[0] else f'{ratio:.2f}':>8}", flush=True)


main()
