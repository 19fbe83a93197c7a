"""Names and the keys they must have, by category: "raw | raw | raw -> key", or a word that is its own key."""

from __future__ import annotations

HOUSEHOLD = """
mug | mugs | The Mug | a mug | MUGS -> mug
pillow | pillows | the pillow | a  pillow -> pillow
chair | chairs -> chair
table | tables -> table
knife | knives -> knife
fork | forks -> fork
spoon | spoons -> spoon
plate | plates -> plate
bowl | bowls -> bowl
dish | dishes -> dish
glass | glasses -> glass
cup | cups -> cup
vase | vases -> vase
case | cases -> case
purse | purses -> purse
house | houses -> house
hose | hoses -> hose
nose | noses -> nose
rose | roses -> rose
blouse | blouses -> blouse
horse | horses -> horse
mouse | mice -> mouse
cheese | cheeses -> cheese
bus | buses | busses -> bus
lens | lenses -> lens
box | boxes -> box
brush | brushes -> brush
watch | watches -> watch
torch | torches -> torch
bench | benches -> bench
couch | couches -> couch
dress | dresses -> dress
mattress | mattresses -> mattress
compass | compasses -> compass
canvas | canvases -> canvas
atlas | atlases -> atlas
cactus | cacti | cactuses -> cactus
octopus | octopi | octopuses -> octopus
iris | irises -> iris
gas | gases -> gas
thermos | thermoses -> thermos
bookshelf | bookshelves -> bookshelf
shelf | shelves -> shelf
leaf | leaves -> leaf
loaf | loaves -> loaf
half | halves -> half
calf | calves -> calf
wolf | wolves -> wolf
scarf | scarves | scarfs -> scarf
hoof | hooves -> hoof
elf | elves -> elf
thief | thieves -> thief
wife | wives -> wife
dwarf | dwarves -> dwarf
handkerchief | handkerchiefs | handkerchieves -> handkerchief
glove | gloves -> glove
stove | stoves -> stove
sleeve | sleeves -> sleeve
olive | olives -> olive
beehive | beehives -> beehive
valve | valves -> valve
microwave | microwaves -> microwave
potato | potatoes -> potato
tomato | tomatoes -> tomato
mango | mangoes | mangos -> mango
avocado | avocados -> avocado
photo | photos -> photo
piano | pianos -> piano
radio | radios -> radio
domino | dominoes -> domino
volcano | volcanoes -> volcano
taco | tacos -> taco
shoe | shoes -> shoe
canoe | canoes -> canoe
tie | ties -> tie
pie | pies -> pie
cookie | cookies -> cookie
brownie | brownies -> brownie
hoodie | hoodies -> hoodie
selfie | selfies -> selfie
berry | berries -> berry
cherry | cherries -> cherry
battery | batteries -> battery
toy | toys -> toy
key | keys -> key
monkey | monkeys -> monkey
fly | flies -> fly
butterfly | butterflies -> butterfly
tooth | teeth -> tooth
foot | feet -> foot
goose | geese -> goose
mongoose | mongooses -> mongoose
moose
child | children -> child
man | men -> man
woman | women -> woman
snowman | snowmen -> snowman
fireman | firemen -> fireman
person | people -> person
ox | oxen -> ox
die | dice -> die
penny | pennies | pence -> penny
axe | axes -> axe
index | indices | indexes -> index
matrix | matrices -> matrix
fungus | fungi -> fungus
nucleus | nuclei -> nucleus
oasis | oases -> oasis
crisis | crises -> crisis
antenna | antennae | antennas -> antenna
bacterium | bacteria -> bacterium
aquarium | aquariums | aquaria -> aquarium
quiz | quizzes -> quiz
fez | fezzes -> fez
waltz | waltzes -> waltz
fish | fishes -> fish
sheep
deer
series
species
aircraft
salmon
shrimp | shrimps -> shrimp
menu | menus -> menu
emu | emus -> emu
kiwi | kiwis -> kiwi
taxi | taxis -> taxi
bikini | bikinis -> bikini
ski | skis -> ski
emoji | emojis -> emoji
zucchini | zucchinis -> zucchini
mule | mules -> mule
laptop | laptops -> laptop
smartphone | smartphones -> smartphone
smartwatch | smartwatches -> smartwatch
headset | headsets -> headset
keyboard | keyboards -> keyboard
charger | chargers -> charger
lighter | lighters -> lighter
toaster | toasters -> toaster
speaker | speakers -> speaker
trainer | trainers -> trainer
sneaker | sneakers -> sneaker
slipper | slippers -> slipper
painting | paintings -> painting
building | buildings -> building
drawing | drawings -> drawing
earring | earrings -> earring
ring | rings -> ring
sock | socks | pair of socks | a pair of socks | pairs of socks -> sock
boot | boots | a pair of boots -> boot
candle | candles -> candle
curtain | curtains -> curtain
lampshade | lampshades -> lampshade
toothbrush | toothbrushes -> toothbrush
hairbrush | hairbrushes -> hairbrush
wineglass | wineglasses -> wineglass
hourglass | hourglasses -> hourglass
dumbbell | dumbbells -> dumbbell
nunchuck | nunchucks -> nunchuck
keycap | keycaps -> keycap
powerbank | powerbanks -> powerbank
earbud | earbuds -> earbud
tv | TV | TVs -> tv
dvd | DVDs -> dvd
cd | CDs -> cd
pc | PCs -> pc
bee | bees -> bee
pea | peas -> pea
noodle | noodles -> noodle
walrus | walruses -> walrus
rhinoceros | rhinoceroses -> rhinoceros
platypus | platypuses -> platypus
hippopotamus | hippopotamuses | hippopotami -> hippopotamus
grandma | grandmas -> grandma
hydrangea | hydrangeas -> hydrangea
cutlass | cutlasses -> cutlass
trellis | trellises -> trellis
ibis | ibises -> ibis
virus | viruses -> virus
crocus | crocuses | croci -> crocus
stylus | styluses | styli -> stylus
sofa | sofas -> sofa
church | churches -> church
plaice
spice | spices -> spice
dice cup | dice cups -> dice_cup
"""

