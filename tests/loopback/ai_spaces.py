"""The AI Spaces on loopback: real Gradio apps with the Spaces' signatures, and the failures they are known for.

    spaces = start_spaces()
    spaces.caption_url, spaces.concept_url, spaces.image_url    # for PICLETS_*_SPACES
    spaces.calls                                                # what reached the models: headers, arguments
    spaces.fail("image", Raised("GPU task aborted"), times=1)   # the next call fails so; times=None: every call
    spaces.answers.caption = lambda picture: "A photo of a blue velvet pillow."
    spaces.stop()

A fault is switched on over this object, from the same process. Each step's app listens on a port of its own.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import gradio as gr
import numpy as np
from fastapi import FastAPI
from PIL import Image, ImageDraw
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.loopback.serving import serving

Step = Literal["caption", "concept", "image"]
STEPS: tuple[Step, ...] = ("caption", "concept", "image")
Build = Callable[["Spaces"], gr.Blocks]

THINGS = ("pillow", "mug", "lamp", "kettle", "bicycle", "teapot", "backpack", "umbrella", "clock", "guitar")
MANNERS = ("velvet", "striped", "dotted", "shiny", "worn", "tiny", "painted", "folded")

CONCEPT = """# Canonical Object
{thing}

# Variation
{manner}

# Object Rarity
uncommon

# Monster Name
{name}

# Primary Type
structure

# Stats
HP: 61
Attack: 34
Defense: 72
Speed: 45

# Physical Stats
Height: 0.4 m
Weight: 1.2 kg

# Personality
Patient, soft-spoken and fond of afternoons.

# Description
{name} naps where it is warm and wakes when somebody sits down.

# Monster Image Prompt
A round, friendly creature that looks like a {manner} {thing}, big eyes, plain background

# Safety
ok
"""


# What can go wrong, as switched on by `Spaces.fail`.


@dataclass(frozen=True)
class Raised:
    """The app raises `gr.Error(words)`; without words it crashes, and the client sees `{"error": null}`."""

    words: str | None = None


@dataclass(frozen=True)
class Says:
    """The app returns this instead of its own answer."""

    answer: Any


@dataclass(frozen=True)
class Slow:
    """The app works for so long before it answers (or until `Spaces.hurry`)."""

    seconds: float


@dataclass(frozen=True)
class Status:
    """Requests whose path holds `path` are answered with this HTTP status, before Gradio sees them."""

    code: int
    path: str = "/queue/join"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"Something went wrong"


@dataclass(frozen=True)
class Dropped:
    """The connection is cut: before an answer, or in the middle of the stream of events."""

    path: str = "/queue/data"


@dataclass(frozen=True)
class Dribbled:
    """An answer that goes on and on, a byte at a time (until `Spaces.hurry`)."""

    path: str = "/queue/join"


@dataclass(frozen=True)
class FileBody:
    """The picture's file is these bytes, `repeat` times over."""

    body: bytes
    content_type: str = "image/webp"
    repeat: int = 1


@dataclass(frozen=True)
class Renamed:
    """`/info` calls the parameter `old` by the name `new` (arguments travel by position)."""

    old: str
    new: str


Fault = Raised | Says | Slow | Status | Dropped | Dribbled | FileBody | Renamed
_APP_FAULTS = (Raised, Says, Slow)


@dataclass(frozen=True)
class Call:
    """A call that reached a model. Header names are in lower case; of a picture only its size is kept."""

    step: Step
    headers: Mapping[str, str]
    arguments: Mapping[str, Any]


@dataclass
class Answers:
    """What the three models answer while all is well; replace what a test wants to say."""

    caption: Callable[[Image.Image], str] = field(default=lambda picture: describe(picture))
    concept: Callable[[str], str] = field(default=lambda message: imagine(message))
    picture: Callable[[str], Image.Image] = field(default=lambda prompt: draw(prompt))


@dataclass
class _Switched:
    fault: Fault
    left: int | None


