"""Source systems by their definition: every state of 2^N, dense matrices; nothing of it is shared with `symcoh.sources`."""
