"""JoyCaption alpha-two as it runs: on Gradio 4, with unprefixed routes. Started by an interpreter that has Gradio 4.

Prints its address, and serves until its input closes. Needs nothing else of this project.
"""

import json
import sys

import gradio as gr
from PIL import Image


def stream_chat(
    input_image: Image.Image,
    caption_type: str,
    caption_length: str,
    extra_options: "list[str]",
    name_input: str,
    custom_prompt: str,
    request: gr.Request,
) -> "tuple[str, str]":
    seen = {"token": request.headers.get("x-hf-authorization"), "size": input_image.size, "options": extra_options}
    return json.dumps(seen), f"{json.dumps(seen)} A {caption_type} photo of a velvet pillow."


with gr.Blocks() as app:
    options = [
        "Do NOT include anything sexual; keep it PG.",
        "Include whether the image is sfw, suggestive, or nsfw.",
    ]
    gr.Button("Caption").click(
        stream_chat,
        [
            gr.Image(type="pil", label="Input Image"),
            gr.Dropdown(choices=["Descriptive", "Training Prompt"], value="Descriptive", label="Caption Type"),
            gr.Dropdown(choices=["any", "short", "medium-length", "long"], value="long", label="Caption Length"),
            gr.CheckboxGroup(choices=options, label="Extra Options"),
            gr.Textbox(label="Person/Character Name (if applicable)"),
            gr.Textbox(label="Custom Prompt (optional, will override all other settings)"),
        ],
        [gr.Textbox(label="Prompt that was used"), gr.Textbox(label="Caption")],
    )

if __name__ == "__main__":
    _, url, _ = app.launch(prevent_thread_lock=True, quiet=True)
    sys.stdout.write(f"{json.dumps({'url': url.rstrip('/')})}\n")
    sys.stdout.flush()
    sys.stdin.read()
    app.close()