class Spaces:
    """The running Spaces. Built by `start_spaces`."""

    def __init__(self) -> None:
        self.answers = Answers()
        self.calls: list[Call] = []
        self.requests: Counter[str] = Counter()
        self.on_call: Callable[[Step], object] = lambda _step: None
        self.urls: dict[Step, str] = {}
        self._hurry = threading.Event()
        self._faults: dict[Step, list[_Switched]] = {step: [] for step in STEPS}
        self._lock = threading.Lock()
        self._servers = ExitStack()
        self._pictures = Path(self._servers.enter_context(tempfile.TemporaryDirectory()))

    @property
    def caption_url(self) -> str:
        return self.urls["caption"]

    @property
    def concept_url(self) -> str:
        return self.urls["concept"]

    @property
    def image_url(self) -> str:
        return self.urls["image"]

    def fail(self, step: Step, fault: Fault, times: int | None = None) -> None:
        """Let `step` fail so, `times` times or always; several faults come one after the other."""
        with self._lock:
            self._faults[step].append(_Switched(fault, times))

    def hurry(self) -> None:
        """Let what is `Slow` answer now."""
        self._hurry.set()

    @property
    def hurried(self) -> bool:
        return self._hurry.is_set()

    def heal(self) -> None:
        """Every fault off, every answer as at first, nothing recorded."""
        with self._lock:
            self._hurry.clear()
            for faults in self._faults.values():
                faults.clear()
            self.calls.clear()
            self.requests.clear()
            self.answers = Answers()
            self.on_call = lambda _step: None

    def serve(self, step: Step, build: Build) -> str:
        """Serve one more app, whose calls and faults count as `step`'s. Returns its address."""
        app = gr.mount_gradio_app(FastAPI(), build(self), path="", show_error=False)
        return self._servers.enter_context(serving(_faulty(app, self, step)))

    def stop(self) -> None:
        self.hurry()
        self._servers.close()

    def filed(self, picture: Image.Image) -> str:
        """A picture as a file, which Gradio moves to its cache in one go.

        A picture itself it writes there, in place, to where the same one is: which may just be on its way to another
        player, of another process even, who then gets an empty file or half of it.
        """
        path = Path(tempfile.mkdtemp(dir=self._pictures)) / "drawn.webp"
        picture.save(path)
        return str(path)

    def called(self, step: Step) -> list[Call]:
        return [call for call in self.calls if call.step == step]

    def record(self, step: Step, request: gr.Request, **arguments: Any) -> None:
        headers = {name.lower(): value for name, value in dict(request.headers).items()}
        with self._lock:
            self.calls.append(Call(step, headers, arguments))
        self.on_call(step)

    def take(self, step: Step, kinds: tuple[type, ...], path: str = "") -> Fault | None:
        """The fault that hits now, counted down. The first one switched on for the step comes first."""
        with self._lock:
            faults = self._faults[step]
            if not faults or not isinstance(faults[0].fault, kinds):
                return None
            fault = faults[0].fault
            if isinstance(fault, Status | Dropped | Dribbled) and fault.path not in path:
                return None
            if faults[0].left is not None:
                faults[0].left -= 1
                if faults[0].left == 0:
                    faults.pop(0)
            return fault

    def meet(self, step: Step) -> Says | None:
        """Called by an app before it answers: raises or waits as the fault says."""
        fault = self.take(step, _APP_FAULTS)
        if isinstance(fault, Raised):
            if fault.words is None:
                raise RuntimeError("a crash of the app")
            raise gr.Error(fault.words)
        if isinstance(fault, Slow):
            self._hurry.wait(fault.seconds)
        return fault if isinstance(fault, Says) else None


def start_spaces() -> Spaces:
    """Alpha-two, gpt-oss and FLUX, each on a loopback port."""
    spaces = Spaces()
    builds: dict[Step, Build] = {"caption": alpha_two, "concept": gpt_oss, "image": flux}
    for step in STEPS:
        spaces.urls[step] = spaces.serve(step, builds[step])
    return spaces


# The apps.


def alpha_two(spaces: Spaces, more: bool = False) -> gr.Blocks:
    """fancyfeast/joy-caption-alpha-two; `more`: with one parameter that nobody knows."""

    def stream_chat(
        input_image: Image.Image,
        caption_type: str,
        caption_length: str,
        extra_options: list[str],
        name_input: str,
        custom_prompt: str,
        request: gr.Request,
        mood: str = "",
    ) -> tuple[str, str]:
        spaces.record(
            "caption", request, input_image=input_image.size, caption_type=caption_type,
            caption_length=caption_length, extra_options=extra_options, name_input=name_input,
            custom_prompt=custom_prompt, mood=mood,
        )  # fmt: skip
        said = spaces.meet("caption")
        prompt = " ".join([f"Write a {caption_type} caption.", *extra_options])
        return prompt, said.answer if said else spaces.answers.caption(input_image)

    app = gr.Blocks()
    with app:
        picture = gr.Image(type="pil", label="Input Image")
        kind = gr.Dropdown(
            ["Descriptive", "Descriptive (Informal)", "Training Prompt", "MidJourney", "Booru tag list",
             "Booru-like tag list", "Art Critic", "Product Listing", "Social Media Post"],
            value="Descriptive", label="Caption Type",
        )  # fmt: skip
        length = gr.Dropdown(
            ["any", "very short", "short", "medium-length", "long", "very long", *map(str, range(20, 261, 10))],
            value="long",
            label="Caption Length",
        )
        options = gr.CheckboxGroup(
            [
                "Do NOT include anything sexual; keep it PG.",
                "Include whether the image is sfw, suggestive, or nsfw.",
                "Do NOT use any ambiguous language.",
            ],
            label="Extra Options",
        )
        name = gr.Textbox(label="Person/Character Name (if applicable)")
        custom = gr.Textbox(label="Custom Prompt (optional, will override all other settings)")
        gr.Button("Caption").click(
            stream_chat,
            [picture, kind, length, options, name, custom, *_one_more(more)],
            [gr.Textbox(label="Prompt that was used"), gr.Textbox(label="Caption")],
            api_name="stream_chat",
            concurrency_limit=None,
        )
    return app


