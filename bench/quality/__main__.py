"""All quality figures into bench/results/quality.json: python -m bench.quality"""

from bench.lines import shared
from bench.quality import dormant, echoes, gold, look_alikes, mass_letter, matching, rude
from bench.results_io import ROOT, save

SEED = 1
place = shared()
figures = {
    "gold": gold.measure(place),
    "echoes": echoes.measure(place, seed=SEED),
    "matching": matching.measure(place / "data", SEED),
    "mass_letter": mass_letter.measure(place),
    "rude": rude.measure(place / "data"),
    "dormant": dormant.measure(place, seed=SEED),
    "look_alikes": look_alikes.measure(place, seed=SEED),
}
path = save("quality", {"figures": figures}, seed=SEED)
print(f"{', '.join(figures)}: {path.relative_to(ROOT)}")
