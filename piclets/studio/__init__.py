"""The embedded studio: the three AI services of a game that has none.

It is a studio without a model, and says so: it recognises nothing. It reads what a file is called, sees colours and
textures, writes by a grammar and draws by rules. The same photo under the same name gives the same Piclet.
"""

from __future__ import annotations

import hashlib

from piclets.domain.photo import Photo
from piclets.services.ports import Answer, Brief, Caption, Picture, Question, Session
from piclets.studio.caption import describe
from piclets.studio.grammar import answer
from piclets.studio.likeness import plan_for
from piclets.studio.painting import draw_creature

__all__ = ["Studio"]


class Studio:
    """Captioner, Conceiver and Painter in one. Keeps nothing, and needs neither a network nor the player's token."""

    def caption(self, photo: Photo, session: Session) -> Caption:
        session.tell("The studio has no model, but it has a good look")
        session.paid()
        return Caption(text=describe(photo.image, photo.filename), model="studio-caption")

    def conceive(self, question: Question, session: Session) -> Answer:
        session.tell("The studio has no model, so it makes something up")
        return Answer(markdown=answer(question.caption, question.photo_sha256), model="studio-grammar")

    def paint(self, brief: Brief, session: Session) -> Picture:
        session.tell("The studio sharpens its pencils")
        seed = hashlib.sha256(f"{brief.photo.sha256}\n{brief.image_prompt}".encode()).digest()
        plan = plan_for(brief.thing, brief.primary_type)
        creature = draw_creature(
            brief.photo.image, brief.primary_type, int.from_bytes(seed[:4], "big"), plan, brief.tier
        )
        return Picture(creature, model="studio-brush")