def beta_one(spaces: Spaces) -> gr.Blocks:
    """fancyfeast/joy-caption-beta-one, which streams."""

    def chat_joycaption(
        input_image: Image.Image,
        prompt: str,
        temperature: float,
        top_p: float,
        max_new_tokens: float,
        log_prompt: bool,
        request: gr.Request,
    ) -> Iterable[str]:
        spaces.record(
            "caption", request, input_image=input_image.size, prompt=prompt, temperature=temperature, top_p=top_p,
            max_new_tokens=max_new_tokens, log_prompt=log_prompt,
        )  # fmt: skip
        said = spaces.meet("caption")
        words = str(said.answer if said else spaces.answers.caption(input_image)).split(" ")
        for count in range(1, len(words) + 1, 6):
            yield " ".join(words[:count])
        yield " ".join(words)

    app = gr.Blocks()
    with app:
        gr.Button("Caption").click(
            chat_joycaption,
            [
                gr.Image(type="pil", label="Input Image"),
                gr.Textbox(label="Prompt"),
                gr.Slider(0.0, 2.0, value=0.6, step=0.05, label="Temperature"),
                gr.Slider(0.0, 1.0, value=0.9, step=0.01, label="Top-p"),
                gr.Slider(1, 2048, value=512, step=1, label="Max New Tokens"),
                gr.Checkbox(value=True, label="Help improve JoyCaption by logging your text query"),
            ],
            gr.Textbox(label="Caption"),
            api_name="chat_joycaption",
            concurrency_limit=None,
        )
    return app


def gpt_oss(spaces: Spaces, more: bool = False) -> gr.Blocks:
    """amd/gpt-oss-120b-chatbot, with its live preview and its wrapping; `more` as above."""

    def chat(
        message: str, system_prompt: str, temperature: float, request: gr.Request, mood: str = ""
    ) -> Iterable[str]:
        spaces.record(
            "concept", request, message=message, system_prompt=system_prompt, temperature=temperature, mood=mood
        )
        said = spaces.meet("concept")
        yield "```text\nAnalysis (live)\n\nThe user wants a creature"
        yield str(said.answer) if said else wrapped(spaces.answers.concept(message))

    app = gr.Blocks()
    with app:
        gr.Button("Send").click(
            chat,
            [
                gr.Textbox(label="Message"),
                gr.Textbox(value="You are a helpful assistant.", label="System prompt"),
                gr.Slider(0.0, 1.0, value=0.7, label="Temperature"),
                *_one_more(more),
            ],
            gr.Textbox(label="Response"),
            api_name="chat",
            concurrency_limit=None,
        )
    return app


def flux(spaces: Spaces, more: bool = False) -> gr.Blocks:
    """black-forest-labs/FLUX.1-schnell; `more` as above."""

    def infer(
        prompt: str,
        seed: float,
        randomize_seed: bool,
        width: float,
        height: float,
        num_inference_steps: float,
        request: gr.Request,
        mood: str = "",
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - how Gradio hands over the bar
    ) -> tuple[Any, int]:
        spaces.record(
            "image", request, prompt=prompt, seed=seed, randomize_seed=randomize_seed, width=width, height=height,
            num_inference_steps=num_inference_steps, mood=mood,
        )  # fmt: skip
        progress(0.5, desc="Denoising")
        said = spaces.meet("image")
        picture = said.answer if said else spaces.answers.picture(prompt)
        return (spaces.filed(picture) if picture else None), int(seed)

    app = gr.Blocks()
    with app:
        gr.Button("Run").click(
            infer,
            [
                gr.Textbox(label="Prompt"),
                gr.Slider(0, 2**31 - 1, value=0, step=1, label="Seed"),
                gr.Checkbox(value=True, label="Randomize seed"),
                gr.Slider(256, 2048, value=1024, step=32, label="Width"),
                gr.Slider(256, 2048, value=1024, step=32, label="Height"),
                gr.Slider(1, 50, value=4, step=1, label="Number of inference steps"),
                *_one_more(more),
            ],
            [gr.Image(label="Result", format="webp"), gr.Number(label="Seed")],
            api_name="infer",
            concurrency_limit=None,
        )
    return app


