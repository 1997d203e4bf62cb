"""The ground all rooms stand on: three memories, labels, the database and the effect ledger."""
