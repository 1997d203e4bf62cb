-- Semantic memory: texts with their vectors; an id is SHA-256 over (namespace, text).

CREATE TABLE knowledge (
    namespace TEXT NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    metadata TEXT NOT NULL,
    integrity TEXT NOT NULL,
    embedder TEXT NOT NULL,
    vector TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    PRIMARY KEY (namespace, id)
);