SINGULAR_IN_S = """
chess
tennis
hummus
asparagus
couscous
christmas
molasses
news
moss
brass
grass
cosmos
chaos
hertz
quartz
swiss
lotus
hibiscus
eucalyptus
campus
circus
bonus
walrus
genius
cannabis
chassis
debris
pancreas
kudos
mathematics
asbestos
"""

PAIR_NOUNS = """
scissors | Scissors | a pair of scissors | pairs of scissors | the scissors | scissor -> scissors
jeans | pair of jeans | Pairs of Jeans | a pair of the jeans | jean -> jeans
trousers | trouser -> trousers
pants
shorts
tights
leggings | legging -> leggings
pyjamas | pyjama -> pyjamas
pajamas | pajama -> pajamas
tweezers | tweezer -> tweezers
pliers | plier -> pliers
tongs | tong -> tongs
binoculars | a pair of binoculars | binocular -> binoculars
goggles | goggle -> goggles
sunglasses | sunglass | pair of sunglasses -> sunglasses
eyeglasses
spectacles
headphones | headphone | pair of headphones -> headphones
earphones | earphone -> earphones
reading glasses | Reading Glasses | a pair of reading glasses -> reading_glasses
safety glasses -> safety_glasses
3D glasses -> 3d_glasses
swimming goggles | swimming goggle -> swimming_goggles
nail clippers | nail clipper -> nail_clippers
kitchen scissors -> kitchen_scissors
needle nose pliers -> needle_nose_pliers
cargo shorts -> cargo_shorts
skinny jeans -> skinny_jeans
swimming trunks -> swimming_trunks
knickers
panties
boxers
overalls
dungarees
clothes
shears
handcuffs
earmuffs
noise-cancelling headphones -> noise_cancelling_headphones
"""

