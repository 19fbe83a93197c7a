"""English nouns that the rule "strip an s to a known noun" would get wrong, as tables."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a table that is written as text."""
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    return dict(entry.split(":") for entry in text.split())


# One thing in two joined parts, or a mass of parts that are not counted: always written so.
PLURAL_ONLY = word_set(
    """
    bagpipes barracks bedclothes bellows bifocals billiards binoculars bleachers bloomers boxers braces breeches
    briefs capris chinos clothes corduroys coveralls culottes dungarees earmuffs earphones eyeglasses fatigues
    fishnets forceps gallows goggles grits handcuffs headphones headquarters jammies jeans jodhpurs joggers
    khakis knickerbockers knickers leftovers leggings loppers nightclothes nylons overalls pajamas pantaloons
    panties pants pjs pliers pyjamas remains scissors scrubs secateurs shears shorts slacks snowpants spectacles
    specs sunglasses suspenders sweatpants swimtrunks thanks tights tongs trousers tweezers underclothes
    underpants undies
    """
)

# The same thing without its s, where the short form is no other thing ("short" and "tight" are).
SHORT_OF_PLURAL_ONLY = _pairs(
    """
    bagpipe:bagpipes bifocal:bifocals binocular:binoculars chino:chinos coverall:coveralls culotte:culottes
    dungaree:dungarees earmuff:earmuffs earphone:earphones eyeglass:eyeglasses goggle:goggles handcuff:handcuffs
    headphone:headphones jean:jeans legging:leggings overall:overalls pajama:pajamas pant:pants panty:panties
    plier:pliers pyjama:pyjamas scissor:scissors secateur:secateurs sunglass:sunglasses sweatpant:sweatpants
    tong:tongs trouser:trousers tweezer:tweezers underpant:underpants
    """
)

# Pair nouns only behind one of these words: "reading glasses", but "wine glasses" are wine glasses.
_EYEWEAR = word_set(
    """
    3d 4d ar aviator ban bifocal computer cycling driving eclipse eye field gaming horn lab light novelty oakley
    opera polarised polarized prescription progressive protection protective ray reading riding rimless rimmed
    safety shooting ski smart spy sport sports sun swim swimming tanning theater theatre varifocal vision vr
    wayfarer welding
    """
)
_NAILS_AND_HAIR = word_set("beard cuticle fingernail hair hedge nail nose pet toe toenail")
_BATHING = word_set("bathing swim swimming")
PLURAL_ONLY_BEHIND: dict[str, tuple[str, frozenset[str]]] = {
    "glasses": ("glasses", _EYEWEAR),
    "clippers": ("clippers", _NAILS_AND_HAIR),
    "clipper": ("clippers", _NAILS_AND_HAIR),
    "trunks": ("trunks", _BATHING),
    "snips": ("snips", word_set("tin")),
}

# Singular though they end in s, where the dictionary says otherwise or nothing.
SINGULAR_IN_S = word_set(
    """
    alias alps asus axis bus christmas clematis cosmos gas hades hermes hertz honduras jus kudos lens mercedes
    mews minus netherlands olympics pampas philippines plus summons swiss tapas tennis texas thermos torus venus
    yes
    """
)

# Brands in s, whole as they are ("Levi's" loses only its apostrophe).
BRANDS_IN_S = word_set(
    """
    adidas airpods arbys cheerios cheetos crocs dennys depends doritos fritos frosties funyuns hersheys
    huggies kelloggs kohls lays levis macys maltesers mars martens mcdonalds mentos nandos pampers pringles
    quavers reeses rolos sainsburys skechers skittles smarties snickers starbucks tostitos twizzlers walgreens
    wendys werthers wheaties wotsits
    """
)

# One piece of a product whose name is a plural.
PIECE_OF_BRAND = _pairs(
    """
    airpod:airpods cheerio:cheerios cheeto:cheetos dorito:doritos frito:fritos malteser:maltesers
    pringle:pringles skittle:skittles tostito:tostitos twizzler:twizzlers
    """
)

