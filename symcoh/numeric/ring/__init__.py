"""The ring of sources in balls: its weights, sums, window, tables over temperatures and closed forms."""