BRANDS = """
MacBook | MacBooks | macbooks | MACBOOKS | The MacBook -> macbook
MacBook Pro | MacBook Pros -> macbook_pro
iPhone | iPhones | IPHONE -> iphone
iPhone 15 Pro | iphone 15 pro | IPHONE 15 PRO -> iphone_15_pro
iPad | iPads -> ipad
AirPods | airpod | AirPod -> airpods
AirPods Pro -> airpods_pro
Chromebook | Chromebooks -> chromebook
PlayStation 5 | Playstation 5 -> playstation_5
Nintendo Switch -> nintendo_switch
Xbox controllers | Xbox controller -> xbox_controller
Adidas | adidas | ADIDAS -> adidas
Nike | Nikes -> nike
Levi's | Levis | Levi’s | LEVI'S -> levis
Levi's 501 | Levi’s 501 | levis 501 | Levi`s 501 | Levi´s 501 -> levis_501
Pringles | pringle -> pringles
Cheerios -> cheerios
Doritos | dorito -> doritos
Cheetos -> cheetos
Skittles -> skittles
Smarties -> smarties
Mentos -> mentos
Oreo | Oreos -> oreo
LEGO | Lego | LEGOs | legos | LEGO® -> lego
LEGO brick | Lego Bricks | LEGO™ bricks -> lego_brick
M&M's | M&Ms | m & m's | M&M’s -> m_and_ms
H&M -> h_and_m
A&W | A & W | a and w -> a_and_w
Coca-Cola | Coca Cola | coca_cola | COCA-COLA -> coca_cola
7-Eleven | 7 Eleven | 7–Eleven -> 7_eleven
McDonald's | McDonalds -> mcdonalds
Kellogg's Corn Flakes -> kelloggs_corn_flake
Starbucks -> starbucks
Starbucks cup | Starbucks cups -> starbucks_cup
Lexus -> lexus
Asus -> asus
Mercedes -> mercedes
Crocs -> crocs
Disney+ -> disney_plus
Galaxy S10+ -> galaxy_s10_plus
Black & Decker drill | black and decker drills -> black_and_decker_drill
Red Bull | Red Bulls | red bull -> red_bull
Dr. Martens | dr martens -> dr_martens
Hot Wheels -> hot_wheels
Star Wars -> star_wars
Ray-Ban glasses -> ray_ban_glasses
Rubik's cube | Rubiks Cubes -> rubiks_cube
Post-it | Post-its -> post_it
Ferrari | Ferraris -> ferrari
Porsche | Porsches -> porsche
Rolex | Rolexes -> rolex
Barbie | Barbies -> barbie
Yves Saint-Laurent -> yves_saint_laurent
"""

PHRASES = """
cup of coffee | cups of coffee | a cup of coffee | The Cups of Coffee -> cup_of_coffee
bottle of water | bottles of water -> bottle_of_water
loaf of bread | loaves of bread -> loaf_of_bread
slice of pizza | slices of pizza -> slice_of_pizza
deck of cards | decks of cards -> deck_of_cards
set of keys | sets of keys -> set_of_keys
Lord of the Rings -> lord_of_the_rings
cup of green tea | cups of green tea -> cup_of_green_tea
bouquet of red roses -> bouquet_of_red_roses
swiss army knife | Swiss Army Knives | Swiss-Army knives -> swiss_army_knife
wine glass | wine glasses -> wine_glass
magnifying glass | magnifying glasses -> magnifying_glass
wooden chair | wooden chairs -> wooden_chair
teddy bear | teddy bears | Teddy-Bear | teddy_bears -> teddy_bear
t-shirt | T-Shirts | t shirt | t–shirt -> t_shirt
coffee mug | coffee mugs -> coffee_mug
dining table | dining tables -> dining_table
christmas tree | Christmas trees -> christmas_tree
cell phone | cell phones -> cell_phone
french fry | french fries -> french_fry
hot dog | hot dogs -> hot_dog
ice cream | ice-cream -> ice_cream
ice cream cone | ice cream cones -> ice_cream_cone
children's book | childrens book | children’s books -> childrens_book
men's shoe | men's shoes -> mens_shoe
remote control | remote controls -> remote_control
bus stop | bus stops -> bus_stop
glasses case | glasses cases -> glasses_case
new pair of shoes | a new pair of shoes -> new_shoe
rock & roll | rock and roll -> rock_and_roll
salt and pepper shakers -> salt_and_pepper_shaker
gold ring | gold rings -> gold_ring
silver spoon | silver spoons -> silver_spoon
bronze statue | bronze statues -> bronze_statue
rose gold ring -> rose_gold_ring
white gold ring -> white_gold_ring
leather sofa | leather sofas -> leather_sofa
glass vase | glass vases -> glass_vase
"""

