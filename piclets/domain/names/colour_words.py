"""The words of colours, and the things that carry a colour in their name."""

from __future__ import annotations

from piclets.domain.names.nouns import word_set


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    """Lines "red, green: curry chili | velvet cake": each entry behind each colour; longer ones follow the bar."""
    found: set[tuple[str, ...]] = set()
    for line in text.strip().splitlines():
        colours, _, things = line.partition(":")
        singles, _, longer = things.partition("|")
        endings = [*singles.split(), *filter(None, map(str.strip, longer.split(",")))]
        for colour in colours.split(","):
            found.update(tuple(f"{colour} {ending}".split()) for ending in endings)
    return frozenset(found)


# Words that are hardly ever anything but colours.
PURE = word_set(
    """
    aqua azure beige black blackish blond blonde blue blueish bluish brown brownish brunette burgundy cerise
    cerulean chartreuse colorful colourful crimson cyan ecru fuchsia gray grayish green greenish grey greyish
    indigo khaki magenta maroon mauve multicolor multicolored multicolour multicoloured navy ochre orangeish
    orangish pink pinkish puce purple purplish red reddish scarlet tan taupe teal vermilion vermillion white
    whitish yellow yellowish
    """
)

# Colours that are things as well, and mostly colours in front of another noun: "orange pillow".
NAMED_AFTER_THINGS = word_set("orange turquoise violet")

# Things that are colours only on what is dyed or painted: "rose pillow", but "rose bush", "olive oil", "mint tea".
MOSTLY_THINGS = word_set(
    """
    apricot aubergine blush caramel charcoal chestnut coral cream emerald ivory lavender lemon lilac lime mint
    mustard olive peach periwinkle plum rose rust salmon
    """
)
DYED_OR_PAINTED = word_set(
    """
    armchair backpack balloon bathrobe beanie bedsheet bedspread beret bicycle bike bikini blanket blouse boot
    bra cap car cardigan carpet case chair coat couch curtain cushion dishtowel door dress duvet handbag hat
    headband hoodie iphone jacket jeans jumper lampshade leggings lipstick moped napkin necktie overcoat pajamas
    phone pillow pillowcase poncho pouf purse pyjamas quilt raincoat robe rug sandal scarf scooter sheet shirt
    shoe shorts skateboard skirt sneaker sock sofa stool suit sweater sweatshirt swimsuit tablecloth throw tie
    tights towel trainer trousers tshirt tunic umbrella vest wall wallet yarn
    """
)

# In front of any colour.
SHADES = word_set(
    """
    bright dark deep dusky dusty faded fluorescent light matt matte medium metallic muted neon off pale pastel
    rich vivid
    """
)
# In front of one colour: "navy blue", "lime green".
SHADES_OF: dict[str, frozenset[str]] = {
    "black": word_set("jet midnight"),
    "blue": word_set(
        "baby cobalt cornflower denim electric ice midnight navy ocean powder prussian royal sapphire sky steel"
    ),
    "brown": word_set("chestnut chocolate coffee walnut"),
    "gray": word_set("ash charcoal dove graphite slate space"),
    "grey": word_set("ash charcoal dove graphite slate space"),
    "green": word_set("apple army bottle emerald forest hunter jade kelly lime mint moss olive pea sage sea"),
    "orange": word_set("burnt"),
    "pink": word_set("baby ballet blush candy coral hot peach rose salmon shocking"),
    "purple": word_set("grape lavender royal"),
    "red": word_set("blood brick candy cherry fire rose ruby wine"),
    "white": word_set("cream ivory milk pearl snow"),
    "yellow": word_set("canary lemon mustard sunshine"),
}
# Behind a colour or a thing: "blue-coloured", "cream coloured", "multi coloured".
COLOURED = word_set("color colored colour coloured hued")
MANY = word_set("multi multiple")

# Between colours of one thing: "black and white", "red or blue".
JOINING = frozenset({"and", "or"})

# Where another thing begins, whose colours are its own: "cup with blue handle".
PREPOSITIONS = word_set("at by for from in of on with without")

# What makes the colour word a taste, a smell, a shape or a part: "orange flavoured", "blue eyed".
NOT_A_COLOUR_BEFORE = word_set(
    """
    backed beaked bellied billed breasted capped crested crowned eared eyed faced flavored flavoured footed
    fronted haired handed headed hot infused legged lipped naped necked nosed ringed rumped scented shaped
    shouldered tailed throated tipped toed winged
    """
)

