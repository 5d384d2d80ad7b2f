//! Bodies: the tree that Markdown becomes, and what is told of it.

use super::*;

/// What is found about a body.
fn found(body: &str) -> Vec<&'static str> {
    let source = Source::new("a.md", body);
    let mut findings = Findings::about(&source);
    document(&source, Span::new(0, body.len()), &mut findings);
    codes(&findings.sorted())
}

#[test]
fn emphasis_works_beside_chinese_punctuation() {
    for (body, expected) in [
        ("**注意：**后面", "P(b(注意：)后面)"),
        ("这是**“三夏”**工作", "P(这是b(“三夏”)工作)"),
        ("**一是强化领导。**全市", "P(b(一是强化领导。)全市)"),
        ("**“放管服”**改革", "P(b(“放管服”)改革)"),
        ("*（试行）*办法", "P(i(（试行）)办法)"),
        ("**100%**以上", "P(b(100%)以上)"),
        ("**甲：**乙**丙：**丁", "P(b(甲：)乙b(丙：)丁)"),
        ("***重点：***后面", "P(i(b(重点：))后面)"),
        ("~~废止。~~后面", "P(s(废止。)后面)"),
        ("**甲**，乙**丙**。丁", "P(b(甲)，乙b(丙)。丁)"),
        ("实施**[《办法》](http://a.cn)**后", "P(实施b(a<http://a.cn>(《办法》))后)"),
        ("**`甲`**乙", "P(b(c(甲))乙)"),
    ] {
        assert_eq!(drawn(body), expected, "{body}");
    }
}

#[test]
fn emphasis_works_wherever_text_stands() {
    let (text, bold) = ("**《办法》**、**《细则》**与**“三夏”**等", "b(《办法》)、b(《细则》)与b(“三夏”)等");
    assert_eq!(drawn(&format!("# {text}")), format!("H1({bold})"));
    assert_eq!(drawn(&format!("* {text}\n* {text}")), format!("UL(P({bold}); P({bold}))"));
    assert_eq!(drawn(&format!(">{text}")), format!("Q(P({bold}))"));
    assert_eq!(drawn(&format!("[{text}](http://a.cn)")), format!("P(a<http://a.cn>({bold}))"));
    assert_eq!(drawn(&format!("甲[^1]\n\n[^1]: {text}")), format!("P(甲^1) F1(P({bold}))"));
    let table = format!("|甲|{text}|\n|--|:-:|\n|{text}| {text} |\n|**乙**|**丙：**|");
    assert_eq!(drawn(&table), format!("T(甲|{bold}; {bold}|{bold}; b(乙)|b(丙：))"));
}

#[test]
fn stars_that_are_no_emphasis_stay() {
    for text in [
        "普通 * 星号 * 文本",
        "2*3*4",
        "3*5米和2*4米",
        "10~20，30~40",
        "10~~20，30~~40",
        "5*（2+3）",
        "秘密★10年",
        "甲_乙_丙",
    ] {
        assert_eq!(drawn(text), format!("P({text})"));
    }
    assert_eq!(drawn("\\*（试行）\\*办法"), "P(*（试行）*办法)");
    assert_eq!(drawn("a*b*c"), "P(ai(b)c)");
    assert_eq!(drawn("甲\n\n***\n\n* 乙"), "P(甲) R UL(P(乙))");
}

#[test]
fn marks_leave_code_addresses_and_descriptions() {
    assert_eq!(drawn("`甲**（乙）**2*3`"), "P(c(甲**（乙）**2*3))");
    assert_eq!(drawn("```\n甲**（乙）**丙\n2*3\n```"), "C(甲**（乙）**丙\n2*3)");
    assert_eq!(drawn("[甲](http://a.cn/甲**（乙）2*3)"), "P(a<http://a.cn/甲**（乙）2*3>(甲))");
    assert_eq!(drawn("![甲**（乙）**](图*（1）.png)"), "P(img<图*（1）.png>(甲（乙）))");
    assert_eq!(drawn("\u{e000}&#xE001;**注意：**后面"), "P(\u{e000}\u{e001}b(注意：)后面)");
}

#[test]
fn lines_broken_by_hand_are_joined() {
    assert_eq!(drawn("推进\n改革"), "P(推进改革)");
    assert_eq!(drawn("the\nreform"), "P(the reform)");
    assert_eq!(drawn("2016\n年，the\n**GDP**\n增长"), "P(2016年，the b(GDP)增长)");
    assert_eq!(drawn("**GDP\nof**\nx"), "P(b(GDP of) x)");
    assert_eq!(drawn("甲  \n乙\\\n丙"), "P(甲/乙/丙)");
    assert_eq!(drawn("word,\n“甲”"), "P(word,“甲”)");
}

#[test]
fn full_width_blanks_begin_a_paragraph() {
    assert_eq!(drawn("　　一是快。\n　　二是好。\n接着。"), "P(一是快。) P(二是好。接着。)");
    assert_eq!(drawn("甲　乙\n丙**丁**　戊"), "P(甲　乙丙b(丁)　戊)");
    assert_eq!(drawn("正文\n\n                （市民政局）"), "P(正文) P(（市民政局）)");
    assert_eq!(drawn("    let a = 1;"), "C(let a = 1;)");
}

