"""Made-up wire stories, what newspapers make of them, and texts that look alike without being copies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

PLACES = ("Talvane", "Merovia", "Ilmark", "Port Amsel", "Sorrel Bay", "Lhassen", "Varrow", "Kestrel Point", "Old Mere")
PEOPLE = ("Ilse Varanne", "Dario Kesh", "Tomas Brell", "Odile Marrin", "Per Skagen", "Lena Aldous", "Rafi Nehm")
BODIES = ("the port authority", "the transport ministry", "the fishermen's union", "the grid operator", "the court",
          "the water board", "the customs office", "the regional council", "the rail company")  # fmt: skip
THINGS = ("the old ferry pier", "a grain terminal", "the northern dam", "a border crossing", "the tram depot",
          "a shipment of turbines", "the winter fuel reserve", "the fish market", "a disputed survey")  # fmt: skip
DEEDS = ("close", "inspect", "rebuild", "sell", "lease", "guard", "audit", "flood-proof", "reopen", "abandon")
REASONS = ("after three leaks in a month", "because of unpaid wages", "pending a second opinion",
           "despite protests by residents", "to save money before the election", "as the river keeps rising",
           "following a complaint from across the strait", "in spite of an earlier promise")  # fmt: skip
ADVERBS = ("quietly", "reluctantly", "at once", "in stages", "by decree", "without a vote", "under police escort")
LINES = (
    "{body} said on {day} that it would {deed} {thing} {reason}.",
    "“{claim},” {person} told reporters outside {thing} in {place}.",
    "{person}, who has led {body} for {n} years, called the plan {judged} and asked for {n} more weeks.",
    "Some {m} people live within sight of {thing}, and {n} families have already moved to {place}.",
    "Engineers from {place} will {deed} it {adverb}, according to a letter seen by {body}.",
    "Prices in {place} rose by {n} percent within days, {person} said, and {reason2} nobody knew for how long.",
    "{body} and {body2} have argued over {thing} since {year}, when a storm sank {n} boats near {place}.",
    "A spokesman for {body} would not say whether {m} crowns had been paid, only that the matter was {judged}.",
    "In {place}, where {thing} employs {n} people, shops shut early and {adverb} reopened on {day}.",
    "The decision can be challenged until {day}, {person} added, but few in {place} expect {body} to {deed} it again.",
    "Two members of {body2} walked out {adverb} when {person} read the figures: {m} tonnes, {n} lorries and no buyer.",
    "What happens to {thing} is to be settled in {place} by {n} judges, none of whom has ever visited it.",
)  # fmt: skip
OTHER = (
    "There will be no return to the way things were at {thing}, if {body} has its way.",
    "Residents of {place} woke to the news that {thing} may be lost to them {reason}.",
    "It was {person} who broke the silence, speaking to a small crowd: “{claim}.”",
    "For {n} years the dispute has smouldered; now {body} wants to act, and {adverb}.",
    "Critics point to the {m} crowns spent so far and wonder what {place} has to show for them.",
    "{body2} has its doubts, too, and let it be known that {day} would be too soon.",
)
CLAIMS = ("We were promised a bridge and got a fence", "Nobody here was asked and nobody here agreed",
          "This is the last winter that we will spend waiting for an answer", "The tide does not read contracts",
          "If they shut it they will have to carry us out")  # fmt: skip
JUDGED = ("reckless", "long overdue", "a distraction", "unlawful", "the least bad choice", "closed")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
LOCAL = (
    "Readers of this paper have written about {place} before; their letters stand on page {n}.",
    "Our own enquiries in {place} found {n} shopkeepers who had heard nothing at all.",
    "The mayor of {place} declined to speak to this newspaper for the {n}th time.",
)
WEATHER = (
    "{place} can expect {sky} skies on {day} with a high of {n} degrees and winds of {k} kilometres an hour from the "
    "{wind}.\n\nOvernight temperatures will fall to {k} degrees in the valleys. The chance of rain is {m} percent. "
    "Sunrise is at 6.{n} and sunset at 19.{k}.\n\nThe weather service advises drivers on the coast road to allow {n} "
    "extra minutes. On {day2} it will be {sky2} with a high of {k} degrees. The pollen count is {judged}."
)
MARKET = (
    "The {place} index closed {judged2} on {day} at {m} points, a change of {n}.{k} percent. {firm} led the "
    "gainers with {k}.{n} percent, while {firm2} lost {n}.{n} percent.\n\nTurnover came to {m} million crowns, against "
    "{m2} million the day before. Ten-year bonds yielded {k}.{n} percent. Brokers pointed to {reason3}.\n\nIn currency "
    "trading the crown stood at {n}.{m} to the mark. Oil cost {m} crowns a barrel."
)
FOOTER = (
    "This newspaper is a member of the press council of the coast. Complaints reach the readers' editor by post or by "
    "telephone on weekdays between nine and noon. Subscribers find all articles of the past in the archive."
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, whether they are copies, and what kind of pair they are."""

    one: str
    other: str
    copies: bool
    kind: str


