"""Things that came after WordNet, or that it has under no such name: "broader term: its kinds".

A kind may be a brand; a broader term is a name of WordNet's.
"""

from __future__ import annotations

_KINDS = """
figurine: action_figure minifig minifigure funko_pop
alcoholic_drink: hard_seltzer white_claw
sailing_ship: tall_ship
bag: tote_bag bum_bag belt_bag drawstring_bag dry_bag
beverage: energy_drink smoothie bubble_tea boba kombucha sports_drink red_bull oat_milk latte_art iced_coffee iced_tea
bicycle: e_bike electric_bike bmx road_bike fat_bike folding_bike
blanket: weighted_blanket throw
body_armor: bulletproof_vest
book: graphic_novel cookbook colouring_book coloring_book hardback paperback pop_up_book
bottle: water_bottle sports_bottle drink_bottle
box: lunchbox lunch_box bento bento_box shoebox gift_box toolbox jewelry_box jewellery_box
broom: swiffer
cable: usb_cable hdmi_cable charging_cable lightning_cable power_cord extension_cord extension_lead ethernet_cable
camera: action_camera gopro dslr instant_camera polaroid webcam security_camera digital_camera dashcam
candle: tealight tea_light scented_candle
car: suv tesla hatchback electric_car
card: gift_card sim_card memory_card sd_card trading_card pokemon_card greeting_card business_card
cat: tabby_cat ginger_cat
chair: gaming_chair office_chair bean_bag beanbag camping_chair recliner_chair desk_chair dining_chair
cheese: string_cheese
clock: digital_clock alarm_clock
clothing: onesie hoodie tracksuit fleece_jacket snowsuit rash_guard face_mask
coffee_maker: espresso_machine moka_pot aeropress coffee_machine cafetiere french_press
computer: chromebook macbook mini_pc gaming_pc imac tablet_computer ipad macbook_pro macbook_air raspberry_pi
game: video_game
controller: game_controller gamepad xbox_controller joypad
kitchen_appliance: air_fryer instant_pot slow_cooker rice_cooker multicooker induction_hob
dairy_product: greek_yogurt
decoration: fairy_light string_light dreamcatcher wind_chime bunting disco_ball snow_globe snowglobe garden_gnome
dessert: mochi macaron tiramisu cronut
device: vape e_cigarette smart_speaker smart_plug power_strip powerbank power_bank fidget_spinner
device: usb_stick usb_drive flash_drive thumb_drive hard_drive ssd router wi_fi_router wifi_router modem charger
device: phone_charger led_strip selfie_stick phone_holder phone_stand e_reader kindle bluetooth_speaker
dish: burrito fajita quesadilla ramen pad_thai bibimbap poke_bowl pho curry_rice sushi_roll katsu shakshuka
display: led_screen computer_monitor
dog: labradoodle cockapoo goldendoodle
drone: quadcopter
earphones: airpods earbud
electronic_device: alexa google_home
fish: clownfish betta koi
footwear: crocs flip_flop birkenstock ugg
fruit: dragon_fruit dragonfruit
furniture: tv_stand tv_unit standing_desk futon_sofa nightstand
game: jenga monopoly uno scrabble
game_equipment: playing_card rubiks_cube
headdress: beanie
home_appliance: robot_vacuum roomba dehumidifier air_purifier air_conditioner
jar: mason_jar
key: usb_key car_key house_key
keyboard: mechanical_keyboard
lamp: lava_lamp desk_lamp salt_lamp night_light led_lamp bedside_lamp ring_light
light: led_light led
light_bulb: led_bulb
mat: yoga_mat bath_mat mousepad mouse_pad mouse_mat
microphone: blue_yeti
motor_scooter: moped
musical_instrument: keytar handpan cajon synth synthesiser
noodle: instant_noodle cup_noodle
pen: gel_pen
phone: burner_phone
plant: houseplant pot_plant potted_plant monstera zz_plant spider_plant air_plant
plaything: fidget_toy squishmallow plushie plush_toy soft_toy stuffed_animal stuffed_toy pop_it yoyo yo_yo slime
plaything: lego lego_brick playmobil beyblade hot_wheels nerf_gun cuddly_toy water_gun rubber_duck rubber_ducky
platter: charcuterie_board
printer: 3d_printer
rack: shoe_rack dish_rack drying_rack
robot: roomba
scooter: electric_scooter e_scooter kick_scooter
shirt: t_shirt tshirt tee polo_shirt crop_top
shoe: sneaker trainer running_shoe football_boot nike
snack_food: doritos pringles cheetos cheerios protein_bar granola_bar
spectacles: glasses reading_glasses 3d_glasses safety_glasses vr_headset
telephone: smartphone smart_phone iphone android_phone samsung_galaxy mobile
television: tv television_set smart_tv flatscreen_tv
timepiece: smartwatch smart_watch apple_watch fitbit fitness_tracker
toiletry: wet_wipe baby_wipe
toy: figurine
utensil: spork spiralizer garlic_press lemon_squeezer
vessel: thermos travel_mug
electronic_equipment: playstation playstation_5 xbox games_console game_console nintendo_switch game_boy gameboy
vacuum: hoover robot_hoover dyson
wheeled_vehicle: hoverboard segway
writing_implement: highlighter sharpie whiteboard_marker gel_pen
"""


def kinds() -> dict[str, tuple[str, ...]]:
    """For each name its broader terms."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _KINDS.strip().splitlines():
        term, _, names = line.partition(": ")
        for name in names.split():
            found[name] = (*found.get(name, ()), term)
    return found
