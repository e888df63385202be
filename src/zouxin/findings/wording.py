"""Answers in rows of the answer table: verdict, evidence as JSON, sentence and mark, a column at a time."""

import json
import re
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin import content
from zouxin.findings.asking import Asked
from zouxin.functions.privacy import struck, suspects
from zouxin.model import mark
from zouxin.model.verdict import BECAUSE, CLEAN, FINDING
from zouxin.tables import all_tables, arrow_schema

#: words a check puts into its evidence, as a person reads them, by the name of the field
SPOKEN = {
    "counts": {"working": "个工作日", "calendar": "天"},
    "split": {"equal": "平均分摊", "stated": "按合同写明的比例分摊"},
    "how": {"same": "名称相同", "glyph": "字形相近", "pinyin": "读音相同", "near": "只差一个字"},
    "doubt": {"unknown": "不知道是谁的", "other": "认证为别的主体", "company": "认证为公司", "unit": "属于另一个单位"},
    "company": {"name": "账号名称", "certified": "认证主体"},
    "network": {"wechat": "微信", "weibo": "微博", "app": "移动客户端", "douyin": "抖音", "kuaishou": "快手", "channels": "视频号", "toutiao": "今日头条",
                "bilibili": "哔哩哔哩", "xiaohongshu": "小红书", "zhihu": "知乎", "baijiahao": "百家号", "qiehao": "企鹅号"},
    "detail": {"gone": "已下架", "http_4xx": "地址已失效", "cannot_start": "无法启动"},
}  # fmt: skip
REASONS = {
    "unobserved": "看不到",
    "unreadable": "文字无法读取",
    "undated": "没有日期",
    "no_judgement": "需要人工判断",
    "out_of_period": "不在检查时段内",
}
_FIELD = re.compile(r"\{(\w+)\}")


def rows(batch: pa.RecordBatch, asked: Asked, run: str) -> pa.Table:
    """Rows of the answer table out of one batch of answers.

    Raises ValueError where a check gave null without a reason, or a reason without null.
    """
    check = asked.check
    found, because = batch["found"], pc.if_else(pc.is_null(batch["found"]), batch["because"], pa.scalar(None, pa.string()))
    fixed = {
        "run": run,
        "check": check.code,
        "trouble": check.trouble,
        "tone": check.tone,
        "subject": check.subject.name,
        "severity": asked.severity,
    }
    columns = {
        "source": batch["source"], "subject_id": batch["id"], "unit_id": batch["unit_id"], "subject_name": batch["subject_name"], "month": batch["month"], "found": found,
        "verdict": verdicts(found, because, asked), "because": because, "overruled": batch["overruled"], "evidence": evidence(batch, check.evidence),
        "sentence": struck(sentences(batch, asked)), "mark": marks(batch["hashed"]),
    } | {name: pa.repeat(pa.scalar(value, pa.string()), len(batch)) for name, value in fixed.items()}  # fmt: skip
    schema = arrow_schema(all_tables()["answer"])
    return pa.Table.from_arrays([columns[f.name].cast(f.type) for f in schema], schema=schema)


def verdicts(found: pa.Array, because: pa.Array, asked: Asked) -> pa.Array:
    """Verdicts (n) of answers. Raises ValueError where a check gave null without a reason."""
    because = pc.if_else(pc.is_null(found), because, pa.scalar(None, pa.string()))
    if pc.any(pc.and_(pc.is_null(found), pc.is_null(because))).as_py():
        raise ValueError(f"{asked.check.code} 有一条说不准的回答没有给出原因")
    told = pc.if_else(found, FINDING, CLEAN)
    for reason, verdict in BECAUSE.items():
        told = pc.if_else(pc.fill_null(pc.equal(because, reason), False), verdict, told)
    return told


def marks(hashed: pa.Array) -> pa.Array:
    """Marks (n) of sha256 hex digests (n)."""
    if not len(hashed):
        return pa.array([], pa.string())
    digits = np.frombuffer(pc.binary_slice(hashed.cast(pa.binary()), 0, 20).cast(pa.binary(20)).buffers()[1], np.uint8).reshape(-1, 20)
    half = np.where(digits >= 97, digits - 87, digits - 48).astype(np.uint32).reshape(-1, 4, 5)
    # five hex digits are twenty bits, and those are four letters
    fives = half[..., 0] << 16 | half[..., 1] << 12 | half[..., 2] << 8 | half[..., 3] << 4 | half[..., 4]
    numbers = np.stack([fives >> 15 & 31, fives >> 10 & 31, fives >> 5 & 31, fives & 31], axis=-1).reshape(-1, mark.LENGTH)
    letters = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", np.uint8)[numbers]
    ends = np.arange(0, letters.size + 1, mark.LENGTH, dtype=np.int32)
    return pa.StringArray.from_buffers(len(letters), pa.py_buffer(ends), pa.py_buffer(np.ascontiguousarray(letters)))


