//! Whole briefs: title, attribution, and the briefs of a real issue.

use std::path::PathBuf;

use super::*;

const HEADER: &str = "---\n单位: [甲乙丙, 盘龙区]\n---\n";

/// The text and the attribution of a body.
fn parted(body: &str) -> (String, Option<String>) {
    let text = format!("{HEADER}{body}");
    let (brief, _) = read(&text);
    if let Some(found) = &brief.attribution {
        assert_eq!(&text[found.span.start..found.span.end], found.written, "{body}");
    }
    (brief.body.text(), brief.attribution.map(|found| format!("{}={}", found.written, found.names.join("|"))))
}

#[test]
fn a_source_line_leaves_the_body() {
    for (body, expected) in [
        ("正文。（市委统战部）", "（市委统战部）=市委统战部"),
        ("正文。(市民政局、盘龙区)\n", "(市民政局、盘龙区)=市民政局|盘龙区"),
        (
            "正文。\n\n（供稿单位：市民政局，石林县委改革办）",
            "（供稿单位：市民政局，石林县委改革办）=市民政局|石林县委改革办",
        ),
        ("正文。\n\n　　　　（来源: 甲 乙丙）", "（来源: 甲 乙丙）=甲 乙丙"),
        ("正文。\n\n                    （市 民政局 ）", "（市 民政局 ）=市 民政局"),
        ("正文。\\\n（市民政局)", "（市民政局)=市民政局"),
        ("正文。**（市民政局）**", "（市民政局）=市民政局"),
    ] {
        assert_eq!(parted(body), ("正文。\n".into(), Some(expected.into())), "{body}");
    }
}

#[test]
fn a_source_line_may_end_a_list_and_stand_before_footnotes() {
    let found = Some("（市民政局）=市民政局".to_owned());
    assert_eq!(parted("- 一是。\n- 二是。（市民政局）"), ("一是。\n二是。\n".into(), found.clone()));
    assert_eq!(parted("甲[^1]。（市民政局）\n\n[^1]: 乙"), ("甲。\n乙\n".into(), found));
}

#[test]
fn other_brackets_at_the_end_are_text() {
    for body in [
        "印发办法（试行）",
        "正文。（完）",
        "正文。（见图1）",
        "正文。（2016年11月）",
        "正文。（以下简称市改革办）",
        "正文。（1）",
        "正文。（甲：市民政局）",
        "正文。（市民政局牵头。盘龙区）",
        "设立了市民政局（盘龙区）",
        "正文。（市民政局）他们",
        "正文。（市、县、区）",
        "正文。（市民政局（盘龙区）",
        "（）",
        "）",
    ] {
        assert_eq!(parted(body), (format!("{body}\n"), None));
    }
    assert_eq!(parted("正文。（市民政局![图](a.png)局）").1, None);
}

#[test]
fn the_first_heading_is_the_title_where_the_header_has_none() {
    let brief = clean("---\n单位: 甲局\n---\n\n# 关于**“三夏”**的报告\n\n正文。");
    assert_eq!(brief.title.map(|title| title.value).as_deref(), Some("关于“三夏”的报告"));
    assert_eq!(brief.body.text(), "正文。\n");
    let brief = clean("---\n标题: 甲 乙\n---\n# 甲乙\n正文。");
    assert_eq!(brief.body.text(), "正文。\n");
    let brief = clean("---\n标题: 甲\n---\n# 乙\n正文。");
    assert_eq!(brief.body.text(), "乙\n正文。\n");
    assert_eq!(clean("---\n单位: 甲局\n---\n正文。\n# 乙").title, None);
    assert_eq!(clean("---\n单位: 甲局\n---\n## 乙").title, None);
    assert_eq!(read("\u{feff}# 甲\n").0.title.map(|title| title.value).as_deref(), Some("甲"));
}

/// The folder of the real issue, where this checkout has it.
fn real_issue() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("KUAIBAO_SHARED").map_or(beside, PathBuf::from);
    let folder = shared.join("real/kunming-2016-11");
    folder.is_dir().then_some(folder)
}

#[test]
fn the_briefs_of_a_real_issue_are_read_without_a_finding() {
    let Some(folder) = real_issue() else { return println!("passed over: the real issue is not at hand") };
    let expected = std::fs::read_to_string(folder.join("expected.json")).expect("the folder holds it");
    let expected: serde_json::Value = serde_json::from_str(&expected).expect("it is JSON");
    let files = [
        "市委统战部/协商民主体系.md",
        "市政务服务局/第三方评价.md",
        "石林县/供销社综合改革.md",
        "市民政局/居民议事厅.md",
    ];
    for (at, file) in files.iter().enumerate() {
        let text = std::fs::read_to_string(folder.join("submissions").join(file)).expect("the folder holds it");
        let contents = expected["contents"][at].as_str().expect("a title");
        let names: Vec<_> = expected["attributions"][at].as_str().expect("names").split('、').collect();
        check_real(&text, contents, &names);
    }
}

fn check_real(text: &str, contents: &str, names: &[&str]) {
    let brief = clean(text);
    let attribution = brief.attribution.expect("each of them ends with one");
    assert_eq!(brief.title.map(|title| title.value).as_deref(), contents.split_once('、').map(|(_, title)| title));
    assert_eq!(
        (values(&brief.units), &attribution.names),
        (names.to_vec(), &names.iter().map(|n| n.to_string()).collect())
    );
    assert_eq!(&text[attribution.span.start..attribution.span.end], format!("({})", names.join("、")));
    let body = text.splitn(3, "---\n").nth(2).expect("a body").trim().replace("\n\n", "\n");
    assert_eq!(brief.body.text(), body.replace(&attribution.written, "") + "\n");
}
