"""The editor's server while a test runs, and requests to it as another program would send them."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from site_builder.editor.server import HOST, Editor, EditorServer
from site_builder.workspace import open_workspace


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Of the first problem."""
        code: str = self.json["problems"][0]["code"]
        return code


class Served:
    """The editor of a workspace."""

    def __init__(self, server: EditorServer, root: Path) -> None:
        self.server, self.root = server, root
        self.address = server.address
        self.host = f"{HOST}:{server.server_port}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str = b"",
        *,
        token: str | None = None,
        **headers: str | None,
    ) -> Answer:
        """A request as the page would send it, but for the headers that are given; None leaves one out."""
        known: dict[str, str | None] = {
            "Host": self.host,
            "Origin": f"http://{self.host}",
            "Content-Type": "application/json",
            "Content-Length": str(len(body.encode() if isinstance(body, str) else body)),
        }
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(HOST, self.server.server_port, timeout=20)
        try:
            token = self.server.token if token is None else token
            connection.putrequest(
                method, f"/{token}/{path}", skip_host=True, skip_accept_encoding=True
            )
            for name, value in known.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body.encode() if isinstance(body, str) else body)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def entry(self, file: str) -> Any:
        return self.ask("GET", f"api/entry?{urlencode({'file': file})}").json

    def save(self, file: str, values: object, version: str) -> Answer:
        body = json.dumps({"values": values, "version": version}, ensure_ascii=False)
        return self.ask("POST", f"api/entry?{urlencode({'file': file})}", body)

    def upload(self, path: str, content: bytes, **headers: str | None) -> Answer:
        return self.ask("PUT", f"api/file?path={quote(path, safe='')}", content, **headers)


@contextmanager
def editing(root: Path, *editions: str) -> Iterator[Served]:
    """The editor of a workspace, on any port that is free."""
    workspace = open_workspace(root)
    server = EditorServer(Editor(workspace, editions or tuple(reversed(workspace.editions))), 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Served(server, root)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
