"""The manifest of models that can be fetched."""

from __future__ import annotations

import pytest

from nodes.llm.errors import ModelNotConfigured
from nodes.llm.sources.catalog import load_catalog

DIGEST = "ab" * 32


def test_the_built_in_models_are_official_pinned_and_small_first():
    entries = list(load_catalog().values())
    assert [entry.name for entry in entries][:2] == ["qwen2.5-0.5b", "qwen2.5-coder-0.5b"]
    assert all(entry.address().startswith("https://huggingface.co/Qwen/") for entry in entries)
    assert all(entry.revision != "main" for entry in entries)
    assert len({entry.sha256 for entry in entries}) == len(entries)
    assert [entry.size_bytes for entry in entries] == sorted(entry.size_bytes for entry in entries)


def test_a_mirror_keeps_the_path():
    entry = load_catalog()["qwen2.5-coder-0.5b"]
    mirrored = entry.address("http://mirror.example:8080/hf/")
    assert mirrored == entry.address().replace("https://huggingface.co", "http://mirror.example:8080/hf")


def test_an_own_manifest_adds_and_wins(tmp_path):
    manifest = tmp_path / "mine.toml"
    manifest.write_text(
        f'[mine]\nurl = "http://127.0.0.1/m.gguf"\nfile = "m.gguf"\nsha256 = "{DIGEST.upper()}"\nsize_bytes = 5\n'
        f'["qwen2.5-0.5b"]\nrepository = "me/mine"\nfile = "n.gguf"\nsha256 = "{DIGEST}"\nsize_bytes = 6\n'
    )
    catalog = load_catalog(manifest)
    assert catalog["mine"].address("https://mirror.example") == "http://127.0.0.1/m.gguf"
    assert catalog["mine"].sha256 == DIGEST
    assert catalog["qwen2.5-0.5b"].address() == "https://huggingface.co/me/mine/resolve/main/n.gguf"
    assert "qwen2.5-coder-1.5b" in catalog


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not toml", "is not TOML"),
        ("x = 3", "must be a table"),
        ('["../x"]\nfile = "m.gguf"', "a name is"),
        (f'[x]\nurl = "http://h/m"\nfile = "../m.gguf"\nsha256 = "{DIGEST}"\nsize_bytes = 5', "file"),
        (f'[x]\nurl = "http://h/m"\nfile = "m.exe"\nsha256 = "{DIGEST}"\nsize_bytes = 5', "file"),
        ('[x]\nurl = "http://h/m"\nfile = "m.gguf"\nsha256 = "ab"\nsize_bytes = 5', "sha256"),
        (f'[x]\nurl = "http://h/m"\nfile = "m.gguf"\nsha256 = "{DIGEST}"\nsize_bytes = 0', "size_bytes"),
        (f'[x]\nfile = "m.gguf"\nsha256 = "{DIGEST}"\nsize_bytes = 5', "repository"),
        (f'[x]\nurl = "file:///etc/x"\nfile = "m.gguf"\nsha256 = "{DIGEST}"\nsize_bytes = 5', "https://"),
        (f'[x]\nsurprise = 1\nurl = "http://h/m"\nfile = "m.gguf"\nsha256 = "{DIGEST}"\nsize_bytes = 5', "surprise"),
    ],
)
def test_a_wrong_manifest_says_what_is_wrong(tmp_path, text, said):
    manifest = tmp_path / "mine.toml"
    manifest.write_text(text)
    with pytest.raises(ModelNotConfigured, match=said) as caught:
        load_catalog(manifest)
    assert "mine.toml" in str(caught.value)


def test_a_missing_or_binary_manifest_is_named(tmp_path):
    with pytest.raises(ModelNotConfigured, match="cannot read"):
        load_catalog(tmp_path / "none.toml")
    (tmp_path / "bin.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelNotConfigured, match="is not TOML"):
        load_catalog(tmp_path / "bin.toml")
