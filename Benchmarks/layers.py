"""Lists the files of an image of 15,000 files, against `tar tz` on the same layer in the same run.

usage: layers.py [FOLDER]     the files come from FOLDER, by default /usr
"""

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

from measure import HARDSTAND, median, peak

FILES = 15_000
RUNS = 7


def layer(folder, path):
    """Writes a layer of real files; returns the digest of the archive before it is compressed."""
    plain = path.with_suffix("")
    count = 0
    with tarfile.open(plain, "w", format=tarfile.PAX_FORMAT) as archive:
        for root, folders, files in os.walk(folder):
            folders.sort()
            for name in sorted(files):
                file = os.path.join(root, name)
                if count < FILES and os.path.isfile(file) and os.path.getsize(file) < 2_000_000:
                    archive.add(file, recursive=False)
                    count += 1
    digest = hashlib.sha256(plain.read_bytes()).hexdigest()
    subprocess.run(["gzip", "-6", "-n", str(plain)], check=True)
    return digest, count


def layout(folder, blob, diff_id):
    """Writes an OCI layout of one layer."""
    blobs = folder / "blobs/sha256"
    blobs.mkdir(parents=True)

    def put(data):
        digest = hashlib.sha256(data).hexdigest()
        (blobs / digest).write_bytes(data)
        return "sha256:" + digest, len(data)

    kind = "application/vnd.oci.image."
    digest, size = put(blob.read_bytes())
    layers = [{"mediaType": kind + "layer.v1.tar+gzip", "digest": digest, "size": size}]
    digest, size = put(json.dumps({
        "architecture": "amd64", "os": "linux", "config": {"Cmd": ["/bin/sh"]},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + diff_id]}}).encode())
    config = {"mediaType": kind + "config.v1+json", "digest": digest, "size": size}
    digest, size = put(json.dumps({
        "schemaVersion": 2, "mediaType": kind + "manifest.v1+json", "config": config,
        "layers": layers}).encode())
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [
        {"mediaType": kind + "manifest.v1+json", "digest": digest, "size": size}]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')


def main():
    source = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] else "/usr"
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        blob = folder / "layer.tar.gz"
        diff_id, count = layer(source, blob)
        layout(folder / "image", blob, diff_id)
        print(f"an image of {count} files, {blob.stat().st_size / 1e6:.0f} MB; medians of {RUNS} runs")
        commands = {
            "tar tz": ["tar", "tzf", str(blob)],
            "hardstand image ls -r": [HARDSTAND, "image", "ls", "-r", f"oci:{folder / 'image'}"],
            "hardstand image analyze": [HARDSTAND, "image", "analyze", f"oci:{folder / 'image'}"],
        }
        print(f"{'':26}{'user s':>9}{'wall s':>9}{'MiB':>7}")
        walls = {}
        for name, command in commands.items():
            wall, user = median(command, RUNS)
            walls[name] = wall
            print(f"{name:26}{user:9.2f}{wall:9.2f}{peak(command):7.0f}")
        share = walls["hardstand image ls -r"] / walls["tar tz"]
        print(f"wall of `image ls` against `tar tz`: {share:.2f} (the aim is below 0.33)")


main()
