"""A service that says hello, and that it is well."""


async def app(scope, receive, send):
    """An ASGI application with two paths."""
    if scope["type"] != "http":
        return
    found = scope["path"] in ("/", "/health")
    body = b"hello\n" if scope["path"] == "/" else b"ok\n" if found else b"not found\n"
    status = 200 if found else 404
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