#[test]
fn html_is_text_and_told_once_a_block() {
    let body = "<div style=\"x\">正文里的 <b>标签</b></div><script>__xss(1)</script>\n第二行";
    assert_eq!(drawn(body), format!("P({})", body.replace('\n', "/")));
    assert_eq!(found(body), ["html-raw"]);
    assert_eq!(drawn("甲<b>乙</b>&lt;"), "P(甲<b>乙</b><)");
    assert_eq!(found("甲<b>乙</b>\n\n丙<i>"), ["html-raw", "html-raw"]);
    assert_eq!(found(&"<b>\n\n".repeat(1000)).len(), 20);
}

#[test]
fn links_that_lead_nowhere_keep_their_text() {
    assert_eq!(drawn("[甲](mailto:a@b.cn) <a@b.cn>"), "P(a<mailto:a@b.cn>(甲) a<mailto:a@b.cn>(a@b.cn))");
    for address in
        ["JaVaScRiPt:alert(1)", "java&#x0A;script:x", "甲.html", "#甲", "ftp://a.cn", "data:,x", "&#1;javascript:x"]
    {
        assert_eq!(drawn(&format!("前[甲**乙**]({address})后")), "P(前甲b(乙)后)", "{address}");
        assert_eq!(found(&format!("[甲]({address})")), ["link-scheme"], "{address}");
    }
}

#[test]
fn images_keep_their_path_as_people_say_it() {
    assert_eq!(drawn("![现场](<现场 照片（1）.png>)"), "P(img<现场 照片（1）.png>(现场))");
    assert_eq!(drawn("甲![**乙**丙[丁](x)](%E5%9B%BE.png \"题\")戊"), "P(甲img<图.png>(乙丙丁)戊)");
    assert_eq!(drawn("![](../../etc/passwd)"), "P(img<../../etc/passwd>())");
    assert_eq!(found("![甲](javascript:x) ![乙](http://a.cn/b.png)"), [""; 0]);
}

#[test]
fn lists_tables_and_footnotes_become_blocks() {
    assert_eq!(
        drawn("3. 甲\n4. 乙\n\n   丙\n   - [x] 丁\n   - [ ] 戊"),
        "OL3(P(甲); P(乙) P(丙) UL([x]P(丁); [ ]P(戊)))"
    );
    assert_eq!(drawn("|a|b|\n|-|-|\n|1|\n|1|2|3|"), "T(a|b; 1|; 1|2)");
    assert_eq!(drawn("甲[^注]乙[^无]\n\n[^注]: 丙\n\n[x]: y"), "P(甲^注乙[^无]) F注(P(丙))");
}

#[test]
fn deep_nesting_is_flattened_and_overflows_nothing() {
    for unit in [">", "> ", "- ", "1. ", "> - "] {
        let body = unit.repeat(10_000) + "深";
        let source = Source::new("a.md", body.as_str());
        let mut findings = Findings::about(&source);
        let document = document(&source, Span::new(0, body.len()), &mut findings);
        assert_eq!(document.text(), "深\n");
        assert_eq!(codes(&findings.sorted()), ["nesting-deep"]);
        assert_eq!(blocks(&document.blocks).matches(['Q', 'L']).count(), 24);
    }
    assert_eq!(found(&("> ".repeat(24) + "甲")), [""; 0]);
    let text = drawn(&format!("{}甲{}", "*".repeat(20_001), "*".repeat(20_001)));
    assert!(text.matches('(').count() < 30 && text.contains('甲'));
}

#[test]
fn what_xml_cannot_hold_is_replaced() {
    assert_eq!(drawn("甲\0乙\u{1b}丙\u{fffe}`\u{1}`"), "P(甲\u{fffd}乙\u{fffd}丙\u{fffd}c(\u{fffd}))");
}

#[test]
fn garbage_is_read_in_a_time_that_grows_with_its_length_only() {
    for unit in [
        "[", "*", "**a：", "`", "<", "![", "[^", "|", "&#", "<b>", "甲\n", "~~。", "[](", "> \n", "|-|\n", "<!--", "_a",
    ] {
        let body = unit.repeat(100_000 / unit.len());
        let begun = std::time::Instant::now();
        drawn(&body);
        assert!(begun.elapsed().as_secs() < 10, "{unit:?} took {:?}", begun.elapsed());
    }
}

#[test]
fn a_numbered_line_begins_a_paragraph_although_no_empty_line_was_left() {
    let text = |body: &str| {
        super::super::brief(&Source::new("", body), &mut Findings::about(&Source::new("", body))).body.text()
    };
    assert_eq!(text("总述。\n一、第一点\n（二）第二点\n十一、末点"), "总述。\n一、第一点\n（二）第二点\n十一、末点\n");
    assert_eq!(text("今年以来，一是\n一律公开、\n第一、二产业"), "今年以来，一是一律公开、第一、二产业\n");
}
