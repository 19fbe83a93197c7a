"""Servers of ours on 127.0.0.1, for the tests to call as if they were the world's."""