SIGNS_AND_NUMBERS = """
C++ | c++ -> c_plus_plus
C -> c
C# | c♯ -> c_sharp
F# -> f_sharp
A+ -> a_plus
3.5 mm jack | 3,5 mm jacks -> 3_5_mm_jack
1/2 inch socket | ½ inch sockets -> 1_2_inch_socket
24/7 -> 24_7
1:18 scale car -> 1_18_scale_car
50% off sign -> 50_off_sign
#1 dad mug -> 1_dad_mug
A4 paper -> a4_paper
A-frame house -> a_frame_house
An-225 -> an_225
Vitamin A -> vitamin_a
pillow 001 | pillow-001 | pillow_001 -> pillow_001
AC/DC -> acdc
Node.js -> nodejs
x-ray | X-rays -> x_ray
501s
mp3
U.S.A. -> usa
½ -> 1_2
1½ inch -> 1_1_2_inch
№ 5 -> no_5
"""

COLOURS = """
blue pillow | The Blue Pillow | the blue pillows | pillow, blue | pillow (blue) | BLUE PILLOW -> pillow
big blue pillow | big pillow -> big_pillow
dark green sofa | light blue sofa | navy blue sofa | off-white sofa | cream sofa | cream-coloured sofa -> sofa
black and white cat | Black & White Cats | orange cat | grey cat -> cat
red, white and blue flag -> flag
blue-green vase | bluish vase | multicolored vase | multi-coloured vase | colourful vase -> vase
a pair of blue jeans | blue jeans | blue pair of jeans | jeans (dark blue) -> jeans
red roses | dark red rose | bright pink roses -> rose
green apple | red apples -> apple
black iPhone 15 | iPhone 15 -> iphone_15
red car | bright red car | car, red -> car
orange pillow | hot pink pillow | rose pillow -> pillow
lavender dress | mint green dress -> dress
lime green t-shirt -> t_shirt
blue cup of coffee -> cup_of_coffee
brown leather jacket | leather jackets -> leather_jacket
yellow rubber duck | yellow rubber ducks -> rubber_duck
white ceramic mug -> ceramic_mug
pink umbrella | blue umbrella -> umbrella
red velvet pillow -> velvet_pillow
purple grape | green grapes -> grape
black cat -> cat
white rabbit -> rabbit
khaki pants -> pants
tan boots -> boot
violet crayon -> crayon
turquoise lamp -> lamp
red bell pepper -> bell_pepper
green sports car -> sports_car
purple light bulb -> light_bulb
"""

