"""Fetching model files from a real HTTP server that breaks off, lies and refuses."""

from __future__ import annotations

import hashlib
import random
import threading
from collections import namedtuple
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from nodes.llm.errors import ModelRefused, ModelUnavailable
from nodes.llm.sources import pull as pull_module
from nodes.llm.sources.catalog import CatalogEntry
from nodes.llm.sources.pull import cached_models, models_dir, pull

BODY = b"GGUF" + random.Random(7).randbytes(3_000_000)


class FileServer(ThreadingHTTPServer):
    """Serves one file; `cuts` tells after how many bytes each answer in turn breaks off (`None`: not at all)."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, body=BODY, cuts=(), ranges=True, lengths=True, status=None):
        super().__init__(("127.0.0.1", 0), _FileHandler)
        self.body, self.cuts, self.ranges, self.lengths, self.status = body, list(cuts), ranges, lengths, status
        self.asked = []

    def __enter__(self):
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self.server_close()
        self.thread.join()

    def handle_error(self, request, client_address):
        """The client hangs up where it has seen enough."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/model.gguf"


class _FileHandler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        wanted = self.headers.get("Range")
        self.server.asked.append(wanted)
        if self.path == "/moved.gguf":
            self.send_response(302)
            self.send_header("Location", "/model.gguf")
            self.end_headers()
            return
        if self.server.status:
            self.send_error(self.server.status)
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.server.ranges else 0
        rest = self.server.body[start:]
        if start and not rest:
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start and self.server.lengths:
            total = len(self.server.body)
            self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        if self.server.lengths:
            self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        cut = self.server.cuts.pop(0) if self.server.cuts else None
        self.wfile.write(rest[:cut])


