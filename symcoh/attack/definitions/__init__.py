"""What the names of the ledger mean, by brute force from the definitions (1)-(6), one file per part of the paper."""
