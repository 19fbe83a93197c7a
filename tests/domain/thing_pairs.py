"""Pairs of everyday names: what is one thing, and what only sounds like it."""

from __future__ import annotations

# One thing by all of its words.
SAME = """
aerosol can | spray can
air conditioner | air conditioning unit | AC unit
airplane | aeroplane | plane
alarm clock | alarm-clock
aluminum foil | aluminium foil | tin foil | tinfoil
anklet | ankle bracelet
apron | pinafore
aquarium | fish tank
armor | armour
ashcan | trash can | garbage can | dustbin | rubbish bin
ATM | cash machine | cashpoint
aubergine | eggplant
axe | ax
baby bottle | feeding bottle
backpack | rucksack | knapsack
balaclava
ball-point pen | ballpoint pen | biro
bandanna | bandana
band-aid | bandaid | sticking plaster
barbecue | barbeque | BBQ
barrel | cask
barrette | hair slide
bath towel
bathing cap | swim cap | swimming cap
bathing suit | swimsuit | swimming costume
bathrobe | dressing gown
bathtub | bath tub
bell pepper | sweet pepper | capsicum
bicycle | bike | push bike
bicycle tyre | bicycle tire | bike tyre | bike tire
bike helmet | bicycle helmet
bike lock | bicycle lock
bin bag | bin liner | garbage bag | trash bag
birdhouse | bird house | nesting box
blackboard | chalkboard
blender | liquidizer | liquidiser
bobby pin | hair grip
bookcase | bookshelf
bow tie | bowtie
brassiere | bra
breadbox | bread-bin
briefcase
broccoli
brooch | broach
bubble gum | bubblegum
bucket | pail
bulletin board | notice board | noticeboard
bumper car | dodgem
burger | hamburger | beefburger
burger bun | hamburger bun
business card
candle holder | candleholder
candyfloss | candy floss | cotton candy
can opener | tin opener
car | automobile | motorcar
car battery | automobile battery
car park | parking lot
car tire | car tyre
caravan | travel trailer
cash register | till
catalog | catalogue
cauldron | caldron
cell phone | mobile phone | cellphone | cellular telephone | smartphone
checkbook | chequebook
chest of drawers | bureau | dresser
chickpea | garbanzo bean
chili pepper | chilli pepper
chopping board | cutting board
Christmas tree | Xmas tree
cigarette lighter | lighter
cinema | movie theater | movie theatre
cling film | plastic wrap | clingfilm
clothes hanger | coat hanger
clothes peg | clothespin
clothesline | washing line | clothes line
coffee maker | coffee machine
coffee table | cocktail table
colored pencil | coloured pencil
coloring book | colouring book
comic book | comic
cookbook | cookery book
coriander | cilantro
cornstarch | cornflour
cotton bud | cotton swab | Q-tip
countertop | worktop
crayfish | crawfish
crib | cot | baby cot
crosswalk | zebra crossing | pedestrian crossing
cupcake | fairy cake
curtain | drape
courgette | zucchini
dartboard | dart board
deck chair | beach chair
diaper | nappy
diaper bag | nappy bag
dinghy | rowboat | rowing boat
dinner jacket | tuxedo
dish soap | washing-up liquid
dishcloth | dishrag
dishtowel | dish towel | tea towel
doghouse | kennel
donut | doughnut
doorbell | door bell
doorknob | door knob
doormat | door mat | welcome mat
drawing pin | thumbtack | push pin
drinking straw | straw
drum kit | drum set
duffel bag | duffle bag
dumpster | skip
dungarees | overalls
duvet cover | quilt cover
earphones | earphone | headphones
earplug | ear plug
egg beater | eggbeater
elastic band | rubber band
electric outlet | electrical outlet | wall socket | power outlet
elevator | lift
estate car | station wagon
eyeglasses | spectacles
exercise bike | stationary bike
extension cord | extension lead
faucet | tap
feather boa
Ferris wheel | big wheel
filing cabinet | file cabinet
fire engine | fire truck
fire hydrant | fireplug | hydrant
fishing rod | fishing pole
fizzy drink | soft drink | soda pop
flashlight | torch
flip-flop | thong sandal
flowerpot | flower pot | plant pot
flyswatter | fly swatter
football boot | soccer cleat
foosball table | table football
frisbee | flying disc
frying pan | skillet | frypan
fridge | refrigerator
fridge magnet | refrigerator magnet
games console | game console
garbage truck | rubbish truck | garbage lorry
gas station | petrol station
gift | present
glasses case | spectacles case | eyeglasses case
gray wolf | grey wolf | timber wolf
gravestone | headstone | tombstone
green bean | string bean
greenhouse | glasshouse
guinea pig | cavy
guitar pick | plectrum
hair dryer | hairdryer | blow dryer | hair drier
handbag | purse
handcuffs
handgun | pistol
handkerchief | hanky
hard hat | hardhat
hat stand | hatstand
headlight | headlamp
high chair | highchair
hockey puck | puck
hoover | vacuum cleaner | vacuum
hot tub | jacuzzi
hot chocolate | cocoa
hot-air balloon
ice lolly | popsicle
icing sugar | powdered sugar
inline skate | rollerblade
jackhammer | pneumatic drill
jewelry box | jewellery box
jigsaw puzzle | jigsaw
jump rope | skipping rope
jumper | sweater | pullover
kerosene | paraffin oil
ketchup | catsup
keyring | key ring | keychain
kitchen roll | paper towel
knickers | panties
ladybug | ladybird
lamp post | lamppost | street lamp | streetlight
laptop | notebook computer | laptop computer
lawn mower | lawnmower
letter opener | paper knife
license plate | number plate | licence plate
licorice | liquorice
life jacket | life vest
life ring | lifebuoy | life buoy
light bulb | lightbulb
lip balm | chapstick
lorry | truck
loudspeaker | speaker
luggage | baggage
lunch box | lunchbox
magnifying glass | magnifier
mailbox | letterbox
maths book | math book
measuring tape | tape measure
microphone | mic
microwave | microwave oven
milk jug | creamer
money box | piggy bank
motorbike | motorcycle
motorhome | campervan | recreational vehicle
mousepad | mouse mat | mouse pad
moustache | mustache
nail polish | nail varnish
napkin | serviette
necktie | tie
nightstand | bedside table | night table
nightgown | nightie
oil lamp
okra | lady's finger
omelette | omelet
oven mitt | oven glove
pacifier | soother
paddling pool | wading pool
pajamas | pyjamas
paper clip | paperclip
parcel | package
penknife | pocketknife | jackknife
pepper mill | pepper grinder
phone | telephone
phone booth | telephone booth | phone box
photo | photograph
photo frame | picture frame
photocopier | copier
pickup truck | pick-up truck | pickup
pinata | piñata
ping-pong ball | table tennis ball
ping-pong paddle | table tennis bat
pita bread | pitta bread
plow | plough
police car | squad car | patrol car
potato chip | crisp
potato peeler | vegetable peeler
potted plant | houseplant
prawn | shrimp
pushchair | stroller
race car | racing car
railway station | train station
raincoat | rain jacket
remote control | remote | TV remote
rowan
rubber boot | wellington boot | welly | gumboot
rubber duck | rubber ducky
running machine | treadmill
salt shaker | saltshaker | salt cellar
sandbox | sandpit
sat nav | satnav
scallion | spring onion | green onion
screwdriver | screw driver
seat belt | seatbelt
seesaw | teeter-totter
shopping cart | shopping trolley
shoelace | shoestring | bootlace
shower head | showerhead
sidewalk | pavement
sled | sledge | sleigh
smoke alarm | smoke detector
smartwatch | smart watch
sneaker | trainer | tennis shoe
snow globe | snow dome
sofa | couch | settee
soy sauce | soya sauce
spanner | wrench
sparkling water | soda water | carbonated water
spirit level | bubble level
stapler | stapling machine
stepladder | step ladder
sticky note | post-it note | Post-it
sticky tape | Sellotape | Scotch tape | adhesive tape
stoplight | traffic light | traffic signal
streetcar | tram
string of fairy lights
stuffed animal | soft toy | plush toy | cuddly toy
sugar bowl
sun cream | sunscreen | sunblock
sunglasses | sun glasses | dark glasses
surfboard | surf board
sweatsuit | tracksuit
sweetcorn | corn | maize
swede | rutabaga
t-shirt | tee shirt | tshirt
teapot
teddy bear | teddy | teddybear
teepee | tepee | tipi
television | TV | TV set | telly
tennis racket | tennis racquet
thermos | thermos flask | vacuum flask
tights | pantyhose
toilet | loo | lavatory
toilet paper | toilet roll | toilet tissue
toilet brush | loo brush
toothbrush | tooth-brush
traffic cone | safety cone
trash | garbage | rubbish
trousers | pants | slacks
tumble dryer | clothes dryer
turtleneck | polo neck
ukulele | uke
USB stick | flash drive | thumb drive | memory stick
videocassette | video cassette | videotape
vest top | tank top
waffle iron
waistcoat | vest
walkie-talkie | two-way radio
wallet | billfold
wash cloth | washcloth | face cloth | flannel
washbasin | wash basin
washing machine | clothes washer
wastebasket | waste basket | waste paper basket
water gun | water pistol | squirt gun
weathervane | weather vane | weathercock
wedding ring | wedding band
wheelbarrow | wheel barrow
whisky | whiskey
wi-fi router | wifi router
windscreen | windshield
windscreen wiper | windshield wiper
wine glass | wineglass
wooden spoon | wood spoon
wristwatch | watch
X-ray machine | xray machine
yacht
yoghurt | yogurt
yo-yo | yoyo
zip | zipper
"""

