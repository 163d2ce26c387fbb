#!/usr/bin/env python3
"""Make an archive of Debian packages that a JSON text on the standard input tells of.

usage: archive.py FOLDER GNUPGHOME < suites.json

The text is a list of suites: {"suite", "packages", and perhaps "component", "date", "validUntil",
"byHash", "compress", "sign": "inline" | "detached" | "none"}. A package has "fields" of its control
file, "files" (path, and content, link, hard, mode, device or size) and perhaps "scripts".
"""

import base64
import gzip
import hashlib
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import time


def tar(entries, suffix):
    out = io.BytesIO()
    archive = tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT)
    for entry in entries:
        info = tarfile.TarInfo(entry["path"])
        info.mtime = 1_700_000_000
        info.mode = entry.get("mode", 0o644)
        content = b""
        if "link" in entry:
            info.type, info.linkname = tarfile.SYMTYPE, entry["link"]
        elif "hard" in entry:
            info.type, info.linkname = tarfile.LNKTYPE, entry["hard"]
        elif "device" in entry:
            info.type = tarfile.CHRTYPE
        elif entry["path"].endswith("/"):
            info.type, info.mode = tarfile.DIRTYPE, entry.get("mode", 0o755)
        elif "size" in entry:
            # The header promises what the archive does not have.
            info.size = entry["size"]
            archive.fileobj.write(info.tobuf(tarfile.GNU_FORMAT))
            continue
        else:
            content = entry.get("content", "").encode()
            if "base64" in entry:
                content = base64.b64decode(entry["base64"])
            info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    archive.close()
    data = out.getvalue()
    return {"xz": lzma.compress, "gz": lambda d: gzip.compress(d, mtime=0), "": bytes}[suffix](data)


def deb(package):
    control = "".join(f"{key}: {value}\n" for key, value in package["fields"].items())
    controls = [{"path": "./control", "content": control}]
    for name, text in package.get("scripts", {}).items():
        controls.append({"path": "./" + name, "content": text, "mode": 0o755})
    suffix = package.get("compress", "xz")
    members = [
        ("debian-binary", b"2.0\n"),
        ("control.tar.gz", tar(controls, "gz")),
        ("data.tar" + ("." + suffix if suffix else ""), tar(package.get("files", []), suffix)),
    ]
    out = b"!<arch>\n"
    for name, data in members:
        out += f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode()
        out += data + (b"\n" if len(data) % 2 else b"")
    return out


def date(seconds):
    return time.strftime("%a, %d %b %Y %H:%M:%S UTC", time.gmtime(seconds))


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def main():
    root, home = sys.argv[1:]
    for suite in json.load(sys.stdin):
        component = suite.get("component", "main")
        indexes = {}
        for package in suite["packages"]:
            fields = package["fields"]
            fields.setdefault("Version", "1")
            fields.setdefault("Architecture", "amd64")
            data = deb(package)
            version = fields["Version"].replace(":", "%3a")
            name = f"pool/{component}/{fields['Package']}_{version}_{fields['Architecture']}.deb"
            write(f"{root}/{name}", data)
            paragraph = "".join(f"{key}: {value}\n" for key, value in fields.items())
            paragraph += f"Filename: {name}\nSize: {len(data)}\n"
            paragraph += f"SHA256: {hashlib.sha256(data).hexdigest()}\n"
            paragraph += "Description: a package\n of several lines\n"
            for architecture in suite.get("architectures", ["amd64"]):
                if fields["Architecture"] in (architecture, "all"):
                    indexes.setdefault(architecture, []).append(paragraph)
        base = f"{root}/dists/{suite['suite']}"
        sums = ""
        for architecture in suite.get("architectures", ["amd64"]):
            text = "\n".join(indexes.get(architecture, [])).encode()
            for ending in suite.get("compress", ["xz"]):
                data = {"xz": lzma.compress, "gz": gzip.compress, "": bytes}[ending](text)
                name = f"{component}/binary-{architecture}/Packages" + ("." + ending if ending else "")
                digest = hashlib.sha256(data).hexdigest()
                write(f"{base}/{name}", data)
                if suite.get("byHash"):
                    write(f"{base}/{os.path.dirname(name)}/by-hash/SHA256/{digest}", data)
                sums += f" {digest} {len(data):>10} {name}\n"
        release = f"Origin: Test\nSuite: {suite['suite']}\nCodename: {suite['suite']}\n"
        release += f"Date: {date(suite.get('date', 1_700_000_000))}\n"
        if "validUntil" in suite:
            release += f"Valid-Until: {date(suite['validUntil'])}\n"
        if suite.get("byHash"):
            release += "Acquire-By-Hash: yes\n"
        release += f"Architectures: {' '.join(suite.get('architectures', ['amd64']))}\n"
        release += f"Components: {component}\nSHA256:\n{sums}"
        write(f"{base}/Release", release.encode())
        gpg = ["gpg", "--batch", "--yes", "--homedir", home, "--pinentry-mode", "loopback",
               "--passphrase", ""]
        how = suite.get("sign", "inline")
        if how == "inline":
            subprocess.run(gpg + ["--clearsign", "-o", f"{base}/InRelease", f"{base}/Release"],
                           check=True, stderr=subprocess.DEVNULL)
        elif how == "detached":
            subprocess.run(gpg + ["-ab", "-o", f"{base}/Release.gpg", f"{base}/Release"],
                           check=True, stderr=subprocess.DEVNULL)


main()
