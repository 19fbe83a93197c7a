"""What of this server can be reached from outside, and how much of it a stranger can use up.

Gradio mounts far more than the game needs, and bounds little of it. Here are the list of what is served
(`routes.py`), the bounds of what may be sent (`bodies.py`, `uploads.py`), the serving of stored files (`files.py`),
and Gradio's queue and session state with bounds (`queueing.py`, `sessions.py`).
"""
