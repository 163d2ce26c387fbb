"""Measures pulls and pushes of a large layer against curl and skopeo, on one
registry on this machine, and the peak memory of each."""

import gzip
import hashlib
import io
import json
import os
import pathlib
import random
import shutil
import socket
import statistics
import subprocess
import tarfile
import tempfile
import time

from measure import HARDSTAND, RUNS, peak, run

LAYER = 443_000_000


def registry(folder):
    """Starts a registry on a free port; returns the process and its name."""
    folder.mkdir(exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "registry.yml").write_text(
        "version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\n"
        f"storage: {{filesystem: {{rootdirectory: {folder}/registry}}, delete: {{enabled: true}}}}\n"
        f"http: {{addr: '127.0.0.1:{port}'}}\n")
    server = subprocess.Popen(
        ["docker-registry", "serve", str(folder / "registry.yml")], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 0.1).close()
            break
        except OSError:
            time.sleep(0.05)
    return server, f"127.0.0.1:{port}"


def layout(folder, layer, diff):
    """An image layout of one layer, which is stored as it is."""
    blobs = folder / "blobs/sha256"
    blobs.mkdir(parents=True)

    def put(data):
        name = hashlib.sha256(data).hexdigest()
        (blobs / name).write_bytes(data)
        return {"digest": "sha256:" + name, "size": len(data)}

    digest = hashlib.sha256()
    with open(layer, "rb") as source:
        while piece := source.read(1 << 20):
            digest.update(piece)
    name = digest.hexdigest()
    shutil.move(layer, blobs / name)
    size = (blobs / name).stat().st_size
    kind = "application/vnd.oci.image."
    config = put(json.dumps({
        "architecture": "amd64", "os": "linux", "config": {},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + (diff or name)]}}).encode())
    form = "tar+gzip" if diff else "tar"
    manifest = put(json.dumps({
        "schemaVersion": 2, "mediaType": kind + "manifest.v1+json",
        "config": {"mediaType": kind + "config.v1+json", **config},
        "layers": [{
            "mediaType": kind + "layer.v1." + form, "digest": "sha256:" + name, "size": size}],
    }).encode())
    (folder / "index.json").write_text(json.dumps({
        "schemaVersion": 2,
        "manifests": [{"mediaType": kind + "manifest.v1+json", **manifest}]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    return str(blobs / name), "sha256:" + name


def large(folder):
    """A layer that is called compressed, so that no tool compresses it: noise in a gzip file."""
    raw, plain = folder / "large.tar", hashlib.sha256()
    random.seed(1)
    with tarfile.open(raw, "w") as archive:
        for number in range(40):
            data = random.randbytes(LAYER // 40)
            entry = tarfile.TarInfo(f"noise/{number}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    packed = folder / "large.tar.gz"
    with open(raw, "rb") as source, open(packed, "wb") as out, gzip.GzipFile(
            filename="", mode="wb", fileobj=out, compresslevel=1, mtime=0) as zipped:
        while piece := source.read(1 << 20):
            plain.update(piece)
            zipped.write(piece)
    raw.unlink()
    return packed, plain.hexdigest()


def median(make, runs=RUNS):
    """The medians of wall and user seconds of what `make` gives for each run.

    Each run begins with nothing that waits for the disk, or it would pay for those before it.
    """
    results = []
    for number in range(runs):
        os.sync()
        results.append(run(make(number)))
    return [statistics.median(column) for column in zip(*results)]


def moving(folder):
    packed, plain = large(folder)
    path, digest = layout(folder / "large", packed, plain)
    server, host = registry(folder)
    try:
        # `env` would hide the peak memory of what it starts.
        os.environ["HARDSTAND_STORE"] = f"{folder}/store"
        subprocess.run(
            [HARDSTAND, "image", "copy", f"oci:{folder}/large", f"{host}/large:1"],
            check=True, stdout=subprocess.DEVNULL)
        skopeo = ["skopeo", "--insecure-policy", "copy", "-q"]
        print(f"\na layer of {os.path.getsize(path) / 1e6:.0f} MB, a registry on this machine")
        print(f"{'':34}{'wall s':>9}{'user s':>9}{'peak MiB':>10}")
        rows = {}

        def row(name, make):
            wall, user = median(make)
            rows[name] = wall
            print(f"{name:34}{wall:9.2f}{user:9.2f}{peak(make(RUNS)):10.0f}", flush=True)

        def upload(number):
            # A blob goes up in two requests: one that opens the upload, one that fills it.
            script = (
                f"url=$(curl -sf -D- -o/dev/null -X POST http://{host}/v2/curl{number}/blobs/uploads/ |"
                " tr -d '\\r' | sed -n 's/^[Ll]ocation: //p');"
                f" exec curl -sf -X PUT -H 'Content-Type: application/octet-stream' -T {path}"
                f" \"$url&digest={digest}\"")
            return ["bash", "-c", script]

        row("push: curl", upload)
        # Under another name of this machine nothing is known of what the registry has.
        port = host.split(":")[1]
        row("push: hardstand", lambda n: [
            HARDSTAND, "push", "-q", f"{host}/large:1",
            f"localhost:{port}/own{time.time_ns()}:1"])
        # skopeo remembers what a registry has, so each of its pushes goes to a new one.
        others = []

        def fresh(number):
            others.append(registry(folder / f"other{len(others)}"))
            return [
                *skopeo, "--dest-tls-verify=false", f"oci:{folder}/large",
                f"docker://{others[-1][1]}/large:1"]

        try:
            row("push: skopeo", fresh)
        finally:
            for other, _ in others:
                other.terminate()
                other.wait()
        source = f"{host}/large"
        subprocess.run(
            [HARDSTAND, "push", "-q", f"{host}/large:1"], check=True,
            stdout=subprocess.DEVNULL)
        row("pull: curl", lambda n: [
            "curl", "-sf", "-o", f"{folder}/curl{time.time_ns()}", f"http://{host}/v2/large/blobs/{digest}"])
        row("pull: hardstand", lambda n: [
            HARDSTAND, "pull", "-q", "--store", f"{folder}/pulled{time.time_ns()}", f"{source}:1"])
        row("pull: skopeo", lambda n: [
            *skopeo, "--src-tls-verify=false", f"docker://{source}:1",
            f"oci:{folder}/skopeo{time.time_ns()}"])
        for action in ("push", "pull"):
            ratio = rows[f"{action}: hardstand"] / rows[f"{action}: curl"]
            other = rows[f"{action}: hardstand"] / rows[f"{action}: skopeo"]
            print(f"{action}: {ratio:.2f} of curl (at most 1.2 is promised), {other:.2f} of skopeo")
    finally:
        server.terminate()
        server.wait()


def main():
    missing = [n for n in ("docker-registry", "skopeo", "curl") if not shutil.which(n)]
    if missing:
        print(f"\nthe comparison of images needs {', '.join(missing)}; it is left out")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        moving(folder)


main()
