//! No character of a text is lost or reordered on its way into mark-up.

use proptest::prelude::*;

use super::{Frame, set as set_text};
use crate::model::{Block, BlockKind, Document, Inline, InlineKind};
use crate::render::escape::is_printable;
use crate::render::tests::{sample, xml};

/// The text's words in printing order and, apart, those of its notes.
#[derive(Debug, PartialEq)]
pub struct Words {
    text: String,
    notes: Vec<String>,
}

/// What a document with its attribution must say.
pub fn expected(document: &Document, attribution: &str) -> Words {
    let (mut main, mut notes) = (document.clone(), Vec::new());
    split_off_notes(&mut main.blocks, &mut notes);
    let mut notes: Vec<String> = notes.into_iter().map(|blocks| kept(&Document { blocks }.text())).collect();
    notes.sort();
    Words { text: kept(&main.text()) + &kept(attribution), notes }
}

/// What mark-up says, without what we have added: references, ways back, boxes of tasks, words for pictures.
pub fn words_of(markup: &str) -> Words {
    let mut markup = markup.to_owned();
    for (from, to) in
        [("<sup class=\"noteref\">", "</sup>"), ("<a class=\"back\"", "</a>"), ("<span class=\"box\">", "</span>")]
    {
        while let Some(start) = markup.find(from) {
            let end = markup[start..].find(to).expect("it is closed") + to.len();
            markup.replace_range(start..start + end, "");
        }
    }
    let (main, notes) = markup.split_once("<section class=\"notes\"").unwrap_or((&markup, ""));
    let mut notes: Vec<String> = notes
        .split("<li id=\"")
        .skip(1)
        .map(|note| {
            let note = note.split_once('>').expect("the end of a tag").1;
            words(note.trim_end_matches("</ol>\n</section>\n").trim_end_matches("</li>\n"))
        })
        .collect();
    notes.sort();
    Words { text: words(main), notes }
}

fn words(markup: &str) -> String {
    kept(&xml::read("body", &format!("<div>{markup}</div>")).text)
}

/// Line feeds and tabs separate blocks and cells, which mark-up does by tags.
fn kept(text: &str) -> String {
    text.chars().filter(|&c| is_printable(c) && c != '\n' && c != '\t').collect()
}

fn split_off_notes(blocks: &mut Vec<Block>, notes: &mut Vec<Vec<Block>>) {
    for mut block in std::mem::take(blocks) {
        match &mut block.kind {
            BlockKind::Footnote(_, inner) => {
                let mut inner = std::mem::take(inner);
                split_off_notes(&mut inner, notes);
                notes.push(inner);
                continue;
            }
            BlockKind::Quote(inner) => split_off_notes(inner, notes),
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| split_off_notes(&mut item.blocks, notes)),
            _ => {}
        }
        blocks.push(block);
    }
}

fn set(document: &Document, attribution: &str, epub: bool) -> String {
    let picture = |source: &str| (source == "图.png").then(|| "x.png".to_owned());
    set_text(document, &Frame { prefix: "i1-", title: "题", heading: 2, attribution, picture: &picture, epub }).markup
}

fn any_text() -> impl Strategy<Value = String> {
    let points =
        "(一是|二是|三是|第[一二三]，|其一，|（[一二]）|[一二]、|[12]\\.|首先，|其次，|[甲-癸，。；：“”\n]){1,12}";
    prop_oneof!["[一-十甲-癸，。“”<>&\"' a-z\u{3000}]{1,12}", points, any::<String>()]
}

fn any_inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        4 => any_text().prop_map(InlineKind::Text),
        1 => any_text().prop_map(InlineKind::Code),
        1 => Just(InlineKind::Break),
        1 => "[ab未]".prop_map(InlineKind::FootnoteRef),
    ];
    let inline = leaf.prop_recursive(3, 12, 3, |inner| {
        let inner = || prop::collection::vec(inner.clone().prop_map(sample::inline), 1..3);
        prop_oneof![
            inner().prop_map(InlineKind::Strong),
            inner().prop_map(InlineKind::Emphasis),
            inner().prop_map(InlineKind::Strike),
            // A link without words shows its address instead, which is tested by itself.
            (any_text(), inner()).prop_map(|(address, mut words)| {
                words.push(sample::text("词"));
                InlineKind::Link(address, words)
            }),
        ]
    });
    prop::collection::vec(inline.prop_map(sample::inline), 0..5)
}

fn any_blocks() -> impl Strategy<Value = Vec<Block>> {
    let leaf = prop_oneof![
        4 => any_inlines().prop_map(BlockKind::Paragraph),
        1 => (1..=6_u8, any_inlines()).prop_map(|(level, words)| BlockKind::Heading(level, words)),
        1 => any_text().prop_map(BlockKind::Code),
        1 => Just(BlockKind::Rule),
        1 => prop::collection::vec(prop::collection::vec(any_inlines(), 2), 1..3).prop_map(any_table),
    ];
    let block = leaf.prop_recursive(3, 16, 3, |inner| {
        let inner = || prop::collection::vec(inner.clone().prop_map(sample::block), 0..3);
        prop_oneof![
            inner().prop_map(BlockKind::Quote),
            ("[ab无]", inner()).prop_map(|(label, blocks)| BlockKind::Footnote(label, blocks)),
            (any::<Option<u64>>(), prop::collection::vec((any::<Option<bool>>(), inner()), 0..3)).prop_map(any_list),
        ]
    });
    prop::collection::vec(block.prop_map(sample::block), 0..6)
}