def _one_more(wanted: bool) -> list[gr.Textbox]:
    return [gr.Textbox(value="calm", label="Mood")] if wanted else []


# What the models answer while all is well.


def describe(picture: Image.Image) -> str:
    """A caption that depends on the pixels alone."""
    digest = hashlib.sha256(picture.convert("RGB").tobytes()).digest()
    thing, manner = THINGS[digest[0] % len(THINGS)], MANNERS[digest[1] % len(MANNERS)]
    return f"A photo of a {manner} {thing} on a wooden table. The image is sfw."


def imagine(message: str) -> str:
    """A concept of the object that the caption names ("a photo of a <manner> <thing>")."""
    found = re.findall(r"photo of an? (\w+) (\w+)", message)
    manner, thing = found[-1] if found else ("plain", "thing")  # the rules come first, the caption last
    return CONCEPT.format(thing=thing, manner=manner, name=f"{manner.title()[:3]}{thing[:4]}o")


def wrapped(markdown: str) -> str:
    return (
        "<details><summary>Analysis</summary>\n\nThe user wants a creature.\n\n</details>\n\n"
        f"**💬 Response:**\n\n{markdown}"
    )


def draw(prompt: str) -> Image.Image:
    """A creature of sorts, 256 px."""
    shade = hashlib.sha256(prompt.encode()).digest()
    image = Image.new("RGB", (256, 256), (245, 240, 230))
    pencil = ImageDraw.Draw(image)
    pencil.ellipse((40, 60, 216, 236), fill=(shade[0], shade[1], shade[2]))
    for x in (96, 160):
        pencil.ellipse((x - 12, 110, x + 12, 134), fill="white")
        pencil.ellipse((x - 5, 117, x + 5, 127), fill="black")
    return image


def noise(side: int = 512) -> Image.Image:
    """A picture that compresses badly."""
    return Image.fromarray(np.random.default_rng(7).integers(0, 255, (side, side, 3), dtype=np.uint8))


# Faults of HTTP.


def _faulty(app: ASGIApp, spaces: Spaces, step: Step) -> ASGIApp:
    """`app` behind them."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        path = scope["path"]
        spaces.requests[f"{step} {path}"] += 1
        fault = spaces.take(step, (Status, Dropped, Dribbled), path)
        if isinstance(fault, Status):
            await _answer(send, fault.code, fault.body, fault.headers)
        elif isinstance(fault, Dribbled):
            await _dribble(receive, send, spaces)
        elif isinstance(fault, Dropped):
            await app(scope, receive, _cut_after_the_first_event(send))
        elif "/file=" in path and isinstance(body := spaces.take(step, (FileBody,)), FileBody):
            await _answer(send, 200, body.body, {"content-type": body.content_type}, body.repeat)
        elif path.endswith("/info") and isinstance(name := spaces.take(step, (Renamed,)), Renamed):
            await app(scope, receive, _renaming(send, name))
        else:
            await app(scope, receive, send)

    return guarded


async def _dribble(receive: Receive, send: Send, spaces: Spaces) -> None:
    gone = asyncio.create_task(_until_gone(receive))
    await send({"type": "http.response.start", "status": 200, "headers": []})
    while not gone.done() and not spaces.hurried:
        await send({"type": "http.response.body", "body": b" ", "more_body": True})
        await asyncio.sleep(0.02)
    gone.cancel()
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _renaming(send: Send, name: Renamed) -> Send:
    async def renaming(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(key, value) for key, value in message["headers"] if key != b"content-length"]
            message = {**message, "headers": headers}
        else:
            body = message["body"].replace(f'"{name.old}"'.encode(), f'"{name.new}"'.encode())
            message = {**message, "body": body}
        await send(message)

    return renaming


class _Cut(Exception):
    """Ends a response in the middle: uvicorn closes the connection."""


def _cut_after_the_first_event(send: Send) -> Send:
    async def cutting(message: Message) -> None:
        if message["type"] == "http.response.body":
            await send({"type": "http.response.body", "body": b'data: {"msg": "heart', "more_body": True})
            raise _Cut
        await send(message)

    return cutting


async def _answer(send: Send, code: int, body: bytes, headers: Mapping[str, str], repeat: int = 1) -> None:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": code, "headers": raw})
    for _ in range(repeat):
        await send({"type": "http.response.body", "body": body, "more_body": True})
        await asyncio.sleep(0)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def photo_file(colour: tuple[int, int, int] = (40, 70, 170)) -> Path:
    """A JPEG on disk, for a player to upload."""
    path = Path(tempfile.mkdtemp()) / "IMG_2041.jpg"
    image = Image.new("RGB", (320, 240), (232, 226, 214))
    ImageDraw.Draw(image).ellipse((70, 30, 250, 210), fill=colour)
    image.save(path, "JPEG")
    return path
