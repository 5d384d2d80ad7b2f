//! What holds for every text: no panic, no place outside the text, nothing lost, and YAML where it is YAML.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;

use super::super::header::{self, Header};
use super::super::value::Value;
use super::*;
use crate::model::document::each_inline;

/// Pieces of which careless texts are made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "---",
        "\n",
        "\n\n",
        "\r\n",
        "标题",
        ": ",
        "：",
        "- ",
        "* ",
        "> ",
        "1. ",
        "# ",
        "**",
        "*",
        "***",
        "~~",
        "~",
        "_",
        "`",
        "```\n",
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
        "</b>",
        "<!--",
        "&amp;",
        "&#xE000;",
        "\\",
        "  \n",
        "\t",
        "    ",
        "甲",
        "乙丙",
        "。",
        "，",
        "“",
        "”",
        "《",
        "》",
        "（",
        "）",
        "（市民政局）",
        "2016",
        "ab",
        " ",
        "　",
        "\u{feff}",
        "\u{e000}",
        "\0",
        "\"",
        "'",
        "[x] ",
        "http://a.cn",
        "{",
        "&a",
        "---\n标题: 甲\n---\n",
        "单位:\n",
        "😀",
        "\u{301}",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Every place in a brief.
fn places(brief: &Brief) -> Vec<Span> {
    let mut places = vec![brief.header];
    places.extend(brief.title.iter().chain(&brief.units).chain(&brief.tags).map(|field| field.span));
    places.extend(brief.attribution.iter().map(|attribution| attribution.span));
    block_places(&brief.body.blocks, &mut places);
    each_inline(&brief.body.blocks, &mut |inline| places.push(inline.span));
    places
}

fn block_places(blocks: &[Block], places: &mut Vec<Span>) {
    for block in blocks {
        places.push(block.span);
        match &block.kind {
            BlockKind::Quote(inner) | BlockKind::Footnote(_, inner) => block_places(inner, places),
            BlockKind::List(list) => list.items.iter().for_each(|item| block_places(&item.blocks, places)),
            _ => {}
        }
    }
}

fn check(text: &str) {
    let (brief, _) = read(text);
    for place in places(&brief) {
        assert!(text.get(place.start..place.end).is_some(), "{place:?} in {text:?}");
    }
    let control = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\u{7f}');
    assert!(!brief.body.text().contains(control), "{text:?}");
}

/// A header of the subset that is YAML too.
fn yaml() -> impl Strategy<Value = String> {
    let plain = "[一-十]([一-十a-z0-9，。“”%]|[a-z]:[a-z]| [一-十]){0,6}";
    let single = "'([一-十a-z :#,、\"\\[\\]-]|''){0,8}'";
    let double = r#""([一-十a-z :#,、'\[\]-]|\\"|\\\\|\\n|\\t|\\x41|\\u4e2d|\\U0001F33E){0,8}""#;
    let scalar = prop_oneof![plain, single, double, "\"2016-11-17\""].boxed();
    let item = prop_oneof!["[一-十][一-十a-z0-9]{0,5}".boxed(), single.boxed(), double.boxed()].boxed();
    let flow = (prop::collection::vec(item, 0..4), prop::sample::select(vec![", ", " ,", ",\n  ", ", # 注, ]\n  "]))
        .prop_map(|(items, between)| format!("[{}]", items.join(between)));
    let block = (prop::collection::vec(scalar.clone(), 1..4), prop::sample::select(vec!["\n- ", "\n  - "]))
        .prop_map(|(items, dash)| items.iter().map(|item| format!("{dash}{item}")).collect());
    let value = prop_oneof![scalar, flow, block];
    let gap = prop::sample::select(vec!["", "\n", "# 注: 乙\n"]);
    let field = (value, gap).prop_map(|(value, gap)| {
        let colon = if value.starts_with('\n') { ":" } else { ": " };
        format!("{colon}{value}\n{gap}")
    });
    let numbered =
        |fields: Vec<String>| fields.iter().enumerate().map(|(at, field)| format!("键{at}{field}")).collect();
    prop::collection::vec(field, 1..5).prop_map(numbered)
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Yaml {
    One(String),
    Many(Vec<String>),
}

fn ours(header: Header) -> BTreeMap<String, Yaml> {
    let value = |value| match value {
        Value::Empty => Yaml::One(String::new()),
        Value::Scalar(scalar) => Yaml::One(scalar.value),
        Value::List(items, _) => Yaml::Many(items.into_iter().map(|item| item.value).collect()),
    };
    header.fields.into_iter().map(|field| (field.key.value, value(field.value))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_can_be_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_mixture_of_mark_up_can_be_read(text in pieces()) {
        check(&text);
    }

    #[test]
    fn a_header_of_the_subset_says_what_yaml_says(text in yaml()) {
        let brief = format!("---\n{text}---\n");
        let source = Source::new("a.md", brief.as_str());
        let mut findings = Findings::about(&source);
        let read = header::read(&brief, &mut Notes::on(&mut findings));
        let theirs: BTreeMap<String, Yaml> = serde_saphyr::from_str(&text).expect("the subset is YAML");
        prop_assert_eq!(ours(read), theirs);
        prop_assert_eq!(codes(&findings.sorted()), [""; 0]);
    }

    #[test]
    fn no_character_of_a_plain_body_is_lost(
        paragraphs in prop::collection::vec("[一-十a-z0-9]([一-十a-z0-9]|[，。：“”《》（）、%~]|\\*[0-9]|\n[一-十a-z]){0,40}", 1..6),
    ) {
        let body = paragraphs.join("\n\n");
        let said = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let brief = read(&format!("---\n标题: 甲\n---\n{body}")).0;
        let attribution = brief.attribution.map(|found| found.written).unwrap_or_default();
        prop_assert_eq!(said(&(brief.body.text() + &attribution)), said(&body));
    }

    #[test]
    fn bold_beside_chinese_punctuation_is_bold(
        before in "[一-十]{1,3}[，。：“]?", inside in "[“《（]?[一-十]{1,4}[”》）：。%]?", after in "[，。）]?[一-十]{1,3}",
    ) {
        prop_assert_eq!(drawn(&format!("{before}**{inside}**{after}")), format!("P({before}b({inside}){after})"));
    }
}
