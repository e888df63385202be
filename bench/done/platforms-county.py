#!/usr/bin/env python3
"""The sample county shows rows 1 to 14, 18, 19, 21 and 23 of the report at the report's figures.

`zouxin demo` generates and audits the county, `zouxin publish` makes its bulletin; every figure below is read from their answers, the
lake and the bulletin. A row that needs what the product does not have yet is stated with the reason, and misses nothing by it.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.quality import county

from zouxin.connectors.sample import SEED

MOMENT = date(2019, 5, 20)
ROBOT = ("不说话没人把你当哑巴", "面子是别人给的")  # the beginnings of the two lines the report prints

with tempfile.TemporaryDirectory() as name:
    run = county.County(Path(name))
    box, clerk, village = county.mailbox(run), county.phone(run, "post-dipu-clerk"), county.phone(run, "post-village-secretary")
    asleep, drift, robot, hosted = county.zombies(run), county.drift(run), county.robot(run, ROBOT), county.hosted(run)
    town, groups, nation = county.town(run, MOMENT), county.groups(run), county.nation()
    app, order = (run.found(code).get("app-ch-fuban") for code in ("PLT004", "PLT005")), run.found("PLT018").get("ord-open")
    [old, scattered] = app
    causes = {code: len(run.found(code)) for code in ("PLT018", "PLT013", "PLT014", "PLT007", "PST009")}
    photo, study = (sum(row["evidence"].get(what, 0) for row in run.found("GRP005").values()) for what in ("photo", "checkin"))
    study_asked = sum(row["demand"] == "study" for row in run.rows("group_message"))

letters = f"{box['letters']:,} letters to the director's mailbox, {box['first']} to {box['last']}"
posts = [one["a_week"] for one in town.values()]
reads = [one["reads"] or 0 for one in town.values()]
both = f"two accounts, {sum(one['posts'] for one in town.values())} posts in ten weeks"
lines = [
    Line("row 1: letters", box["letters"], letters, "= 2037"),
    Line("row 1: replies found to be the letter pasted back (RPL001)", box["echoed"], f"{box['replies']:,} replies", "= 2037"),
    Line("row 1: replies that answer (RPL101)", box["answered"], f"{box['replies']:,} replies", "= 0"),
    Line("row 1: years from the first letter to the last", round(box["years"]), letters, "= 7"),
    Line(
        "row 2: WeChat accounts; a county cannot show a nation, the simulator at 100 % does", nation["微信公众号"], "500,000+ in the report"
    ),
    Line("row 2: Weibo accounts, likewise", nation["微博"], "170,000+ in the report"),
    Line("row 3: apps on the clerk's phone", clerk["kinds"].get("installed", 0), "11 in the report", "= 11"),
    Line("row 3: work groups she is in", clerk["kinds"].get("joined", 0), "22 in the report", "= 22"),
    Line("row 3: accounts she follows", clerk["kinds"].get("follows", 0), "20+ in the report", ">= 20"),
    Line("row 3: accounts she edits, WeChat and Weibo", clerk["kinds"].get("edits", 0), "2 in the report", "= 2"),
    *(
        Line(
            f"row 3: demands of kind {what} in her groups",
            clerk["demands"].get(what, 0),
            f"{sum(clerk['demands'].values()):,} messages",
            ">= 1",
        )
        for what in ("checkin", "study", "forward")
    ),
    Line("row 3: her minutes a week need the burden ledger, which is not built yet", None, "no figure in the report"),
    Line(
        "row 4: the same datum in several platforms needs a table of what forms ask for, which is not built yet",
        None,
        "no figure in the report",
    ),
    Line("row 5: groups the village secretary is in", village["kinds"].get("joined", 0), "10+ in the report", ">= 10"),
    Line("row 5: of them found to ring off hours (GRP005)", village["off_hours"], f"{village['kinds'].get('joined', 0)} groups", ">= 1"),
    Line("row 5: of them found to name the silent (GRP006)", village["naming"], f"{village['kinds'].get('joined', 0)} groups", ">= 1"),
    Line("row 5: earliest hour these ring", round(village["first_hour"], 1), "from morning to night", "<= 7"),
    Line("row 5: latest hour these ring", round(village["last_hour"], 1), "from morning to night", ">= 22"),
    Line(
        "row 6: accounts with a post found to chase followers (PST005, PST006)",
        drift["hit"],
        f"{drift['accounts']} accounts planted",
        "= 3",
    ),
    Line(
        "row 6: posts of entertainment found", drift["entertainment"], f"{drift['entertainment_planted']} planted; no figure in the report"
    ),
    Line("row 6: posts of hot topics found", drift["hot_topic"], f"{drift['hot_topic_planted']} planted; no figure in the report"),
    Line("row 7: accounts found to ignore comments (PLT001)", asleep["ignoring"], f"{asleep['comments']} comments below them", ">= 1"),
    Line("row 7: comments below them without an answer", asleep["unanswered"], f"{asleep['comments']} comments", f"= {asleep['comments']}"),
    Line(
        "row 7: accounts found asleep (PLT002), with those of rows 8 and 14",
        asleep["all"],
        f"{len(run.answers['PLT002'])} platforms",
        ">= 7",
    ),
    Line("row 8: WeChat accounts found asleep", asleep["kinds"].get("wechat", 0), "5 in the report", "= 5"),
    Line("row 8: Weibo accounts found asleep", asleep["kinds"].get("weibo", 0), "2 in the report", "= 2"),
    Line("row 8: of these named in the bulletin", asleep["named"], "7 in the report", "= 7"),
    Line("row 9: demands for photos off hours that findings count (GRP005)", photo, "no figure in the report", ">= 1"),
    Line("row 9: a staged visit of 5 minutes needs traces, which are not built yet", None, "5 minutes in the report"),
    Line("row 10: demands for study in work groups", study_asked, "no figure in the report", ">= 1"),
    Line("row 10: points, stand-ins and videos left running need traces, which are not built yet", None, "no figure in the report"),
    Line(
        "row 11: the robot's lines that stand in a reply found rude (RPL006)",
        robot["lines"],
        f"2 lines, {robot['replies']} replies of the robot",
        "= 2",
    ),
    Line("row 11: of these replies, those to a letter about building dust", robot["dust"], "2 letters", "= 2"),
    Line("row 11: run by a third party", robot["company"], "1 robot", "= 1"),
    Line(
        "row 12: the app is found outdated (PLT004)",
        int(bool(old)),
        f"1 app, last release {old['evidence']['released_on'] if old else '?'}",
        "= 1",
    ),
    Line("row 12: and offered by channels not its owner's (PLT005)", int(bool(scattered)), "1 app", "= 1"),
    Line("row 12: download channels", scattered["evidence"]["channels"] if scattered else 0, "several in the report", ">= 2"),
    Line("row 13: orders that only count platforms (PLT018)", causes["PLT018"], "no study beforehand", ">= 1"),
    Line("row 13: platforms that only copy (PST009)", causes["PST009"], "following the crowd", ">= 1"),
    Line("row 13: platforms nobody edits (PLT013)", causes["PLT013"], "no strength to operate", ">= 1"),
    Line("row 13: platforms whose money ends (PLT014)", causes["PLT014"], "no strength to operate", ">= 1"),
    Line("row 13: accounts beside another of the same unit (PLT007)", causes["PLT007"], "attending to one and losing the other", ">= 1"),
    Line("row 13: a cause on every case needs cases, which are not built yet", None, "no figure in the report"),
    Line(
        "row 14: the order by which every unit opens accounts is found (PLT018)",
        int(bool(order)),
        f"{len(run.answers['PLT018'])} orders",
        "= 1",
    ),
    Line("row 14: platforms opened for it", order["evidence"]["platforms"] if order else 0, "no figure in the report", ">= 2"),
    Line("row 18: accounts run for a fee whose money the answers know (PLT017)", hosted["accounts"], "59 in the report", "= 59"),
    Line("row 18: yuan a year these answers share out among them", hosted["yuan"], "2,895,000 in the report", "= 2895000"),
    Line("row 18: of them found to cost more than they are used", hosted["dear"], f"{hosted['accounts']} accounts"),
    Line("row 19: posts a week, the account that posts less", min(posts), both, ">= 2"),
    Line("row 19: posts a week, the account that posts more", max(posts), both, "<= 3"),
    Line("row 19: reads an article, the account read less", min(reads), both, ">= 200"),
    Line("row 19: reads an article, the account read more", max(reads), both, "<= 999"),
    Line("row 21: work groups counted (GRP001)", groups["counted"], "237 in the report", "= 237"),
    Line("row 21: of them idle, past their task or double (GRP001 to GRP003)", groups["useless"], f"{groups['counted']} groups", ">= 1"),
    Line(
        "row 23: the limit units are found to exceed (GRP004)",
        groups["limits"][0] if len(groups["limits"]) == 1 else None,
        "1 in the report",
        "= 1",
    ),
    Line("row 23: units found above it", groups["above"], f"{groups['units']} units", ">= 1"),
    Line("row 23: units with one live group that are found", groups["one_and_found"], f"{groups['above']} found", "= 0"),
]
finish("county", lines, seed=SEED, figures={"mailbox": box, "clerk": clerk, "village": village, "asleep": asleep, "drift": drift, "robot": robot,
                                            "hosted": hosted, "town": town, "groups": groups, "nation": nation, "causes": causes})  # fmt: skip
