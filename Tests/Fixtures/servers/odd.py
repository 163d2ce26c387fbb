#!/usr/bin/env python3
"""A web server that misbehaves in the way its path names.

usage: odd.py [--tls FOLDER | --mutual-tls FOLDER | --socket PATH]

With --tls it speaks TLS with `server.crt` and `server.key` of FOLDER; with --mutual-tls it also wants
a certificate that `ca.crt` signed. With --socket it listens there and prints 0. Else it prints its port and ends when its standard input does.
"""
import hashlib
import json
import os
import socket
import ssl
import sys
import threading
import time
from urllib.parse import parse_qs, urlparse


class Exchange:
    def __init__(self, reader, writer, line):
        self.reader, self.writer = reader, writer
        self.method, self.target, _ = line.split(" ", 2)
        self.headers = {}
        while (header := reader.readline().decode("latin-1").strip()):
            name, _, value = header.partition(":")
            self.headers[name.lower()] = value.strip()
        self.body = self.read_body()

    def read_body(self):
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            body = b""
            while (size := int(self.reader.readline().split(b";")[0], 16)):
                body += self.reader.read(size)
                self.reader.readline()
            self.reader.readline()
            return body
        return self.reader.read(int(self.headers.get("content-length", 0)))

    def raw(self, data):
        self.writer.write(data)
        self.writer.flush()

    def answer(self, status, body=b"", **headers):
        lines = [f"HTTP/1.1 {status} Status"]
        headers.setdefault("Content_Length", len(body))
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.raw("\r\n".join(lines + ["", ""]).encode() + (b"" if self.method == "HEAD" else body))


class Close(Exception):
    """The connection is closed at once."""


seen = set()


def serve(x, port):
    url = urlparse(x.target)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    name, _, rest = url.path.strip("/").partition("/")
    if name == "ok":
        x.answer(200, b"hello", Content_Type="text/plain; charset=utf-8")
    elif name == "echo":
        sha = hashlib.sha256(x.body).hexdigest()
        seen_by = {"method": x.method, "target": x.target, "headers": x.headers, "sha256": sha,
                   "count": len(x.body)}
        x.answer(200, json.dumps(seen_by).encode())
    elif name == "status":
        x.answer(int(rest), b"body")
    elif name == "to":
        x.answer(int(query.get("status", 307)), b"moved", Location=query["url"])
    elif name == "chain":
        left = int(rest)
        x.answer(302, Location=f"/chain/{left - 1}" if left else "/ok")
    elif name == "loop":
        x.answer(307, Location="/pool")
    elif name == "pool":
        x.answer(307, Location="/loop")
    elif name == "big":
        left = int(rest)
        x.raw(f"HTTP/1.1 200 OK\r\nContent-Length: {left}\r\n\r\n".encode())
        piece = bytes(range(256)) * 1024
        while left > 0:
            x.raw(piece[:left])
            left -= len(piece)
    elif name == "chunked":
        x.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        x.raw(b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
    elif name == "interim":
        x.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
        x.answer(200, b"hello", X_Final="yes")
    elif name == "short":
        x.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 50)
        raise Close
    elif name == "long":
        x.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + b"x" * 50)
        raise Close
    elif name == "broken-chunk":
        x.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")
        raise Close
    elif name == "stall":
        x.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 50)
        time.sleep(30)
    elif name == "drip":
        x.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        for _ in range(300):
            x.raw(b"x")
            time.sleep(0.1)
    elif name == "silent":
        time.sleep(30)
    elif name == "endless-headers":
        x.raw(b"HTTP/1.1 200 OK\r\n")
        while True:
            x.raw(b"X-Filler: " + b"x" * 200 + b"\r\n")
    elif name == "endless-interim":
        while True:
            x.raw(b"HTTP/1.1 103 Early Hints\r\nX-Filler: " + b"x" * 200 + b"\r\n\r\n")
    elif name == "garbage":
        x.raw(b"SSH-2.0-OpenSSH_9.2p1\r\n")
        raise Close
    elif name == "close":
        raise Close
    elif name == "once-broken":
        if x.target not in seen:
            seen.add(x.target)
            raise Close
        x.answer(200, b"hello")
    elif name == "connection":
        x.answer(200, str(id(x.writer)).encode())
    else:
        x.answer(404, b"nothing here")


def connection(client, port, secure):
    with client:
        if secure:
            try:
                client = secure.wrap_socket(client, server_side=True)
            except OSError:
                return
        reader, writer = client.makefile("rb"), client.makefile("wb")
        try:
            # A TLS greeting may hold no line end, which a server that waits for lines never answers.
            if not secure and client.recv(1, socket.MSG_PEEK) == b"\x16":
                writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                raise Close
            while (line := reader.readline().decode("latin-1").strip()):
                serve(Exchange(reader, writer, line), port)
        except (Close, OSError, ValueError):
            pass
        try:
            writer.close()
        except OSError:
            pass
        reader.close()


def main():
    option, value = (sys.argv[1:] + ["", ""])[:2]
    secure = None
    if option == "--socket":
        server, port = socket.socket(socket.AF_UNIX), 0
        server.bind(value)
    else:
        server = socket.socket(socket.AF_INET6)
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        server.bind(("::", 0))
        port = server.getsockname()[1]
    server.listen(100)
    if option.endswith("tls"):
        secure = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        secure.load_cert_chain(f"{value}/server.crt", f"{value}/server.key")
        if option == "--mutual-tls":
            secure.load_verify_locations(f"{value}/ca.crt")
            secure.verify_mode = ssl.CERT_REQUIRED

    def accept():
        while True:
            client, _ = server.accept()
            threading.Thread(target=connection, args=(client, port, secure), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    print(port, flush=True)
    sys.stdin.read()
    os._exit(0)


main()
