"""The game over plain HTTP, under /api: everything beyond the five Gradio endpoints.

A capability brings an `APIRouter` whose paths are whole ("/api/badges"), built with what it needs; `build_rest` puts
the routers together. Handlers return JSON or raise the errors of `piclets.errors`, which become the contract's
failure object with its status (`failures.py`). `access.py` knows who calls, `workload.py` bounds what costs CPU,
`bodies.py` bounds what is sent.
"""