# Things the dictionary does not know and people have several of.
KNOWN = word_set(
    """
    aeropress airtag alexa android atari atm audi bandaid bandana barbie betta beyblade birkenstock bluray bmw
    bodhran cafetiere cajon cd chanterelle chimichanga chipotle chromebook clementine concealer converse cpu
    cronut daikon dango didgeridoo discman djembe droid dslr dvd dyson earbud edamame eraser espadrille espresso
    fajita ferrari fitbit focaccia frittata furby gameboy gif gopro gpu habanero hdd henley hotdog imac idli ipad
    iphone ipod jedi jeep jenga jicama kallax katana keycap kindle kitkat kleenex kurta labradoodle labrador
    lamborghini lcd led lp macbook macchiato minifig mojito moka monstera naan nerf nike nintendo nunchaku
    nunchuck onesie oakley orbeez orca oreo pakora panini paratha pc pda pez pierogi pikachu playmobil playstation
    plushie poblano pokeball pokemon polaroid pomelo porsche portobello postit powerbank profiterole puma
    quesadilla roku rolex roomba royce rubik scrunchie sega serrano shuriken sofabed sonos souvlaki spiralizer ssd
    stanley stuffie sudoku suv swiffer synth tabla takoyaki tamagotchi tankini tesla theremin toyota transformer
    triscuit tshirt tupperware tv ufo ugg usb vcr vespa vhs walkman wii xbox yeti yo yoyo zester zippo
    """
)

# Irregular plurals; the dictionary's own are wrong in part ("leaves" is a form of "leave" to it).
IRREGULAR = _pairs(
    """
    addenda:addendum algae:alga alumni:alumnus amoebae:amoeba annexes:annex antennae:antenna aquaria:aquarium
    asses:ass automata:automaton axes:axe bacilli:bacillus bacteria:bacterium bandeaux:bandeau bases:base
    beaux:beau brethren:brother bureaux:bureau buses:bus busses:bus cacti:cactus caddies:caddy calves:calf
    candelabra:candelabrum chateaux:chateau cherubim:cherub children:child cicadae:cicada cloths:cloth
    criteria:criterion croci:crocus crocuses:crocus crosses:cross curries:curry dice:die doggies:doggy
    ellipses:ellipse emboli:embolus envies:envy errata:erratum eucalypti:eucalyptus fantasies:fantasy feet:foot
    fezzes:fez formulae:formula fulcra:fulcrum fungi:fungus gases:gas gasses:gas gateaux:gateau geese:goose
    genera:genus gladioli:gladiolus grandmas:grandma grannies:granny gringos:gringo halves:half
    hippopotami:hippopotamus honoraria:honorarium housewives:housewife incubi:incubus kibbutzim:kibbutz
    larvae:larva kiwis:kiwi leaves:leaf lenses:lens lice:louse lives:life loaves:loaf loci:locus maladies:malady
    masses:mass mausolea:mausoleum medusae:medusa memoranda:memorandum mice:mouse midwives:midwife
    millennia:millennium mixes:mix moduli:modulus mules:mule nannies:nanny narcissi:narcissus nautili:nautilus
    nebulae:nebula novae:nova nuclei:nucleus octopi:octopus octopodes:octopus ova:ovum oxen:ox papyri:papyrus
    pence:penny people:person phenomena:phenomenon pinkies:pinky planetaria:planetarium plateaux:plateau
    platypi:platypus plectra:plectrum plushies:plushie podia:podium poles:pole polyhedra:polyhedron
    portmanteaux:portmanteau pupae:pupa radii:radius rhombi:rhombus sarcophagi:sarcophagus selves:self
    seraphim:seraph shelves:shelf solaria:solarium spatulae:spatula spectra:spectrum stadia:stadium
    stigmata:stigma stimuli:stimulus strata:stratum stuffies:stuffie styli:stylus succubi:succubus
    supernovae:supernova syllabi:syllabus symposia:symposium tableaux:tableau teeth:tooth termini:terminus
    terraria:terrarium tetrahedra:tetrahedron thesauri:thesaurus thieves:thief tori:torus tranches:tranche
    trousseaux:trousseau vertebrae:vertebra vivaria:vivarium wives:wife
    """
)

# Irregular heads of closed compounds: "snowmen", "eyeteeth", "grandchildren", "mongeese" is none.
IRREGULAR_ENDINGS = _pairs(
    "men:man children:child feet:foot teeth:tooth geese:goose mice:mouse lice:louse leaves:leaf loaves:loaf "
    "shelves:shelf wives:wife calves:calf"
)

# Names that are plurals of their own: the whole key, whatever its head would be.
WHOLE_NAMES = _pairs(
    """
    doc_marten:doc_martens dr_marten:dr_martens hot_wheel:hot_wheels m_and_m:m_and_ms new_balances:new_balance
    star_wars:star_wars united_states:united_states white_pages:white_pages hot_wheels:hot_wheels m_and_ms:m_and_ms
    beats:beats clarks:clarks nerds:nerds tums:tums vans:vans
    lucky_charms:lucky_charms froot_loops:froot_loops rice_krispies:rice_krispies post_its:post_it
    """
)