fn any_table(mut rows: Vec<Vec<Vec<Inline>>>) -> BlockKind {
    let head = rows.remove(0);
    BlockKind::Table(crate::model::document::Table { columns: vec![], head, rows })
}

type AnyItem = (Option<bool>, Vec<Block>);

fn any_list((start, items): (Option<u64>, Vec<AnyItem>)) -> BlockKind {
    let item = |(task, blocks)| crate::model::document::ListItem { task, blocks };
    BlockKind::List(crate::model::document::List { start, items: items.into_iter().map(item).collect() })
}

proptest! {
    #[test]
    fn no_character_is_lost_or_reordered(blocks in any_blocks(), attribution in "(（[甲-癸、]{1,9}）)?", epub: bool) {
        let document = Document { blocks };
        let picture = |source: &str| (source == "图.png").then(|| "x.png".to_owned());
        let frame = Frame { prefix: "i1-", title: "题", heading: 2, attribution: &attribution, picture: &picture, epub };
        let made = set_text(&document, &frame);
        prop_assert_eq!(words_of(&made.markup), expected(&document, &attribution));
        for line in &made.outline {
            prop_assert_eq!(made.markup.matches(&format!(" id=\"{}\"", line.anchor)).count(), 1);
            prop_assert!(!line.label.is_empty() && line.level > 0);
        }
    }
}

#[test]
fn the_rich_sample_keeps_every_word() {
    let document = sample::rich();
    assert_eq!(words_of(&set(&document, "（市政务服务局）", false)), expected(&document, "（市政务服务局）"));
}

#[test]
fn the_source_closes_the_last_paragraph_and_notes_do_not_come_between() {
    let document = sample::document(vec![sample::paragraph("正文。"), sample::note("a", "注。")]);
    assert!(
        set(&document, "（ 市民政局 ）", false).contains("<p>正文。<span class=\"source\">（ 市民政局 ）</span></p>")
    );
    let document = sample::document(vec![sample::list(None, &[(None, "甲")])]);
    assert!(
        set(&document, "（盘龙区）", false)
            .ends_with("<p class=\"closing\"><span class=\"source\">（盘龙区）</span></p>\n")
    );
    assert!(!set(&document, "", false).contains("source"));
}

#[test]
fn headings_start_at_the_given_level_and_never_skip_one() {
    let document = sample::document(vec![
        sample::heading(3, "甲"),
        sample::heading(6, "乙"),
        sample::heading(4, "丙"),
        sample::heading(1, "丁"),
        sample::heading(2, " "),
    ]);
    let markup = set(&document, "", false);
    assert!(
        markup.starts_with("<h2 id=\"i1-p1\">甲</h2>\n<h3 id=\"i1-p2\">乙</h3>\n<h3 id=\"i1-p3\">丙</h3>"),
        "{markup}"
    );
    assert!(markup.contains("<h2 id=\"i1-p4\">丁</h2>\n<p>"), "{markup}");
}

#[test]
fn notes_are_numbered_as_they_are_referred_to_and_lead_back() {
    let document = sample::document(vec![
        sample::block(BlockKind::Paragraph(vec![
            sample::note_ref("乙"),
            sample::note_ref("甲"),
            sample::note_ref("乙"),
            sample::note_ref("无"),
        ])),
        sample::note("甲", "甲注"),
        sample::note("乙", "乙注"),
        sample::note("丙", "丙注"),
    ]);
    let markup = set(&document, "", true);
    let second = markup.find("乙注").expect("it is there");
    assert!(second < markup.find("甲注").expect("it is there") && markup.contains("丙注") && markup.contains("[无]"));
    for place in [
        "id=\"i1-ref1\" href=\"#i1-fn1\"",
        "id=\"i1-ref1-2\"",
        "href=\"#i1-ref1-2\"",
        "href=\"#i1-ref2\"",
        "epub:type=\"noteref\"",
    ] {
        assert!(markup.contains(place), "{place}\n{markup}");
    }
    assert!(!set(&document, "", false).contains("epub:"));
}

#[test]
fn pictures_and_links_without_words_are_still_named() {
    let link = sample::inline(InlineKind::Link("https://km.gov.cn".into(), vec![]));
    let document = sample::document(vec![sample::block(BlockKind::Paragraph(vec![
        link,
        sample::image("无.png", "一张图"),
        sample::image("无.png", ""),
        sample::image("图.png", ""),
    ]))]);
    let markup = set(&document, "", false);
    assert!(
        markup.contains(">https://km.gov.cn</a>[一张图][图]<img src=\"x.png\" alt=\"插图（未附文字说明）\"/>"),
        "{markup}"
    );
}

#[test]
fn an_empty_head_cell_heads_nothing() {
    let markup = set(&sample::document(vec![sample::table(&[&["", "件"], &["甲", "1"]])]), "", false);
    assert!(markup.contains("<td class=\"left\"></td><th scope=\"col\" class=\"right\">件</th>"), "{markup}");
}
