"""Benchmarks: they print ratios and never fail a build. Run them by hand, see each module."""
