"""All speed figures into bench/results/speed.json: python -m bench.speed [--rows N …] [--copies N …] [--texts N]"""

from bench.lines import finish, shared
from bench.speed import near, novel, scale

asked = scale.parser(__doc__)
asked.add_argument("--texts", type=int, default=novel.ROWS)
words = asked.parse_args()
figures = {
    "novel": novel.measure(shared(), rows=words.texts),
    "near": near.measure(shared(), rows=words.texts, seed=words.seed),
    "scale": scale.asked_for(words),
}
lines = novel.lines(figures["novel"]) + near.lines(figures["near"]) + scale.lines(figures["scale"])
finish("speed", lines, seed=words.seed, figures=figures)
