"""The notice by which an owner tells the public that an account stops: basis, name and platform, day, where its content and service go."""

from dataclasses import dataclass
from datetime import date

from zouxin.bulletins.document import Block, Document


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What a closing notice says; `instead`: where people find the content and service from then on."""

    name: str
    kind: str
    unit: str
    stops_on: date
    instead: str
    basis: str = ""
    contact: str = ""
    run: str = ""


def compose(of: Closing) -> Document:
    """The notice as a document. Raises ValueError where nothing is said of what takes its place: people would lose a service unheard."""
    if not of.instead.strip():
        raise ValueError("关停公告要写明此后在哪里可以看到内容、办理事项")
    title, day = f"关于关停“{of.name}”的公告", f"{of.stops_on.year}年{of.stops_on.month}月{of.stops_on.day}日"
    begin = f"根据{of.basis}，" if of.basis else ""
    texts = [
        f"{begin}{of.unit}主办的{of.kind}“{of.name}”自{day}起停止发布信息，并启动关停注销程序。",
        f"此后请通过{of.instead}获取信息、咨询和办理有关事项。已发布的内容按档案管理规定保存。",
        *([f"如有疑问，请联系{of.contact}。"] if of.contact else []),
        "给您带来不便，敬请谅解。",
    ]
    blocks = [
        Block(kind="title", text=title),
        *(Block(kind="text", text=text) for text in texts),
        Block(kind="sign", text=of.unit),
        Block(kind="sign", text=day),
    ]
    return Document(title=title, blocks=tuple(blocks), foot=f"运行 {of.run}" if of.run else "")
