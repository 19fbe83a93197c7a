"""Piclets: the backend of a discovery game. One canonical creature per real-world object."""

__version__ = "0.1.0"
