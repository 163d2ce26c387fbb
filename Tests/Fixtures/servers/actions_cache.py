#!/usr/bin/env python3
"""The cache service of GitHub Actions in memory, both of its interfaces.

usage: actions_cache.py

Whoever asks must show the token `job`. `GET /log` gives the requests, one a line; `POST /damage`
alters the last byte of every entry that is no root. It prints its port and ends when its standard
input does.
"""
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

entries, pending, log, lock = {}, {}, [], threading.RLock()
TWIRP = "/job/twirp/github.actions.results.api.v1.CacheService/"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, value=None):
        body = value if isinstance(value, bytes) else json.dumps(value).encode() if value else b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def find(self, wishes, version):
        """As the service does: each wish whole, then as the beginning of a key, the newest first."""
        with lock:
            for wish in wishes:
                whole = [k for k, e in entries.items() if k == (wish, version)]
                begun = [k for k in entries if k[0].startswith(wish) and k[1] == version]
                for found in whole or begun[::-1]:
                    return found
        return None

    def work(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlparse(self.path)
        query = {k: v[0] for k, v in parse_qs(url.query).items()}
        with lock:
            log.append(f"{self.command} {url.path}")
        base = f"http://127.0.0.1:{self.server.server_port}"
        if url.path == "/log":
            return self.answer(200, "\n".join(log).encode())
        if url.path == "/damage":
            with lock:
                for key, data in entries.items():
                    if "-root-" not in key[0]:
                        entries[key] = data[:-1] + bytes([data[-1] ^ 1])
            return self.answer(200, b"done")
        if url.path.startswith("/blob/"):
            # An address that holds its right to be used: it must not be shown the token.
            if self.headers.get("Authorization"):
                return self.answer(400, b"a token was shown")
            number = url.path.removeprefix("/blob/")
            if self.command == "PUT":
                if self.headers.get("x-ms-blob-type") != "BlockBlob":
                    return self.answer(400, b"no type of blob")
                with lock:
                    pending[int(number)]["data"] = bytearray(body)
                return self.answer(201)
            key, version = number.rsplit("/", 1)
            return self.answer(200, bytes(entries[(key, version)]))
        if self.headers.get("Authorization") != "Bearer job":
            return self.answer(401, {"message": "who are you"})
        if url.path.startswith(TWIRP):
            return self.twirp(url.path.removeprefix(TWIRP), json.loads(body), base)
        return self.rest(url.path.removeprefix("/job/_apis/artifactcache/"), query, body, base)

    do_GET = do_POST = do_PUT = do_PATCH = work

    def begin(self, key, version):
        with lock:
            if (key, version) in entries:
                return None
            number = len(pending) + 1
            pending[number] = {"key": key, "version": version, "data": bytearray()}
            return number

    def end(self, number, size):
        with lock:
            entry = pending[number]
            if len(entry["data"]) != size:
                return False
            entries[(entry["key"], entry["version"])] = bytes(entry["data"])
            return True

    def rest(self, path, query, body, base):
        if self.command == "GET" and path == "cache":
            found = self.find(query["keys"].split(","), query["version"])
            if not found:
                return self.answer(204)
            return self.answer(200, {
                "cacheKey": found[0], "scope": "refs/heads/main",
                "archiveLocation": f"{base}/blob/{found[0]}/{found[1]}"})
        if self.command == "POST" and path == "caches":
            wish = json.loads(body)
            number = self.begin(wish["key"], wish["version"])
            if not number:
                return self.answer(409, {"message": "Cache already exists"})
            return self.answer(201, {"cacheId": number})
        number = int(path.removeprefix("caches/"))
        if self.command == "PATCH":
            start = int(self.headers["Content-Range"].removeprefix("bytes ").split("-")[0])
            with lock:
                pending[number]["data"][start:start + len(body)] = body
            return self.answer(204)
        good = self.end(number, json.loads(body)["size"])
        return self.answer(204 if good else 400)

    def twirp(self, method, wish, base):
        key, version = wish["key"], wish["version"]
        if method == "CreateCacheEntry":
            number = self.begin(key, version)
            if not number:
                return self.answer(409, {"code": "already_exists", "msg": "cache entry exists"})
            return self.answer(200, {"ok": True, "signed_upload_url": f"{base}/blob/{number}?sig=1"})
        if method == "FinalizeCacheEntryUpload":
            with lock:
                numbers = [n for n, e in pending.items() if e["key"] == key]
            good = self.end(numbers[-1], int(wish["size_bytes"]))
            return self.answer(200, {"ok": good, "entry_id": str(numbers[-1])})
        found = self.find([key] + wish.get("restore_keys", []), version)
        if not found:
            return self.answer(200, {"ok": False})
        return self.answer(200, {
            "ok": True, "matched_key": found[0],
            "signed_download_url": f"{base}/blob/{found[0]}/{found[1]}?sig=1"})


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
os._exit(0)
