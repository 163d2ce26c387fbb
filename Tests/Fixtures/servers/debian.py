#!/usr/bin/env python3
"""Starts Debian's docker-registry on this machine. usage: debian.py [--basic] [--tls FOLDER]

With --basic it wants the name `user` and the password `secret`. With --tls it speaks TLS with
`server.crt` and `server.key` of FOLDER. It prints its port and ends, and the registry with it, when
its standard input does.
"""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

# `htpasswd -nbB user secret`
PASSWORDS = "user:$2b$05$hardstandtesthardstan.w0pg1LOpiRd64S94L/BLZPG.0A3fUOu\n"


def main():
    folder = tempfile.mkdtemp(prefix="hardstand-registry-")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    lines = ["version: 0.1", "log: {level: error, accesslog: {disabled: true}}",
             f"storage: {{filesystem: {{rootdirectory: {folder}/data}}, delete: {{enabled: true}}}}",
             "http:", f"  addr: 127.0.0.1:{port}"]
    if "--tls" in sys.argv:
        keys = sys.argv[sys.argv.index("--tls") + 1]
        lines.append(f"  tls: {{certificate: {keys}/server.crt, key: {keys}/server.key}}")
    if "--basic" in sys.argv:
        with open(f"{folder}/htpasswd", "w") as file:
            file.write(PASSWORDS)
        lines.append(f"auth: {{htpasswd: {{realm: test, path: {folder}/htpasswd}}}}")
    with open(f"{folder}/config.yml", "w") as file:
        file.write("\n".join(lines) + "\n")
    registry = subprocess.Popen(["docker-registry", "serve", f"{folder}/config.yml"],
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=open(f"{folder}/log", "w"))
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            print("it does not start: " + open(f"{folder}/log").read()[:300], flush=True)
        print(port, flush=True)
        sys.stdin.read()
    finally:
        registry.kill()
        registry.wait()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


main()
