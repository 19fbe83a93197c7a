"""Everyday words for the very same thing. They lead to an object; they never change how a name is written.

Kept by hand and short: merging on a thesaurus' senses merges different things. A group belongs here only if one
photo of the thing would be called by any of its words, mostly by the country somebody comes from.
"""

from __future__ import annotations

_GROUPS = """
adhesive_tape sticky_tape sellotape scotch_tape
aeroplane airplane
aluminium_foil aluminum_foil tin_foil tinfoil
armoire wardrobe
sneaker trainer
aubergine eggplant
ax axe
baby_carriage pram
baby_cot crib
baking_tray baking_sheet cookie_sheet
bath_tub bathtub
bicycle bike push_bike
bookcase bookshelf
candy_floss cotton_candy
car automobile motorcar motor_car
car_tire car_tyre
cell_phone cellphone mobile_phone smart_phone smartphone
chickpea garbanzo_bean
clothes_peg clothespin
coriander cilantro
couch settee sofa
courgette zucchini
cutting_board chopping_board
dishcloth dish_rag dishrag
dishwashing_liquid dish_soap washing_up_liquid
donut doughnut
dressing_gown bathrobe
drawing_pin thumbtack
dummy pacifier
dustbin garbage_can trash_can rubbish_bin garbage_bin trash_bin
eye_glasses eyeglasses spectacles
faucet tap
fire_engine fire_truck firetruck
fizzy_drink soft_drink
flashlight torch
fridge refrigerator
gas_stove gas_cooker
gasoline petrol
hair_dryer hairdryer hair_drier hairdrier blow_dryer
hand_bag handbag
hoover vacuum vacuum_cleaner
ice_lolly popsicle
jewellery jewelry
kerosene paraffin_oil
ladybird ladybug ladybeetle
laptop laptop_computer
lawn_mower lawnmower
letterbox mailbox letter_box mail_box
licence_plate license_plate number_plate
elevator lift
lorry truck
math_book maths_book
microwave microwave_oven
motorbike motorcycle
nappy diaper
oven_glove oven_mitt
pajamas pyjamas
paper_towel kitchen_roll
pepper_mill pepper_grinder
photo photograph
pushchair stroller baby_buggy
remote remote_control tv_remote
rubber_band elastic_band
sat_nav satnav
skipping_rope jump_rope
sledge sled
spanner wrench
spring_onion scallion green_onion
sun_glasses sunglasses
swede rutabaga
swimsuit bathing_suit swimming_costume
t_shirt tee_shirt tshirt
tea_towel dish_towel dishtowel
television tv tv_set television_set telly
tire tyre
toilet_paper toilet_roll loo_roll
tumble_dryer clothes_dryer
washing_machine washer clothes_washer
wellington_boot welly rubber_boot gumboot rain_boot
wristwatch wrist_watch
yoghurt yogurt
zebra_crossing crosswalk
zip zipper
"""


def groups() -> list[tuple[str, ...]]:
    """The groups, each of normalized names for one thing."""
    return [tuple(line.split()) for line in _GROUPS.strip().splitlines()]


_MEMBERS = {name: group for group in groups() for name in group}


def synonyms(name: str) -> tuple[str, ...]:
    """The other normalized names of the thing that the normalized `name` means; () for most names."""
    return tuple(other for other in _MEMBERS.get(name, ()) if other != name)
