//! What is put right and what is not, from texts; and what holds for every text.

use proptest::prelude::*;

use super::*;
use crate::model::document::BlockKind;

fn read(text: &str) -> (Source, Brief) {
    let source = Source::new("a.md", text);
    let brief = parse::brief(&source, &mut Findings::about(&source));
    (source, brief)
}

fn mended(text: &str) -> String {
    let (source, brief) = read(text);
    edits(&source, &brief).applied(&source.text)
}

/// Each text and what becomes of it, after an equals sign; without one it stays.
fn check(pairs: &[&str]) {
    for pair in pairs {
        let (text, expected) = pair.split_once(" => ").unwrap_or((pair, pair));
        assert_eq!(mended(text), expected);
        assert_eq!(mended(expected), expected, "a second time");
    }
}

#[test]
fn half_width_marks_are_put_right_where_the_sentence_is_chinese() {
    check(&[
        "改革,是一场革命;怎么改?改!如下:甲. => 改革，是一场革命；怎么改？改！如下：甲。",
        "共3项,完成2项,占66.7%,同比增长5%,其中QQ,微信各1个. => 共3项，完成2项，占66.7%，同比增长5%，其中QQ，微信各1个。",
        "各单位认真抓好落实. => 各单位认真抓好落实。",
        "区(市)县、GDP(亿元)、世界卫生组织(WHO)、（试行) => 区（市）县、GDP（亿元）、世界卫生组织（WHO）、（试行）",
        "(一)抓落实 => （一）抓落实",
        "推进\"放管服\"改革,落实\"三去一降一补\" => 推进“放管服”改革，落实“三去一降一补”",
        "他说,\"好\". => 他说，“好”.",
    ]);
}

#[test]
fn numbers_addresses_latin_and_code_stay() {
    check(&[
        "投资1,200万元，比分3:2，会议10:30召开，每年2~3次，比例尺1:500",
        "见http://a.cn/b,c?d=1、x,y@z.cn",
        "A, B and C (see D): \"E\"!",
        "运行`a,b;中,文`即可",
        "热线（0871)65364045",
        "1.5倍、2.0版、第1.2节、No.3",
        "<font color=\"red\">甲</font>乙",
        "屏幕5\"、7\"两种",
        "甲&nbsp;乙\\,丙",
        "[甲,乙]\n\n[甲,乙]: http://a.cn",
        "甲a\n_标题: # 乙,丙 => 甲a\n_标题：# 乙，丙",
    ]);
}

#[test]
fn dots_dashes_and_doubled_marks() {
    check(&[
        "等等...还有。。。以及…完 => 等等……还有……以及……完",
        "改革--永远在路上 => 改革——永远在路上",
        "甲，，乙。。丙、、丁，。 => 甲，乙。丙、丁。",
        "甲,，乙 => 甲，乙",
        "1...5、a--b、（……）、甲————乙？！",
    ]);
}

#[test]
fn blanks_go_where_chinese_has_none() {
    check(&[
        "搭建“三农” 服务平台，成立 “联合社”，共（行业） 342 人，2016 年完成 30 件。 => 搭建“三农”服务平台，成立“联合社”，共（行业）342人，2016年完成30件。",
        "深化 改革的 任务，落实 见效。 => 深化 改革的任务，落实 见效。",
        "记者 张三 通讯员 李四",
        "# 建立机制 推动“三农” 工作",
        "见表 1 年度计划，附件 2 件，Word 2016 版，5 km。",
        "甲\u{a0}乙,\u{a0}a\u{a0}b。 => 甲\u{a0}乙，a\u{a0}b。",
    ]);
}

#[test]
fn widths_and_what_cannot_be_seen() {
    check(&[
        "完成１２．５％，ＡＢＣ\u{200b}三项，２０１６年 => 完成12.5%，ABC三项，2016年",
        "👨\u{200d}👩\u{200d}👧甲",
    ]);
}

#[test]
fn the_value_of_a_title_is_mended_and_the_header_stays_one() {
    check(&[
        "---\n标题: \"甲,乙\" # 注,释\n单位: 民政局,教育局\n---\n\n正文,好。 => ---\n标题: \"甲，乙\" # 注,释\n单位: 民政局,教育局\n---\n\n正文，好。",
        "---\n标题: \"放管服\"改革,提质\n---\n\n正 => ---\n标题: “放管服”改革，提质\n---\n\n正",
        "---\n标题: \"推进\\\"放管服\\\",提质\"\n---\n\n正 => ---\n标题: \"推进\\\"放管服\\\"，提质\"\n---\n\n正",
        "---\n标题: 建立机制 推动工作\n---\n\n正",
    ]);
}

#[test]
fn structure_is_never_changed() {
    check(&[
        "１. 甲",
        "甲\n一 、乙",
        "a*,乙*",
        "a*b,乙*c => a*b，乙*c",
        "甲\\![乙](丙)",
        "甲!\\[乙](丙)",
        "甲[](&amp;\u{200d}  \n)\u{200d}",
        "\t<b t=\"１",
        "abc\n(甲)乙 => abc\n（甲）乙",
        "**一是抓,**落实(见[说明](http://a.cn/a,b)),完 => **一是抓，**落实（见[说明](http://a.cn/a,b)），完",
        "**一是抓,**落实(见[说明](a,b)),完 => **一是抓，**落实(见[说明](a,b)),完",
        "|甲,|乙 |\n|-|-|\n|丙(丁)|--| => |甲，|乙 |\n|-|-|\n|丙（丁）|--|",
    ]);
}