COLOUR_IN_THE_NAME = """
orange | an orange | oranges | the oranges -> orange
blood orange | blood oranges -> blood_orange
orange juice | Orange Juices -> orange_juice
glass of orange juice | glasses of orange juice -> glass_of_orange_juice
orange peel | orange peels -> orange_peel
orange tree -> orange_tree
red wine | red wines -> red_wine
red wine glass | red wine glasses -> red_wine_glass
white wine -> white_wine
green tea -> green_tea
black tea -> black_tea
black coffee -> black_coffee
blue cheese -> blue_cheese
blackboard | blackboards -> blackboard
whiteboard
white board | white boards -> white_board
greenhouse | greenhouses -> greenhouse
white chocolate -> white_chocolate
dark chocolate -> dark_chocolate
brown rice -> brown_rice
brown sugar | brown sugars -> brown_sugar
light brown sugar -> light_brown_sugar
white bread -> white_bread
green bean | green beans -> green_bean
black bean | black beans -> black_bean
black bean soup -> black_bean_soup
red cabbage -> red_cabbage
red onion | red onions -> red_onion
green onion | green onions -> green_onion
black pepper -> black_pepper
red pepper | red peppers -> red_pepper
black hole -> black_hole
blue whale | blue whales -> blue_whale
brown bear | brown bears -> brown_bear
polar bear -> polar_bear
red panda | red pandas -> red_panda
red fox | red foxes -> red_fox
black widow | black widows -> black_widow
blue jay | blue jays -> blue_jay
bluebird
blueberry | blueberries -> blueberry
blackberry | blackberries -> blackberry
goldfish
yellow page | yellow pages -> yellow_page
white pages | White Pages -> white_pages
white page -> page
rose bush | rose bushes -> rose_bush
rose | roses -> rose
olive oil -> olive_oil
cream cheese -> cream_cheese
ice cream -> ice_cream
mint tea -> mint_tea
lime juice -> lime_juice
lime
lemon cake -> lemon_cake
peach cobbler -> peach_cobbler
coral reef | coral reefs -> coral_reef
lavender soap -> lavender_soap
plum pudding -> plum_pudding
salmon fillet -> salmon_fillet
violet
coffee cup | coffee cups -> coffee_cup
chocolate bar -> chocolate_bar
blue -> blue
light blue -> light_blue
black and white -> black_and_white
navy blue -> navy_blue
red velvet cake -> red_velvet_cake
blue eyed doll | blue-eyed dolls -> blue_eyed_doll
orange scented candle -> orange_scented_candle
snow white doll -> snow_white_doll
light bulb | light bulbs -> light_bulb
little red riding hood -> little_red_riding_hood
pink lemonade -> pink_lemonade
turquoise ring -> turquoise_ring
navy bean | navy beans -> navy_bean
"""

COLOUR_OF_A_PROPER_THING = """
red card | Red Cards | The red card -> red_card
yellow card -> yellow_card
green card -> green_card
black box | black boxes -> black_box
yellow jacket -> yellow_jacket
red kite | red kites -> red_kite
black lab -> black_lab
black belt -> black_belt
purple heart | Purple Heart -> purple_heart
black cab -> black_cab
red carpet -> red_carpet
Big Green Egg -> big_green_egg
White Claw can -> white_claw_can
Red Solo cup | red solo cups -> red_solo_cup
great blue heron | Great Blue Herons -> great_blue_heron
red-tailed hawk -> red_tailed_hawk
blue whale plush -> blue_whale_plush
green tea latte -> green_tea_latte
black kitten | white kitten -> kitten
green frog -> frog
white rabbit | red rabbit -> rabbit
yellow labrador | black labrador -> labrador
red drum kit -> drum_kit
red cardboard box | black cardboard box -> cardboard_box
Vans -> vans
"""

OTHER_SCRIPTS = """
ちゃわん
кот | КОТ | Кот -> кот
коты
café | Café | CAFÉ | cafés | cafe\u0301 | Cafés -> café
crêpe | crêpes -> crêpe
jalapeño | jalapeños -> jalapeño
Straße | STRASSE | strasse -> strasse
İstanbul | istanbul | ISTANBUL | ıstanbul -> istanbul
ΟΔΟΣ | οδος | οδοσ -> οδοσ
كتاب | كتـــاب -> كتاب
किताब
हिन्दी किताब -> हिन्दी_किताब
한국어 책 -> 한국어_책
กาแฟ
茶碗
コーヒー | ｺｰﾋｰ -> コーヒー
Ｐｉｌｌｏｗ | 𝐩𝐢𝐥𝐥𝐨𝐰 | ⓟⓘⓛⓛⓞⓦ -> pillow
ﬁsh -> fish
שולחן
zapatos
"""

