#!/usr/bin/env python3
"""A registry in memory that misbehaves in the way the first part of a repository's path names.

usage: registry.py [--basic | --token | --token-elsewhere] [--no-referrers]

With --basic and --token it wants the name `user` and the password `pass:word`; with --token
everybody may pull what is not below `private/`. `GET /log?repo=NAME` gives the requests of a
repository. It prints its port and ends when its standard input does.
"""
import base64
import hashlib
import json
import os
import re
import sys
import threading
import time
import uuid
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

OPTIONS = set(sys.argv[1:])
BASIC = "Basic " + base64.b64encode(b"user:pass:word").decode()
INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
blobs, manifests, tags, uploads, referrers, tokens = {}, {}, {}, {}, {}, {}
log, calls, lock = [], Counter(), threading.RLock()


def digest(data, algorithm="sha256"):
    return f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        headers.setdefault("Content_Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def refuse(self, status, code, message=""):
        body = json.dumps({"errors": [{"code": code, "message": message}]}).encode()
        self.answer(status, body, Content_Type="application/json")

    def break_off(self):
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(2)

    def read_body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            body = b""
            while (size := int(self.rfile.readline().split(b";")[0], 16)):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def times(self, what):
        """How often this was asked before."""
        with lock:
            calls[what] += 1
            return calls[what] - 1

    # Who asks

    def may(self, repo, action):
        if "--basic" in OPTIONS:
            if self.headers.get("Authorization") == BASIC:
                return True
            self.answer(401, WWW_Authenticate='Basic realm="here, \\"there\\""')
            return False
        if not OPTIONS & {"--token", "--token-elsewhere"}:
            return True
        text = self.headers.get("Authorization") or ""
        rights = tokens.get(text.removeprefix("Bearer "))
        if rights is not None and (repo is None or action in rights.get(repo, ())):
            return True
        scope = f'scope="repository:{repo}:{action}"' if repo else 'error="none"'
        host = "localhost" if "--token-elsewhere" in OPTIONS else "127.0.0.1"
        self.answer(
            401, b'{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}',
            WWW_Authenticate=f'Bearer realm="http://{host}:{self.server.server_port}/token",'
                             f'service="test, registry",{scope}')
        return False

    def token(self, query, body):
        if self.command == "POST":
            query = parse_qs(body.decode())
            if query.get("refresh_token") != ["identity"]:
                return self.refuse(401, "UNAUTHORIZED")
            known = True
        else:
            given = self.headers.get("Authorization")
            if given not in (None, BASIC):
                return self.refuse(401, "UNAUTHORIZED", "wrong")
            known = given is not None
        if query.get("service") != ["test, registry"]:
            return self.refuse(400, "UNSUPPORTED", "wrong service")
        rights = {}
        for scope in " ".join(query.get("scope", [])).split():
            _, repo, actions = scope.split(":")
            wanted = set(actions.split(","))
            rights[repo] = wanted if known else wanted & {"pull"} if not repo.startswith("private/") else set()
        text = uuid.uuid4().hex
        tokens[text] = rights
        name = "access_token" if self.command == "POST" else "token"
        life = 60 if "private/brief" in rights else 300
        self.answer(200, json.dumps({name: text, "expires_in": life}).encode(),
                    Content_Type="application/json")

    # What is asked

    def do(self):
        url, body = urlparse(self.path), self.read_body()
        query, path = parse_qs(url.query), url.path
        if path == "/log":
            with lock:
                return self.answer(200, json.dumps([x for x in log if x["repo"] == query["repo"][0]]).encode())
        if path == "/token":
            log.append({"repo": "token", "method": self.command, "path": self.path,
                        "authorization": self.headers.get("Authorization")})
            return self.token(query, body)
        if path in ("/v2", "/v2/"):
            return self.may(None, None) and self.answer(200, b"{}", Content_Type="application/json")
        if (match := re.fullmatch(r"/storage/(.+)/(sha\d+:\w+)", path)):
            self.note(match[1], body)
            return self.storage(match[1], match[2])
        match = re.fullmatch(r"/v2/(.+?)/(tags/list|referrers/.+|blobs/uploads/?[^/]*|blobs/.+|manifests/.+)", path)
        if not match:
            return self.answer(404, b"<html>nothing here</html>", Content_Type="text/html")
        repo, rest = match[1], match[2]
        self.note(repo, body)
        quirk = repo.split("/")[0]
        if not self.may(repo, "pull" if self.command in ("GET", "HEAD") else "push"):
            return
        if quirk == "html" and self.command == "GET":
            return self.answer(200, b"<html><body>Sign in to the hotel</body></html>", Content_Type="text/html")
        if quirk == "down":
            return self.refuse(503, "UNAVAILABLE", "down")
        if self.command == "GET" and quirk == "flaky" and self.times(self.path) < 2:
            return self.answer(503)
        if self.command == "GET" and quirk in ("busy", "busy-date") and self.times(self.path) < 1:
            date = self.date_time_string(time.time() + 7)
            return self.answer(429, Retry_After="7" if quirk == "busy" else date)
        kind, _, name = rest.partition("/")
        if kind == "tags":
            self.list_tags(repo, quirk, query)
        elif kind == "referrers":
            self.list_referrers(repo, name, query)
        elif kind == "manifests":
            self.manifest(repo, quirk, name, body)
        elif name.startswith("uploads"):
            self.upload(repo, quirk, name.removeprefix("uploads").strip("/"), query, body)
        else:
            self.blob(repo, quirk, name)

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = do

    def note(self, repo, body):
        with lock:
            log.append({"repo": repo, "method": self.command, "path": self.path, "count": len(body),
                        "authorization": self.headers.get("Authorization"), "host": self.headers["Host"],
                        "range": self.headers.get("Range"), "contentRange": self.headers.get("Content-Range")})

    def list_tags(self, repo, quirk, query):
        mine = sorted(tag for owner, tag in tags if owner == repo)
        start, headers = 0, {}
        if "last" in query and query["last"][0] in mine:
            start = mine.index(query["last"][0]) + 1
        page = mine[start:start + 2]
        more = f"/v2/{repo}/tags/list?n=2&last="
        if start + 2 < len(mine):
            target = more + page[-1]
            if quirk == "tags-absolute":
                target = f"http://127.0.0.1:{self.server.server_port}{target}"
            headers["Link"] = f'<{target}>; rel="next"'
        if quirk == "tags-circle":
            headers["Link"] = f'<{self.path}>; rel="next"'
        if quirk == "tags-away":
            headers["Link"] = f'<http://localhost:{self.server.server_port}{more}x>; rel="next"'
        if quirk == "tags-endless":
            page, headers["Link"] = ["x" * 100] * 1000, f'<{more}{uuid.uuid4()}>; rel="next"'
        if not mine and not quirk.startswith("tags"):
            return self.refuse(404, "NAME_UNKNOWN", "repository name not known to registry")
        self.answer(200, json.dumps({"name": repo, "tags": page}).encode(),
                    Content_Type="application/json", **headers)

    def list_referrers(self, repo, subject, query):
        if "--no-referrers" in OPTIONS:
            return self.answer(404, b"404 page not found", Content_Type="text/plain")
        found, headers = referrers.get((repo, subject), []), {}
        if "artifactType" in query and not repo.startswith("unfiltered"):
            found = [x for x in found if x.get("artifactType") == query["artifactType"][0]]
            headers["OCI_Filters_Applied"] = "artifactType"
        start = int(query.get("page", ["0"])[0])
        if start + 2 < len(found):
            headers["Link"] = f'</v2/{repo}/referrers/{subject}?page={start + 2}>; rel=next'
        page = {"schemaVersion": 2, "mediaType": INDEX, "manifests": found[start:start + 2]}
        self.answer(200, json.dumps(page).encode(), Content_Type=INDEX, **headers)

    def manifest(self, repo, quirk, name, body):
        if self.command == "PUT":
            return self.put_manifest(repo, quirk, name, body)
        if self.command == "DELETE":
            tags.pop((repo, name), None)
            manifests.pop((repo, name), None)
            return self.answer(202)
        if quirk == "no-head" and self.command == "HEAD":
            return self.answer(405)
        if quirk == "huge":
            return self.huge("Content-Length: 104857600")
        if quirk == "huge-unannounced":
            return self.huge("Connection: close")
        if quirk == "schema1":
            return self.answer(200, b'{"schemaVersion":1,"fsLayers":[]}',
                               Content_Type="application/vnd.docker.distribution.manifest.v1+prettyjws")
        if quirk == "escape":
            return self.refuse(404, "MANIFEST_UNKNOWN", "gone \x1b[31mred\x07 " + "x" * 1000)
        found = name if ":" in name else tags.get((repo, name))
        if (repo, found) not in manifests:
            return self.refuse(404, "MANIFEST_UNKNOWN", "manifest unknown")
        kind, data = manifests[(repo, found)]
        headers = {"Docker_Content_Digest": found, "Content_Type": kind}
        if quirk == "altered":
            data = data.replace(b"config", b"c0nfig")
        if quirk == "lying-digest":
            headers["Docker_Content_Digest"] = digest(b"something else")
        if quirk == "confused":
            headers["Content_Type"] = INDEX
        if quirk == "untyped":
            headers = {"Content_Type": "text/plain"}
        self.answer(200, data, **headers)

    def huge(self, header):
        self.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Type: {MANIFEST}\r\n{header}\r\n\r\n".encode())
        try:
            for _ in range(400):
                self.wfile.write(b" " * 262144)
        finally:
            self.close_connection = True

    def put_manifest(self, repo, quirk, name, body):
        kind, content = self.headers["Content-Type"], json.loads(body)
        own = name if name.startswith("sha512:") else digest(body)
        manifests[(repo, own)] = (kind, body)
        if ":" not in name:
            if quirk == "race" and name.startswith("sha256-") and self.times(self.path) < 1:
                # Another writer was here a moment later.
                body = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": []}).encode()
                other = digest(body)
                manifests[(repo, other)] = (INDEX, body)
                tags[(repo, name)] = other
            else:
                tags[(repo, name)] = own
        headers = {"Docker_Content_Digest": own}
        if (subject := content.get("subject")) and "--no-referrers" not in OPTIONS:
            headers["OCI_Subject"] = subject["digest"]
            kind_of = content.get("artifactType") or content["config"]["mediaType"]
            referrers.setdefault((repo, subject["digest"]), []).append(
                {"mediaType": kind, "digest": own, "size": len(body), "artifactType": kind_of})
        self.answer(201, Location=f"/v2/{repo}/manifests/{own}", **headers)

    def blob(self, repo, quirk, name):
        if (repo, name) not in blobs:
            return self.refuse(404, "BLOB_UNKNOWN", "blob unknown to registry")
        here = f"http://127.0.0.1:{self.server.server_port}"
        away = f"http://localhost:{self.server.server_port}"
        if self.command == "GET" and quirk == "redirect":
            return self.answer(307, Location=f"{away}/storage/{repo}/{name}?signature=secret")
        if self.command == "GET" and quirk == "redirect-here":
            return self.answer(307, Location=f"{here}/storage/{repo}/{name}?signature=secret")
        if self.command == "GET" and quirk == "redirect-circle":
            return self.answer(307, Location=self.path)
        if self.command == "GET" and quirk == "redirect-plain":
            return self.answer(307, Location=f"http://storage.example/{name}")
        self.send_blob(repo, quirk, name)

    def storage(self, repo, name):
        if self.headers.get("Authorization"):
            return self.answer(400, b"only one authorization is allowed")
        self.send_blob(repo, "", name)

    def send_blob(self, repo, quirk, name):
        data, start = blobs[(repo, name)], 0
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        if wanted and quirk != "no-range":
            start = int(wanted[1])
            if quirk == "other-range":
                start = 0
            if start >= len(data):
                return self.answer(416)
        rest, status, headers = data[start:], 206 if wanted and quirk != "no-range" else 200, {}
        if status == 206:
            headers["Content_Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        if self.command == "GET" and quirk == "altered":
            rest = rest[:-1] + bytes([rest[-1] ^ 1])
        if self.command == "GET" and quirk == "shorter":
            rest = rest[:len(rest) // 2]
        if self.command == "GET" and quirk == "longer":
            rest += b"and more" * 1000
        if self.command == "GET" and (
                quirk == "breaks" and len(rest) > 100_000 or quirk == "crumbs"
                or quirk in ("no-range", "other-range") and self.times(self.path) < 1):
            self.answer(status, Content_Length=len(rest), **headers)
            self.wfile.write(rest[:1 if quirk == "crumbs" else len(rest) // 2])
            return self.break_off()
        if self.command == "GET" and quirk == "stall":
            self.answer(status, Content_Length=len(rest), **headers)
            self.wfile.write(rest[:10])
            self.wfile.flush()
            return time.sleep(20)
        self.answer(status, rest, Content_Type="application/octet-stream", **headers)

    def upload(self, repo, quirk, name, query, body):
        host = f"http://localhost:{self.server.server_port}" if quirk == "absolute" else ""
        state = "?_state=a%2Bb%3D" if quirk in ("relative", "absolute") else ""
        location = f"{host}/v2/{repo}/blobs/uploads/{name}{state}"
        if self.command == "POST":
            source = query.get("from", [""])[0]
            wanted = query.get("mount", [""])[0]
            if (source, wanted) in blobs and quirk != "no-mount":
                blobs[(repo, wanted)] = blobs[(source, wanted)]
                return self.answer(201, Location=f"/v2/{repo}/blobs/{wanted}")
            name = str(uuid.uuid4())
            uploads[name] = b""
            least = {"OCI_Chunk_Min_Length": 100_000} if quirk == "min-chunk" else {}
            location = f"{host}/v2/{repo}/blobs/uploads/{name}{state}"
            return self.answer(202, Location=location, Range="0-0", **least)
        if state and query.get("_state") != ["a+b="]:
            return self.refuse(400, "BLOB_UPLOAD_INVALID", "the state is lost")
        if name not in uploads:
            return self.refuse(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry")
        have = uploads[name]
        if self.command == "GET":
            return self.answer(204, Location=location, Range=f"0-{max(0, len(have) - 1)}")
        if self.command == "PATCH":
            # Docker's tools send no range.
            usual = f"{len(have)}-{len(have) + len(body) - 1}"
            start, _, end = (self.headers.get("Content-Range") or usual).partition("-")
            if int(start) != len(have) or int(end) != len(have) + len(body) - 1:
                return self.answer(416, Location=location, Range=f"0-{max(0, len(have) - 1)}")
            if quirk == "min-chunk" and len(have) % 100_000:
                return self.refuse(400, "BLOB_UPLOAD_INVALID", "the chunk before was too small")
            if quirk == "breaks" and len(have) > 0 and self.times(repo) < 2:
                uploads[name] = have + body[:len(body) // 2]
                return self.break_off()
            if quirk == "forgets" and len(have) > 0 and self.times(repo) < 1:
                del uploads[name]
                return self.refuse(404, "BLOB_UPLOAD_UNKNOWN")
            uploads[name] = have + body
            return self.answer(202, Location=location, Range=f"0-{len(uploads[name]) - 1}")
        if quirk == "breaks" and body and self.times(repo + "put") < 1:
            return self.break_off()
        if quirk == "flaky-put" and self.times(repo) < 2:
            return self.answer(502)
        data, wanted = uploads.pop(name) + body, query["digest"][0]
        if digest(data, wanted.split(":")[0]) != wanted:
            return self.refuse(400, "DIGEST_INVALID", "provided digest did not match uploaded content")
        blobs[(repo, wanted)] = data
        self.answer(201, Location=f"/v2/{repo}/blobs/{wanted}", Docker_Content_Digest=wanted)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 100

    def handle_error(self, *_):
        pass


def main():
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    os._exit(0)


main()