def _filled(draw: Random, line: str, facts: dict[str, str]) -> str:
    values = {
        "body": draw.choice(BODIES), "body2": draw.choice(BODIES), "place": draw.choice(PLACES),
        "person": draw.choice(PEOPLE), "thing": draw.choice(THINGS), "deed": draw.choice(DEEDS),
        "reason": draw.choice(REASONS), "reason2": draw.choice(ADVERBS), "reason3": draw.choice(REASONS),
        "adverb": draw.choice(ADVERBS), "claim": draw.choice(CLAIMS), "judged": draw.choice(JUDGED),
        "judged2": draw.choice(("higher", "lower", "unchanged")), "day": draw.choice(DAYS), "day2": draw.choice(DAYS),
        "sky": draw.choice(("clear", "grey", "changing")), "sky2": draw.choice(("dry", "wet", "misty")),
        "wind": draw.choice(("north", "south-west", "east")), "firm": draw.choice(PLACES) + " Shipping",
        "firm2": draw.choice(PLACES) + " Mining", "year": str(draw.randrange(1961, 2019)),
        "n": str(draw.randrange(3, 60)), "k": str(draw.randrange(3, 60)), "m": str(draw.randrange(100, 9000)),
        "m2": str(draw.randrange(100, 9000)), **facts,
    }  # fmt: skip
    made = line.format(**values)
    return made[0].upper() + made[1:]


def _facts(draw: Random) -> dict[str, str]:
    """Return what is the same in every report of one event."""
    return {"thing": draw.choice(THINGS), "person": draw.choice(PEOPLE), "claim": draw.choice(CLAIMS)}


def story(draw: Random, facts: dict[str, str], lines: tuple[str, ...] = LINES, count: int = 16) -> list[str]:
    """Return the paragraphs of one agency report, headline first."""
    head = _filled(draw, "{body} to {deed} {thing}", facts)
    return [head, *(_filled(draw, draw.choice(lines), facts) for _ in range(count))]


def _joined(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def _edited(draw: Random, paragraph: str, share: float) -> str:
    """Return a paragraph with some of its words replaced."""
    words = paragraph.split()
    return " ".join(draw.choice(PEOPLE).split()[0] if draw.random() < share else word for word in words)


def copies(draw: Random) -> Iterator[tuple[str, str, str]]:
    """Yield (report, what a paper printed of it, how it was changed)."""
    facts = _facts(draw)
    wire = story(draw, facts)
    head = _filled(draw, "{place} waits: {thing} in doubt", facts)
    whole = _joined(wire)
    yield whole, _joined([head, *wire[1 : draw.randrange(6, 11)]]), "cut from the end"
    fresh = [_filled(draw, draw.choice(OTHER), facts) for _ in range(2)]
    yield whole, _joined([head, *fresh, *wire[3:14]]), "new headline and lead"
    local = [part for p in wire[1:] for part in (p, *([_filled(draw, draw.choice(LOCAL), {})] * (draw.random() < 0.4)))]
    yield whole, _joined([head, *local]), "local insertions"
    kept = sorted(draw.sample(range(1, len(wire)), 6))
    mixed = [wire[n] if n in kept else _filled(draw, draw.choice(OTHER), facts) for n in range(1, len(wire))]
    yield whole, _joined([head, *mixed]), "about 30 % kept"
    yield whole, _joined([head, *(_edited(draw, p, 0.05) for p in wire[1:])]), "words replaced throughout"


def strangers(draw: Random) -> Iterator[tuple[str, str, str]]:
    """Yield (one text, another one, why they look alike)."""
    facts = _facts(draw)
    wire = story(draw, facts)
    yield _joined(wire), _joined(story(draw, facts, OTHER, 14)), "same event in other words"
    later = story(draw, facts)
    yield _joined(wire), _joined([*later[:-2], *wire[-2:]]), "a later report with the same background"
    yield _filled(draw, WEATHER, {}), _filled(draw, WEATHER, {}), "weather reports"
    yield _filled(draw, MARKET, {}), _filled(draw, MARKET, {}), "market reports"
    one, other = story(draw, _facts(draw), LINES, 8), story(draw, _facts(draw), OTHER, 8)
    yield _joined([*one, FOOTER]), _joined([*other, FOOTER]), "the same footer"


def pairs(seed: int, rounds: int) -> Iterator[Pair]:
    """Yield copies and strangers of all kinds, `rounds` of each."""
    draw = Random(seed)
    for _ in range(rounds):
        for made, are in ((copies(draw), True), (strangers(draw), False)):
            for one, other, kind in made:
                yield Pair(one, other, are, kind)