# Every two of a line are two things.
NEAR = """
red card | yellow card | green card | card
black box | box
yellow jacket | jacket
red kite | kite
black lab | lab
black belt | belt
purple heart | heart
black cab | cab
red carpet | carpet
Big Green Egg | egg
White Claw can | can
Red Solo cup | cup
washer | washing machine
dummy | pacifier
Vans | van
silverfish | silver fish
cushion | pillow
mug | cup | teacup | glass
plate | bowl | dish | saucer
fork | knife | spoon
chair | armchair | stool | bench
table | desk | coffee table
sofa | armchair | sofa bed
lamp | lantern | candle | light bulb
clock | watch | alarm clock
bag | handbag | backpack | suitcase
shoe | boot | sandal | slipper
sock | stocking | tights
hat | cap | beanie | helmet
coat | jacket | cardigan | blazer
shirt | t-shirt | blouse
skirt | dress
glove | mitten
scarf | tie | bow tie
bucket | basket | bin
bottle | jar | jug | flask
kettle | teapot | coffee pot
pan | pot | wok
oven | stove | microwave
fridge | freezer
toaster | sandwich maker
broom | mop | brush
shovel | spade | rake
hammer | mallet | axe
axe | hatchet
screw | nail | bolt
screwdriver | wrench | pliers
saw | chainsaw
pen | pencil | marker | crayon
notebook | book | diary
laptop | tablet | notebook
phone | smartphone
television | monitor
keyboard | piano
mouse | rat | hamster
guitar | ukulele | banjo | violin
trumpet | trombone | french horn | tuba
flute | recorder | clarinet
drum | tambourine
ball | football | basketball
frisbee | plate
kite | balloon
doll | puppet | teddy bear
bicycle | motorcycle | scooter | tricycle
car | truck | van | bus
train | tram
boat | ship | canoe | kayak
airplane | helicopter | glider
dog | wolf | fox
cat | lion | tiger
horse | donkey | zebra
sheep | goat
cow | bull | buffalo
pig | boar
rabbit | hare
duck | goose | swan
crow | raven
owl | eagle | hawk
frog | toad
turtle | tortoise
turtle | turtleneck
crocodile | alligator
bee | wasp | hornet
butterfly | moth
fly | mosquito
ant | termite
spider | scorpion
snail | slug
seal | walrus
seahorse | walrus
hedgehog | porcupine
jaguar | panther | leopard
octopus | squid
crab | lobster | shrimp
shark | whale | dolphin
apple | pear
orange | tangerine | grapefruit
lemon | lime
plum | peach | apricot
strawberry | raspberry
melon | watermelon
potato | sweet potato
onion | garlic | leek
spring onion | leek
carrot | parsnip
cucumber | courgette
cabbage | lettuce | kale
pea | bean
corn | popcorn
bread | toast | bun
croissant | bagel
cookie | cracker
cake | pie
muffin | cupcake
donut | bagel
pizza | lasagna
hamburger | hot dog | sandwich
jam | honey | butter
yogurt | ice cream
milk | cream
beer | wine | cider
coffee | tea
oak | pine | maple
rose | tulip | daisy
cactus | succulent
mushroom | toadstool
tent | hut
castle | palace
house | cottage | bungalow
church | cathedral
bridge | tunnel
door | gate
window | mirror
curtain | blind
carpet | doormat
blanket | duvet | sheet
towel | napkin
soap | shampoo
toothbrush | toothpaste | hairbrush
comb | hairbrush
razor | scissors
needle | pin
thread | yarn
zip | button
belt | braces
ring | bracelet | necklace
earring | ear plug
crown | tiara
sunglasses | goggles | reading glasses
wallet | purse | coin
umbrella | parasol | raincoat
key | lock | padlock
envelope | letter | postcard
stamp | coin | medal
map | globe
dice | domino
chess board | chess set
baseball glove | glove
home plate | plate
tobacco pipe | pipe
pirate flag | flag
army tank | tank
drawer | underpants
eggbeater | helicopter
trunk | shorts
wind turbine | windmill
street sign | traffic light
fire extinguisher | fire hydrant
ladder | staircase
wheelbarrow | wheelchair
stroller | wheelchair
skateboard | snowboard | surfboard
tennis racket | tennis ball
tennis racket | badminton racket
golf ball | golf club
ice skate | roller skate
sled | snowboard
rocket | missile
robot | drone
magnet | compass
telescope | microscope | binoculars
camera | camcorder
speaker | headphones
radio | stereo
charger | battery
cable | rope
plug | socket
fan | heater
vacuum cleaner | carpet cleaner
lawn mower | hedge trimmer
hose | watering can
vase | flowerpot
picture | poster | postcard
statue | figurine
pillowcase | pillow
bathtub | sink
shower | bathtub
toilet | toilet seat
paper towel | toilet paper
tissue | handkerchief
wash basin | washing machine
dishwasher | washing machine
ironing board | iron
clothes hanger | clothes peg
cereal | oatmeal
spaghetti | noodle
rice | couscous
peanut | almond | walnut
pepper | chili pepper
salt | pepper
sugar | salt
ketchup | mustard
hot chocolate | chocolate bar
whistle | bell
bell | bell pepper
stick | stick insect
bat | baseball bat
light | light bulb
light | lighter
pepper | pepper mill
seal | sealing wax
crane | heron
mobile home | mobile phone
cell | cell phone
tap | tap shoe
tie | zip tie
straw | straw hat
watch | watch strap
car | car seat
bike | bike rack
chicken | chicken nugget
chicken | hen
lamb | sheep
calf | cow
puppy | dog
cup | cup of coffee
wine glass | glass of wine
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """Of each line the first with each other."""
    rows = [line.split(" | ") for line in table.strip().splitlines()]
    return [(first, other) for first, *others in rows for other in others]


def near_pairs() -> list[tuple[str, str]]:
    """Of each line every two."""
    rows = [line.split(" | ") for line in NEAR.strip().splitlines()]
    return [(one, other) for row in rows for at, one in enumerate(row) for other in row[at + 1 :]]
