"""Prints: the face with its four spots, the card that bears it, and reading cards in photos.

`face.py` draws the spots, `card.py` and `sheet.py` what is printed; `reading.py` is the five stages from a photo to
an answer. The code of the spots itself is a rule of the game: `piclets.domain.spots`.
"""