HOSTILE = """
../../etc/passwd | /etc/passwd -> etcpasswd
..\\..\\window -> window
CON | con | Con. -> con_object
con.json/.. -> conjson
NUL -> nul_object
com1 | COM¹ -> com1_object
.hidden -> hidden
pil\u200blow | pillow\u0000 | \u202epillow\u202c | pi\u00adllow -> pillow
\ufeffpillow | 🎉 pillow 🎉 | ❤\ufe0fpillow -> pillow
<script>alert(1)</script> -> scriptalert1script
pillow'; DROP TABLE pillows;-- -> pillow_drop_table_pillow
a/b\\c -> abc
-pillow- | __pillow__ | - - pillow -> pillow
pillow\tlamp | pillow\u3000lamp -> pillow_lamp
\ud800pillow -> pillow
{{pillow}} -> pillow
%2e%2e%2fpillow -> 2e2e2fpillow
"""

NOTHING = [
    *("", " ", "\t\n", "...", "..", "/", "../..", "-", "___", "!?", "+", "#", "&", "™"),
    *("the", "A", "an", "The ", "of", "a the an", "pair of", "a pair of"),
    *("🎉🍕", "❤\ufe0f", "\u200b\u200d", "\u202e\u202c", "\u3164", "\u0301", "\x00", "\ud800"),
]

MUST_NOT_MEET = [
    ("C", "C++"),
    ("C", "C#"),
    ("C++", "C#"),
    ("glass", "reading glasses"),
    ("lighter", "light"),
    ("short", "shorts"),
    ("tight", "tights"),
    ("box", "boxers"),
    ("cloth", "clothes"),
    ("orange", "orange juice"),
    ("wine", "red wine"),
    ("board", "blackboard"),
    ("house", "greenhouse"),
    ("cheese", "blue cheese"),
    ("vas", "vase"),
    ("hous", "house"),
    ("left", "leave"),
    ("painting", "paint"),
    ("building", "build"),
    ("new", "news"),
    ("mar", "mars"),
    ("as", "ass"),
    ("bras", "brass"),
    ("gras", "grass"),
    ("car", "cars bonnet"),
    ("iphone 15", "iphone 15 pro"),
    ("iphone 15", "iphone 1 5"),
    ("Galaxy S10", "Galaxy S10+"),
    ("s", "ss"),
    ("lens", "len"),
    ("iris", "iri"),
    ("cactus", "cactu"),
    ("adidas", "adida"),
    ("levis", "levi"),
    ("pepper", "red pepper"),
    ("pepper", "black pepper"),
    ("bear", "brown bear"),
    ("fox", "red fox"),
    ("vitamin", "vitamin a"),
    ("ring", "gold ring"),
    ("chair", "wooden chair"),
    ("gold ring", "rose gold ring"),
    ("225", "An-225"),
    ("W", "A&W"),
    ("кот", "кол"),
    ("й", "и"),
    ("किताब", "कताब"),
    ("cup", "cup of coffee"),
    ("wine glass", "glass of wine"),
    ("drill", "black and decker drill"),
    ("phone", "headphones"),
    ("scissors", "scissor lift"),
    ("van", "Vans"),
    ("silver fish", "silverfish"),
    ("kite", "red kite"),
    ("egg", "Big Green Egg"),
    ("sun", "sunglasses"),
    ("pillow", "pillow_001"),
    ("pillow", "pillow_canonical"),
]

ALL = [
    HOUSEHOLD,
    SINGULAR_IN_S,
    PAIR_NOUNS,
    BRANDS,
    PHRASES,
    SIGNS_AND_NUMBERS,
    COLOURS,
    COLOUR_IN_THE_NAME,
    COLOUR_OF_A_PROPER_THING,
    OTHER_SCRIPTS,
    HOSTILE,
]
