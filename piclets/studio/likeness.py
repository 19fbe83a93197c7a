"""Which body plan a thing is drawn by: the noun decides, by its own name or the nearest broader term that has one.

A thing keeps its plan, so an object's variations look like their canonical. Where no plan fits, the creature's type
chooses one, the same for every photo of the thing.
"""

from __future__ import annotations

import hashlib
from functools import cache

from piclets.domain import lexicon
from piclets.domain.records import PRIMARY_TYPES, PrimaryType
from piclets.studio.painting import LIKENESSES, PLANS, Plan

# "plan: terms", names and broader terms of the lexicon.
_TERMS = """
biped: bear ape monkey primate marsupial frog amphibian teddy_bear stuffed_animal giant_panda
quadruped: mammal carnivore ungulate placental big_cat dinosaur lizard elephant
serpent: snake eel worm serpent
bird: bird
puffball: rodent hedgehog rabbit pompom hamster
beetle: beetle insect arachnid ant spider
butterfly: butterfly
moth: moth
caterpillar: caterpillar larva centipede
snail: snail gastropod
bee: bee wasp fly hymenopteran dipteran
fish: fish
crab: crustacean scorpion
jelly: jellyfish coelenterate
octopus: octopus squid cephalopod
whale: whale cetacean dolphin
starfish: starfish echinoderm
seal: pinniped_mammal seal walrus otter
potted: houseplant pot_plant potted_plant flowerpot succulent bonsai
mushroom: mushroom fungus
bulb: onion garlic turnip radish beet root_vegetable bulb
cactus: cactus
flower: flower angiosperm herb sunflower daisy
treant: tree log wood
bud: tulip rose orchid lily vegetable
crystal: gem jewelry crystal diamond quartz jewel
golem: statue sculpture brick
cairn: rock stone
geode: geode mineral
tortoise: turtle tortoise
planet: planet globe sphere moon orb
shooting_star: star
comet: comet fire flame
spectre: ghost bed_linen
visitor: alien
saucer: frisbee disk flying_saucer hubcap
rocket: rocket missile spacecraft
robot: robot home_appliance white_goods
rover: bus public_transport wheeled_vehicle motor_vehicle vehicle truck tractor
television: television television_receiver monitor radio microwave oven display camera screen computer
drone: drone helicopter aircraft fan
cottage: house building dwelling dollhouse shed
castle: castle church fortress palace tower
lighthouse: lighthouse lamppost streetlight
pagoda: pagoda temple
tent: tent canopy
windmill: windmill
book: book publication notebook magazine newspaper letter card
mask: mask
guitar: guitar stringed_instrument ukulele violin
drum: drum barrel percussion_instrument
lantern: lantern source_of_illumination light_bulb torch flashlight
vase: vase jar jug
matryoshka: doll figurine puppet
die: die dice_cup cube puzzle box dice toy_box
cup: cup mug drinking_vessel glass
bowl: bowl cooking_utensil soup
dumpling: dumpling bun pasta
cake: cake pie cookie cupcake pastry baked_goods
onigiri: sushi rice
sundae: ice_cream frozen_dessert dessert
teapot: teapot coffeepot pitcher coffee_maker
burger: sandwich burger hamburger
fruit: edible_fruit fruit pumpkin
pillow: pillow cushion bedding quilt mattress
armchair: seat armchair furniture
shoe: footwear shoe boot sneaker sandal
slab: phone telephone smartphone remote_control calculator tablet_computer charger
pencil: pencil pen writing_implement crayon paintbrush toothbrush brush screwdriver
satchel: bag backpack handbag suitcase baggage wallet purse case
garment: shirt coat garment sweater jacket dress t_shirt
mallet: hammer mallet hand_tool edge_tool tool axe
hat: hat cap helmet headdress
plate: plate saucer platter
fork: fork cutlery
spoon: spoon ladle spatula
knife: knife table_knife cutter
bottle: bottle flask
pan: pan frying_pan saucepan wok
kettle: kettle
bucket: bucket pail
banana: banana plantain
carrot: carrot parsnip
tomato: tomato
loaf: bread toast
egg: egg
pizza: pizza
cheese: cheese
clock: clock alarm_clock timepiece
lamp: lamp
candle: candle
umbrella: umbrella parasol
key: key
scissors: scissors shears
broom: broom
chair: chair stool bench
sofa: sofa couch
bed: bed
table: table desk
door: door
window: window
mirror: mirror
bicycle: bicycle
car: car
train: train locomotive
ball: ball
glasses: spectacles glasses sunglasses eyeglasses
glove: glove mitten
cat: cat kitten
dog: dog
"""


@cache
def _plan_by_term() -> dict[str, Plan]:
    by_name = {plan.__name__: plan for cast in (PLANS, LIKENESSES) for plans in cast.values() for plan in plans}
    lines = (line.split(": ") for line in _TERMS.strip().splitlines())
    return {term: by_name[name] for name, terms in lines for term in terms.split()}


def plan_of(thing: str) -> Plan | None:
    """The body plan that looks like a thing, by its normalized name; None where there is none.

    What the lexicon knows as one thing is that thing first: a hot dog is a sandwich, no dog.
    """
    if not thing:
        return None
    head = lexicon.known_head(thing)
    terms = _plan_by_term()
    ends = ["_".join(thing.split("_")[at:]) for at in range(thing.count("_") + 1)]
    own = [end for end in ends if len(end) > len(head)]
    order = (*own, head, *lexicon.broader(thing, first_sense=True), *ends)
    return next((terms[term] for term in order if term in terms), None)


def type_like(thing: str) -> PrimaryType | None:
    """The type of the creatures that are drawn by a thing's plan."""
    plan = plan_of(thing)
    return next((kind for kind in PRIMARY_TYPES if plan in (*PLANS[kind], *LIKENESSES.get(kind, ()))), None)


def plan_for(thing: str, kind: PrimaryType) -> Plan | None:
    """The plan for a thing of a type, always the same; None for a thing without a name: chance may decide."""
    plan = plan_of(thing)
    if plan is not None or not thing:
        return plan
    plans = PLANS[kind]
    return plans[int.from_bytes(hashlib.sha256(thing.encode()).digest()[:4], "big") % len(plans)]
