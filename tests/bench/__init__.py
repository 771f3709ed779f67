"""Benchmarks: every figure is a ratio of two times taken in one run, or a count of queries."""
