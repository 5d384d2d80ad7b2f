//! Which markers are points, and which only look so.

use super::points::Points;
use super::{Frame, set};
use crate::model::{Block, BlockKind, Document, Inline, InlineKind};
use crate::render::tests::sample::{block, document, inline, paragraph, text};

/// One paragraph a line; `#` begins a heading, `*…*` is bold, `~…~` struck out, `_…_` linked, `|` a line break.
fn blocks(lines: &str) -> Vec<Block> {
    let one = |line: &str| match line.trim_start_matches('#') {
        rest if rest.len() < line.len() => {
            let level = u8::try_from(line.len() - rest.len()).expect("few");
            block(BlockKind::Heading(level, inlines(rest.trim())))
        }
        line => block(BlockKind::Paragraph(inlines(line))),
    };
    lines.lines().map(str::trim).map(one).collect()
}

fn inlines(line: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    for (at, part) in line.split_inclusive(['*', '~', '_', '|']).enumerate() {
        let (words, mark) = match part.char_indices().last() {
            Some((end, mark @ ('*' | '~' | '_' | '|'))) => (&part[..end], mark),
            _ => (part, ' '),
        };
        let inner = || vec![text(words)];
        let kind = match (mark, at % 2) {
            ('*', 1) => InlineKind::Strong(inner()),
            ('~', 1) => InlineKind::Strike(inner()),
            ('_', 1) => InlineKind::Link("https://a.cn".into(), inner()),
            _ => InlineKind::Text(words.into()),
        };
        found.push(inline(kind));
        if mark == '|' {
            found.push(inline(InlineKind::Break));
        }
    }
    found.retain(|inline| inline.kind != InlineKind::Text(String::new()));
    found
}

fn outline(lines: &str) -> Vec<String> {
    let points = Points::of(&blocks(lines), "");
    points.outline.into_iter().map(|line| format!("{} {}", line.level, line.label)).collect()
}

fn marked(lines: &str) -> String {
    let document = Document { blocks: blocks(lines) };
    let frame = Frame { prefix: "i3-", title: "题", heading: 2, attribution: "", picture: &|_| None, epub: false };
    set(&document, &frame).markup
}

#[test]
fn a_run_within_a_paragraph_and_over_paragraphs_is_seen() {
    assert_eq!(
        outline("主要做法：一是完善配套政策；二是健全工作机制，压实责任；三是强化督查。"),
        ["1 一是完善配套政策", "1 二是健全工作机制，压实责任", "1 三是强化督查"]
    );
    assert_eq!(
        outline("概述。\n一是坚持高位推动,建立评价新机制。做法。\n二是实行管评分离。做法。"),
        ["1 一是坚持高位推动,建立评价新机制", "1 二是实行管评分离"]
    );
    assert_eq!(outline("一是甲乙，二是丙丁，三是戊己。"), ["1 一是甲乙", "1 二是丙丁", "1 三是戊己"]);
    assert_eq!(outline("他说：“一是抓早。二是抓小。”").len(), 2);
    assert_eq!(outline("要求：|一是抓早|二是抓小"), ["1 一是抓早", "1 二是抓小"]);
    assert_eq!(outline("　　一是抓早。\n　　二是抓小。").len(), 2);
    assert_eq!(outline("第一，抓早。第二，抓小。").len(), 2);
    assert_eq!(outline("其一，抓早；其二，抓小。其三是抓实。").len(), 3);
    assert_eq!(outline("首先，抓早。其次，抓小。最后，抓实。").len(), 3);
    let eleven: String = "一二三四五六七八九十".chars().map(|n| format!("{n}是抓早。")).collect();
    assert_eq!(outline(&format!("{eleven}十一是抓小。")).len(), 11);
}

#[test]
fn what_only_looks_like_a_point_is_none() {
    for line in [
        "一是一，二是二，说到做到。",
        "做到一是一、二是二。",
        "这一是重点，那二是难点。",
        "统一是前提，唯一是关键，二是保障。",
        "这一是好，这二是快。",
        "一是只有一条。",
        "二是没有头一条。三是也没有。",
        "一是甲乙。三是跳过了。",
        "第一产业，第二产业，第三产业。",
        "第一、第二、第三产业融合发展。",
        "质量第一，效率第二，",
        "第一季度增长，第二季度回落。",
        "最后，感谢支持。",
        "首先，抓早。最后，抓小。",
        "其一贯做法，其二次创业。",
        "一、只有一条。",
        "（一）只有一条。",
        "1.5亿元用于甲，2.5亿元用于乙。",
        "第三条（一）项和（二）项。",
        "（2016）一号文件\n（2017）二号文件",
        "一是。二是。",
        "第一，\n第二，",
    ] {
        assert!(outline(line).is_empty(), "{line}: {:?}", outline(line));
    }
    assert!(outline("1.5亿元用于甲。\n2.5亿元用于乙。").is_empty());
    assert!(outline("~一是抓早。~~二是抓小。~").is_empty(), "struck out");
    assert!(outline("甲。_一是抓早。_乙。_二是抓小。_").is_empty(), "words of links");
    assert!(outline("## 甲\n一是抓早。\n## 乙\n二是抓小。").iter().all(|line| line.len() < 8), "another section");
    let quote = block(BlockKind::Quote(vec![paragraph("一是抓早。二是抓小。")]));
    assert!(Points::of(&[quote], "").outline.is_empty(), "what is quoted");
}

