"""What the agent can do, and the mechanisms that tools share."""
