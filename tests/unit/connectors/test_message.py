"""Mail of every quality is read or says why not; machines are told from people, quotations from what was written."""

import pytest
from bench.site.hostile_mail import WORDS, Mail, file, machines, messages, parts, plain
from hypothesis import given
from hypothesis import strategies as st

from zouxin.connectors.mail_places import delivered, mail_place
from zouxin.connectors.message import FILES, read_message
from zouxin.connectors.message_text import decoded, header_text, parted
from zouxin.model.errors import SourceError, UsageError

ALL = messages(count=120)


@pytest.mark.parametrize("mail", ALL, ids=[one.name for one in ALL])
def test_hostile_mail_is_read_or_says_why_not(mail: Mail) -> None:
    told = read_message(mail.raw)
    assert mail.must in told.text + told.quoted + told.subject
    assert told.digest
    assert told.text or told.quoted or told.subject or told.files or told.notes or told.wrong or not mail.must
    for said in (told.text, told.quoted, told.subject, told.name, told.sender, *(one.name for one in told.files)):
        said.encode("utf-8")  # no half characters
        assert "\0" not in said
    for said in (told.subject, told.name, told.sender):
        assert not set(said) & set("\r\n")
    assert read_message(mail.raw) == told


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_message(raw: bytes) -> None:
    told = read_message(raw)
    assert told.digest
    "".join((told.text, told.subject, told.sender)).encode("utf-8")


@given(st.text(max_size=60), st.sampled_from(["utf-8", "gb18030", "big5", "utf-16"]))
def test_a_text_comes_back_by_its_charset(text: str, charset: str) -> None:
    try:
        data = text.encode(charset)
    except UnicodeEncodeError:
        return
    kept = "".join(sign for sign in text if sign.isalnum())
    assert "".join(sign for sign in decoded(data, charset)[0] if sign.isalnum()) == kept


def test_machines_are_told_from_people() -> None:
    assert [read_message(one.raw).machine for one in machines()] == ["automatic"] * 4 + ["bounce", "automatic", "bounce"]
    assert read_message(plain(heads=b"Auto-Submitted: no\r\n")).machine == ""
    assert "x@y" in read_message(list(machines())[-1].raw).refers


@pytest.mark.parametrize(
    ("text", "own", "quoted"),
    [
        ("灯坏了\n> 你好\n> 再见", "灯坏了", "> 你好\n> 再见"),
        (
            "灯坏了\n\n------------------ 原始邮件 ------------------\n发件人: 甲",
            "灯坏了",
            "------------------ 原始邮件 ------------------\n发件人: 甲",
        ),
        ("灯坏了\nOn Mon, 2 Nov 2026 at 10:00, A <a@b> wrote:\n> x", "灯坏了", "> x"),
        ("灯坏了\n在 2026-11-02 10:00:00，甲 <a@b> 写道：\n旧", "灯坏了", "写道：\n旧"),
        ("> 全是引用", "> 全是引用", ""),
        ("没有引用", "没有引用", ""),
    ],
)
def test_what_was_quoted_is_kept_and_told_apart(text: str, own: str, quoted: str) -> None:
    found = parted(text)
    assert found[0] == own
    assert quoted in found[1]
    assert bool(found[1]) == bool(quoted)


def test_a_page_is_text_and_what_nobody_sees_is_said() -> None:
    page = "<p>灯<b>坏</b>了</p><blockquote>旧信</blockquote><script>x()</script><div style='display:none'>藏着</div>".encode()
    told = read_message(b"Content-Type: text/html; charset=utf-8\n\n" + page)
    assert told.text == "灯坏了"
    assert "旧信" in told.quoted
    assert any("看不见" in note for note in told.notes)
    assert "x()" not in told.text + told.quoted


def test_files_beyond_the_limit_are_told() -> None:
    told = read_message(parts(*(file(b"%d.txt" % n, b"x") for n in range(FILES + 3))))
    assert len(told.files) == FILES
    assert any("附件太多" in note for note in told.notes)


def test_names_of_files_in_any_writing() -> None:
    twisted = b"Content-Type: x/y\r\nContent-Disposition: attachment; filename*0*=utf-8''%E7%85%A7; filename*1*=%E7%89%87.txt\r\n\r\nx"
    assert read_message(parts(twisted)).files[0].name == "照片.txt"
    assert read_message(parts(file("照片.txt".encode("gb18030"), b"x"))).files[0].name == "照片.txt"
    assert header_text("=?gb2312?B?1dXGrC50eHQ=?=") == "照片.txt"


def test_a_forwarded_letter_comes_with_its_head() -> None:
    told = read_message(parts(b"Content-Type: message/rfc822\r\n\r\n" + plain()))
    assert WORDS in told.text
    assert "主题：路灯" in told.text


@pytest.mark.parametrize(
    ("address", "said"),
    [("imap://a@mail.example.com/INBOX", "不加密"), ("imaps://mail.example.com/INBOX", "写法不对"), ("imaps://a:b@mail.example.com/", "密码不要写"), ("https://a@b/", "写法不对"),
     ("imaps://a%0d%0a@b/", "控制符"), ("imaps://a@b:99999/", "写法不对"), ("maildir:", "写法不对")],
)  # fmt: skip
def test_a_mailbox_named_wrongly_says_what_is_right(address: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        mail_place(address)


def test_what_is_no_maildir_says_so(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SourceError, match="Maildir"):
        list(delivered(mail_place(f"maildir://{tmp_path}")))