#[test]
fn paragraphs_that_are_one_are_joined_and_others_are_not() {
    check(&[
        "不履行职责\n\n、不正确履行的，要追责。 => 不履行职责、不正确履行的，要追责。",
        "出台《\n\n办法》，执行。 => 出台《办法》，执行。",
        "\t甲\n，  \n甲",
        "不履行职\n\n责、或不正确履行的，要追责。",
        "如下：\n\n“甲”\n\n——乙",
        "甲\n\n：： => 甲：",
        "正文，好。\n\n编辑:甲\n\n:甲 => 正文，好。\n\n编辑：甲\n\n：甲",
    ]);
}

#[test]
fn lines_of_a_web_page_go_and_all_else_stays() {
    check(&[
        "改革新模式\n2016-09-14 08:23:06      来源:云湖在线\n\n正文，很好。\n\n编辑: 甲 责任编辑: 乙\n\n广告热线:0000-0000000\n => 改革新模式\n\n正文，很好。\n\n\n",
        "发布时间：2016-09-14",
        "正文，好。\n\n- 打印\n- 关闭",
        "正文，好。\n\n2016年9月14日",
    ]);
}

#[test]
fn the_brackets_of_the_source_line_are_a_pair_too() {
    check(&["正文，好。(市民政局、教育局) => 正文，好。（市民政局、教育局）"]);
}

#[test]
fn what_was_done_is_told_by_reasons() {
    let (source, brief) = read("改革,创新,“三农” 工作。");
    assert_eq!(told(&edits(&source, &brief)).text, "已整理 3 处：半角标点 2、多余空格 1；原稿原样留存");
}

/// The texts that were printed, where they are at hand. Marks change, nothing else does.
#[test]
fn the_real_bulletin_has_no_half_width_comma_left_and_is_otherwise_the_same() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(files) = std::fs::read_dir(&folder) else {
        return eprintln!("skipped: {} is not there", folder.display());
    };
    for file in files.filter_map(Result::ok) {
        let text = std::fs::read_to_string(file.path()).expect("UTF-8");
        let (source, brief) = read(&text);
        let edits = edits(&source, &brief);
        let after = edits.applied(&text);
        for edit in edits.iter() {
            println!(
                "{}\t{}\t{:?} -> {:?}",
                file.path().display(),
                edit.reason,
                &text[edit.span.start..edit.span.end],
                edit.put
            );
        }
        assert!(!after.contains([',', ';', '(', ')', '?', '!']), "{}", file.path().display());
        assert_eq!(mended(&after), after);
        if file.file_name().to_string_lossy().starts_with("004") {
            let wide = text.replace(',', "，").replace(';', "；").replace(':', "：");
            let wide = wide.replace('(', "（").replace(')', "）").replace(" “", "“").replace("” ", "”");
            assert_eq!(after, wide.replace("） ", "）"));
        }
    }
}

/// Pieces of which careless Chinese texts are made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\n",
        "\n\n",
        "\r\n",
        "---\n",
        "标题: ",
        "# ",
        "- ",
        "1. ",
        "１. ",
        "> ",
        "**",
        "*",
        "_",
        "~~",
        "~",
        "`",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "[^1]",
        "[^1]: ",
        "|",
        "|-|-|\n",
        "<b>",
        "<b t=\"",
        "&amp;",
        "&#44;",
        "\\",
        "  \n",
        "\t",
        "    ",
        "甲",
        "乙丙",
        "一",
        "十",
        "第",
        "的",
        "年",
        "是",
        "a",
        "Bc",
        "1",
        "23",
        "１",
        "Ａ",
        "％",
        ",",
        ".",
        ":",
        ";",
        "?",
        "!",
        "\"",
        "'",
        "-",
        "--",
        "...",
        "，",
        "。",
        "、",
        "：",
        "；",
        "？",
        "…",
        "—",
        "“",
        "”",
        "《",
        "》",
        "（",
        "）",
        "(一)",
        "一、",
        " ",
        "　",
        "\u{a0}",
        "\u{200b}",
        "\u{feff}",
        "\u{200d}",
        "\u{fffc}",
        "http://a.cn/",
        "@b.cn",
        "😀",
        "\u{301}",
        "（市民政局）",
        "(市民政局)",
        "打印",
        "发布时间：",
        "编辑:",
        "\u{e000}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Letters, digits and characters, all of half width.
fn letters(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff05}'..='\u{ff5a}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    text.chars().map(narrow).filter(|c| c.is_alphanumeric()).collect()
}

fn paragraphs(brief: &Brief) -> usize {
    brief.body.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph(_))).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn nothing_but_marks_blanks_and_widths_changes_and_never_the_structure(text in pieces()) {
        let (source, brief) = read(&text);
        let edits = edits(&source, &brief);
        let after = edits.applied(&text);
        let reasons: Vec<_> = edits.counts().into_iter().map(|(reason, _)| reason).collect();
        if !reasons.contains(&"网页附带文字") {
            prop_assert_eq!(letters(&after), letters(&text));
            let (_, proper) = read(&after);
            if reasons.contains(&"断行") {
                prop_assert!(paragraphs(&proper) < paragraphs(&brief));
            } else {
                prop_assert!(shape::blocks(&brief.body.blocks, &proper.body.blocks), "{:?}\n{:?}", text, after);
                let title = |brief: &Brief| brief.title.as_ref().map(|title| letters(&title.value));
                prop_assert_eq!(title(&brief), title(&proper));
            }
        }
    }

    #[test]
    fn a_text_put_right_is_right(text in pieces()) {
        let once = mended(&text);
        prop_assert_eq!(mended(&once), once.clone(), "{:?}", text);
    }
}