#[test]
fn runs_start_again_and_nest() {
    assert_eq!(
        outline(
            "一、总体情况\n一是抓早。二是抓小。\n二、下步打算\n（一）完善制度。正文。\n（二）强化督查。正文。\n一是抓实。二是抓细。"
        ),
        [
            "1 一、总体情况",
            "2 一是抓早",
            "2 二是抓小",
            "1 二、下步打算",
            "2 （一）完善制度",
            "2 （二）强化督查",
            "3 一是抓实",
            "3 二是抓细"
        ]
    );
    assert_eq!(
        outline("## 一、背景\n甲。\n## 二、做法\n### （一）立约\n乙。\n### （二）出钱\n## 体会"),
        ["1 一、背景", "1 二、做法", "2 （一）立约", "2 （二）出钱", "1 体会"]
    );
    assert_eq!(
        outline("一是抓早：第一，甲乙；第二，丙丁。二是抓小。"),
        ["1 一是抓早", "2 第一，甲乙", "2 第二，丙丁", "1 二是抓小"]
    );
    assert_eq!(
        outline("一是抓早。\n（1）甲乙。\n（2）丙丁。\n二是抓小。"),
        ["1 一是抓早", "2 （1）甲乙", "2 （2）丙丁", "1 二是抓小"]
    );
    assert_eq!(
        outline("一是抓早。二是抓小。\n一、总体情况\n二、下步打算"),
        ["2 一是抓早", "2 二是抓小", "1 一、总体情况", "1 二、下步打算"]
    );
    assert_eq!(
        outline("一是抓早：第一，甲乙；第二，丙丁。二是抓小。\n一、总体情况\n二、下步打算"),
        ["2 一是抓早", "3 第一，甲乙", "3 第二，丙丁", "2 二是抓小", "1 一、总体情况", "1 二、下步打算"]
    );
}

#[test]
fn a_point_is_an_element_around_its_lead_and_nothing_moves() {
    assert_eq!(
        marked("做法：一是完善政策。出台文件；二是*健全机制。*压实责任。"),
        "<p>做法：<span class=\"point\" id=\"i3-p1\">一是完善政策。</span>出台文件；\
         <span class=\"point\" id=\"i3-p2\">二是<strong>健全机制。</strong></span>压实责任。</p>\n"
    );
    assert_eq!(
        marked("*一是完善政策。*做法。\n*二是健全*机制。做法。"),
        "<p><strong><span class=\"point\" id=\"i3-p1\">一是完善政策。</span></strong>做法。</p>\n\
         <p><strong><span class=\"point\" id=\"i3-p2\">二是健全</span></strong>机制。做法。</p>\n"
    );
    assert_eq!(
        marked("一是完善*政策。出台文件。二是健全机制。*完。"),
        "<p><span class=\"point\" id=\"i3-p1\">一是完善</span><strong>政策。出台文件。\
         <span class=\"point\" id=\"i3-p2\">二是健全机制。</span></strong>完。</p>\n"
    );
}

#[test]
fn levels_are_given_to_what_reads_as_a_heading() {
    assert_eq!(
        marked("一、总体情况\n（一）完善制度。正文。\n（二）强化督查。正文。\n二、下步打算"),
        "<p class=\"level1\" id=\"i3-p1\">一、总体情况</p>\n\
         <p><span class=\"point level2\" id=\"i3-p2\">（一）完善制度。</span>正文。</p>\n\
         <p><span class=\"point level2\" id=\"i3-p3\">（二）强化督查。</span>正文。</p>\n\
         <p class=\"level1\" id=\"i3-p4\">二、下步打算</p>\n"
    );
    let sentences = marked("一、全面完成任务，落实责任。\n二、全面完成任务；");
    assert!(sentences.contains("<p><span class=\"point\" id=\"i3-p1\">一、"), "{sentences}");
    assert!(
        marked("*一、敞开门。*\n正文。\n*二、标明价。*\n正文。").contains("<p class=\"level1\" id=\"i3-p1\"><strong>")
    );
    assert!(marked("## 一、背景\n甲。").contains("<h2 class=\"level1\" id=\"i3-p1\">一、背景</h2>"));
    assert!(marked("1.组织领导。正文。\n2.督查考核。正文。").contains("class=\"point level3\""));
}

#[test]
fn labels_are_short_and_end_without_a_mark() {
    let long = "一是深入推进以产权制度改革为突破口的供销合作社综合改革试点各项工作，二是抓小。";
    assert_eq!(
        outline(long)[0],
        "1 一是深入推进以产权制度改革为突破口的供销合作社综合改革试点各项工作",
        "a clause is not cut for a few characters"
    );
    let heading = "# 以管资本为主推进国资监管职能转变：三季度全市国资国企改革综合情况的报告";
    assert_eq!(outline(heading), ["1 以管资本为主推进国资监管职能转变"]);
    let quoted = "# 以“多评合一，多图联审”为抓手压减工程建设项目审批时间，着力优化营商环境";
    assert_eq!(outline(quoted), ["1 以“多评合一，多图联审”为抓手压减工程建设项目审批时间"]);
    assert_eq!(outline(&format!("# {}", "长".repeat(50))), [format!("1 {}……", "长".repeat(36))]);
    assert_eq!(
        outline("一是按照便民利企的原则，把分散在各部门的窗口全部整合到一起办理。二是抓小。")[0],
        "1 一是按照便民利企的原则"
    );
    let endless = format!("一是{}。二是抓小。", "长".repeat(60));
    assert!(marked(&endless).contains("id=\"i3-p1\">一是</span>长"));
}

#[test]
fn many_markers_take_no_longer_than_as_many_words() {
    let run = "一是抓早。二是抓小。1.甲\n第一，乙。".repeat(20_000);
    let document = document(vec![block(BlockKind::Paragraph(vec![text(&run)]))]);
    assert!(Points::of(&document.blocks, "").outline.len() >= 40_000);
}
