"""The one zero test: equal, different or undecided, by exact algebra and by balls."""