# WordNet's nouns with a colour in their name are things of their own (`colours`), but for these: people who say so
# mean a thing of that colour, though there is a fish called red drum and a marten called black cat.
PLAIN_DESCRIPTIONS = _phrases(
    """
    black: bead bee body cat cock duck letter moss pea sheep tie
    blue: air angel belly book cat chip daisy devil flag jack jean jeans jet law orchid point star stem stone wall
    brown: bell cup snail
    green: broom dinosaur dragon frog gold light lizard market paper snake soap
    orange: bat daisy grass toast
    red: bat berry coral devil drum fire flag light maid sun worm
    scarlet: cup
    white: bead book cake daisy leather line metal paper room sheep tail tie
    yellow: bell flag light metal spot trumpet
    """
)

# Things of their own that WordNet lacks, each word in the singular, but for a directory: a white page is a page.
THINGS = _phrases(
    """
    black: bean bear berry board bread coffee currant eye forest friday garlic grouse hole ice jack label light
    black: magic mamba market metal olive opal panther pepper peppercorn powder pudding radish rhino rhinoceros
    black: rice russian sabbath salsify salt spruce swan tea treacle truffle vulture walnut widow
    black: | sea bass, sesame seed
    blond, blonde: ale beer
    blue: agave cheese corn crab cross heeler jay lotus marlin poppy raspberry ray spruce tack tak tang tit tooth
    blue: topaz whale
    blue: | lagoon cocktail, light filter, light glass, man group, tailed skink
    brown: ale bear betty bread butter lentil noise recluse rice sauce sugar trout
    burgundy: snail wine
    crimson: clover
    fuchsia: flower plant
    great blue: heron
    gray, grey: fox goose heron matter parrot seal squirrel whale wolf
    green: algae anaconda asparagus bay bean chile chili chilli coffee curry day giant lantern lentil mamba
    green: olive onion pea pepper screen tea turtle
    green: | sea turtle, egg and ham
    indigo: bunting dye plant snake
    little red: hood
    little red: | riding hood
    navy: base bean officer seal ship
    orange: bitter blossom cake chicken chocolate concentrate cordial cream crush drink essence extract flavor
    orange: flavour flower fruit grove half ice jam jelly juice juicer lemonade liqueur lolly marmalade muffin
    orange: oil peel pekoe pip popsicle press pulp punch rind roughy sapling sauce scone seed segment sherbet
    orange: slice smoothie soda sorbet squash squeezer syrup tart tree wedge wine zest
    pink: floyd gin grapefruit lady lemonade panther pepper peppercorn salmon salt
    purple: martin
    red: admiral ale bean bull cabbage cedar chile chili chilli clover cross currant curry deer dwarf fox giant
    red: grouse herring label lentil maple meat mullet oak onion panda pepper planet salsa snapper squirrel tape
    red: wine wood
    red: | delicious apple, blood cell, bush tea, velvet cake, velvet cheesecake, velvet cookie, velvet cupcake
    red: | velvet latte
    rose: gold
    teal: duck
    turquoise: bead bracelet earring jewellery jewelry mine necklace pendant ring stone
    violet: bouquet candy flower perfume petal plant soap syrup
    white: ale asparagus bean birch board bread cabbage chocolate coffee currant dwarf fish gold house meat
    white: mulberry noise oak out pages pepper pine poplar pudding rhino rhinoceros rice rum russian sauce shark
    white: spirit stork sugar tea truffle vinegar walker water whale willow wine
    white: | blood cell, tailed deer
    yellow: curry fin gold page perch
    big green: egg
    black: belt box cab diamond lab light sand soap taxi
    black: | forest cake, forest gateau, eyed susan
    blue: badge moon origin plaque planet raspberry ribbon tack yeti
    blue: | lives matter
    chocolate, fox red, yellow: lab
    green: card day goblin man screen
    orange: amp
    pink: himalayan
    purple: heart mattress rain
    red: arrow baron card carpet crescent envelope kite lobster packet rice sesame solo stripe wing
    red: | dot sight
    white: cane castle claw dwarf elephant flag knight noise sesame stripe stuff
    yellow: cab card jacket submarine tail
    yellow: | brick road
    agent, blood, clockwork, mandarin, navel, seville: orange
    african: violet
    snow, walter: white
    charlie, james: brown
    """
)