def entry_for(url, body=BODY, **changes):
    facts = {"size_bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), **changes}
    return CatalogEntry(name="model", file="model.gguf", url=url, **facts)


def left_in(cache_dir):
    return sorted(path.name.split(".")[-1] for path in models_dir(cache_dir).iterdir())


def test_a_file_arrives_with_progress(tmp_path):
    told = []
    with FileServer() as server:
        path = pull(entry_for(server.url), tmp_path, lambda done, total: told.append((done, total)))
    assert path.read_bytes() == BODY
    assert path == cached_models(tmp_path)[0]
    assert told[0] == (0, len(BODY))
    assert told[-1] == (len(BODY), len(BODY))
    assert told == sorted(told)
    assert left_in(tmp_path) == ["gguf"]


def test_a_broken_transfer_goes_on_where_it_stopped(tmp_path):
    with FileServer(cuts=[1_000_000, 700_000]) as server:
        path = pull(entry_for(server.url), tmp_path)
        assert server.asked == [None, "bytes=1000000-", "bytes=1700000-"]
    assert path.read_bytes() == BODY


def test_a_transfer_that_makes_no_headway_is_kept_for_the_next_call(tmp_path):
    with FileServer(cuts=[1_000_000, 0, 0, 0]) as server:
        with pytest.raises(ModelUnavailable, match="1,000,000 of 3,000,004 bytes are kept"):
            pull(entry_for(server.url), tmp_path)
        assert cached_models(tmp_path) == []
        assert left_in(tmp_path) == ["partial"]
        server.cuts.clear()
        path = pull(entry_for(server.url), tmp_path)
        assert server.asked[-1] == "bytes=1000000-"
    assert path.read_bytes() == BODY


def test_a_server_without_ranges_starts_again(tmp_path):
    with FileServer(cuts=[1_000_000], ranges=False) as server:
        assert pull(entry_for(server.url), tmp_path).read_bytes() == BODY


def test_a_wrong_digest_is_refused_and_deleted(tmp_path):
    with FileServer() as server, pytest.raises(ModelRefused, match="SHA-256"):
        pull(entry_for(server.url, sha256="0" * 64), tmp_path)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("body", [BODY + bytes(40_000_000), BODY[:1000], b""])
def test_a_file_of_another_size_is_refused_without_reading_it(tmp_path, body):
    told = []
    with FileServer(body) as server, pytest.raises(ModelRefused, match="instead of 3,000,004"):
        pull(entry_for(server.url), tmp_path, lambda done, total: told.append(done))
    assert told == []
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("body", [BODY + bytes(40_000_000), BODY[:1000]])
def test_a_file_of_another_size_that_does_not_tell_it_is_not_kept(tmp_path, body):
    told = []
    with FileServer(body, lengths=False) as server, pytest.raises((ModelRefused, ModelUnavailable)):
        pull(entry_for(server.url), tmp_path, lambda done, total: told.append(done))
    assert max(told) <= len(BODY)
    assert cached_models(tmp_path) == []


def test_what_is_here_already_must_fit_the_server_s_file(tmp_path):
    with FileServer(cuts=[1_000_000, 0, 0]) as server:
        with pytest.raises(ModelUnavailable):
            pull(entry_for(server.url), tmp_path)
        server.body = BODY[:500_000]
        with pytest.raises(ModelRefused):
            pull(entry_for(server.url), tmp_path)
    assert left_in(tmp_path) == []


def test_another_digest_does_not_go_on_with_these_bytes(tmp_path):
    other = BODY[::-1]
    with FileServer(cuts=[1_000_000, 0, 0]) as server, pytest.raises(ModelUnavailable):
        pull(entry_for(server.url), tmp_path)
    with FileServer(body=other) as server:
        assert pull(entry_for(server.url, other), tmp_path).read_bytes() == other
        assert server.asked == [None]


def test_a_file_that_is_there_is_checked_and_kept(tmp_path):
    with FileServer() as server:
        path = pull(entry_for(server.url), tmp_path)
        pull(entry_for(server.url), tmp_path)
        assert len(server.asked) == 1
        path.write_bytes(b"GGUF and damaged")
        assert pull(entry_for(server.url), tmp_path).read_bytes() == BODY


def test_redirects_are_followed(tmp_path):
    with FileServer() as server:
        assert pull(entry_for(server.url.replace("model", "moved")), tmp_path).read_bytes() == BODY


@pytest.mark.parametrize(
    ("status", "kind"), [(403, ModelRefused), (404, ModelRefused), (429, ModelUnavailable), (503, ModelUnavailable)]
)
def test_a_refusal_names_the_status(tmp_path, status, kind):
    with FileServer(status=status) as server, pytest.raises(kind, match=str(status)):
        pull(entry_for(server.url), tmp_path)


def test_without_a_network_the_message_says_what_to_do(tmp_path):
    with FileServer() as server:
        url = server.url
    with pytest.raises(ModelUnavailable, match=r"cannot fetch 'model' from 127\.0\.0\.1.*name a mirror"):
        pull(entry_for(url), tmp_path, timeout_seconds=5)


def test_a_mirror_is_asked_instead_of_the_publisher(tmp_path):
    with FileServer() as server:
        facts = entry_for(server.url).model_dump() | {"url": None, "repository": "a/b", "revision": "c"}
        mirror = server.url.removesuffix("/model.gguf")
        assert pull(CatalogEntry(**facts), tmp_path, mirror=mirror).read_bytes() == BODY


def test_too_little_space_is_said_before_the_transfer(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(pull_module.shutil, "disk_usage", lambda path: usage(10**9, 10**9, 1000))
    with FileServer() as server, pytest.raises(ModelUnavailable, match="1,000 free"):
        pull(entry_for(server.url), tmp_path)
    assert server.asked == []


def test_a_cache_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "models").write_text("a file where the directory should be")
    with FileServer() as server, pytest.raises(ModelUnavailable, match="cannot write"):
        pull(entry_for(server.url), tmp_path)


def test_the_cache_lists_complete_files_largest_first(tmp_path):
    assert cached_models(tmp_path) == []
    models_dir(tmp_path).mkdir()
    for name, size in [("a.gguf", 1), ("b.gguf", 3), ("c.gguf.0123.partial", 9)]:
        (models_dir(tmp_path) / name).write_bytes(bytes(size))
    assert [path.name for path in cached_models(tmp_path)] == ["b.gguf", "a.gguf"]