def evidence(batch: pa.RecordBatch, fields: Mapping[str, str]) -> pa.Array:
    """Evidence columns as JSON objects, string (n)."""
    parts: list[pa.Array] = []
    for name, kind in fields.items():
        shown = as_text(batch[name])
        if kind in ("string", "date32"):
            shown = _quoted(shown)
        parts.append(pc.binary_join_element_wise(f"{json.dumps(name)}: ", pc.fill_null(shown, "null"), ""))
    body = pc.binary_join_element_wise(*parts, ", ") if parts else pa.repeat(pa.scalar(""), len(batch))
    return pc.binary_join_element_wise("{", body, "}", "")


def shareable(told: pa.RecordBatch) -> pa.RecordBatch:
    """Answers as they may leave the lake: numbers of private people struck out of their evidence, all else to the character."""
    at = told.schema.get_field_index("evidence")
    odd = suspects(told["evidence"]).to_pylist()
    if not any(odd):
        return told
    clean = [_without_numbers(text) if is_odd else text for text, is_odd in zip(told["evidence"].to_pylist(), odd, strict=True)]
    return told.set_column(at, told.schema.field(at), pa.array(clean, pa.string()))


def _without_numbers(text: str) -> str:
    found = json.loads(text)
    prose = {name: value for name, value in found.items() if isinstance(value, str)}
    return json.dumps(
        {**found, **dict(zip(prose, struck(pa.array(list(prose.values()), pa.string())).to_pylist(), strict=True))}, ensure_ascii=False
    )


def as_text(column: pa.Array) -> pa.Array:
    """A column as a person reads it: whole numbers whole, days as YYYY-MM-DD, spans as a list."""
    if pa.types.is_list(column.type):
        return pa.array([None if row is None else json.dumps(row) for row in column.to_pylist()], pa.string())
    return column.cast(pa.string())


def _quoted(texts: pa.Array) -> pa.Array:
    odd = pc.fill_null(pc.match_substring_regex(texts, r'[\\"\x00-\x1f]'), False)
    if not pc.any(odd).as_py():
        return pc.binary_join_element_wise('"', texts, '"', "")
    # escaped as JSON wants it, nothing left out: a text in evidence must come back exactly
    return pa.array([None if text is None else json.dumps(text, ensure_ascii=False) for text in texts.to_pylist()], pa.string())


def sentences(batch: pa.RecordBatch, asked: Asked) -> pa.Array:
    """What each answer says in Chinese, string (n); for a null answer, why it cannot be told."""
    check = asked.check
    words = content.words("zh-Hans")[check.code]
    said = _filled(words["says"], batch, check.evidence)
    title = words["title"]
    known = pc.if_else(batch["found"], said, f"未见“{title}”。")
    why = pc.fill_null(batch["because"], "")
    for reason, word in REASONS.items():
        known = pc.if_else(pc.and_(pc.is_null(batch["found"]), pc.equal(why, reason)), f"“{title}”说不准：{word}。", known)
    return known


def _filled(template: str, batch: pa.RecordBatch, fields: Mapping[str, str]) -> pa.Array:
    """A sentence template with the evidence of each row in its place."""
    pieces: list[pa.Array | str] = []
    for k, piece in enumerate(_FIELD.split(template)):
        if k % 2 == 0:
            pieces.append(piece)
        elif piece not in fields:
            raise ValueError(f"一句话模板里的 {{{piece}}} 不在证据之中：{'、'.join(fields)}")
        else:
            pieces.append(pc.fill_null(_spoken(piece, batch[piece]), "—"))
    whole = pc.binary_join_element_wise(*pieces, "") if any(not isinstance(p, str) for p in pieces) else None
    return whole if whole is not None else pa.repeat(pa.scalar("".join(map(str, pieces))), len(batch))


def _spoken(name: str, column: pa.Array) -> pa.Array:
    text = as_text(column)
    for word, spoken in SPOKEN.get(name, {}).items():
        text = pc.replace_substring(text, word, spoken)
    return text
