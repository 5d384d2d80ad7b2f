//! The whole way from a text to a brief: slips that cost nothing, faults that cost a finding, and nothing lost.

mod bodies;
mod briefs;
mod headers;
mod properties;

use super::*;
use crate::diagnostic::Finding;
use crate::model::{Block, InlineKind};

/// The brief in a text and the findings about it.
fn read(text: &str) -> (Brief, Vec<Finding>) {
    let source = Source::new("a.md", text);
    let mut findings = Findings::about(&source);
    let brief = brief(&source, &mut findings);
    (brief, findings.sorted())
}

/// The names of the findings, in the order of the text.
fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.name).collect()
}

/// The brief in a text about which nothing is found.
fn clean(text: &str) -> Brief {
    let (brief, findings) = read(text);
    assert_eq!(codes(&findings), [""; 0], "{text}");
    brief
}

fn values(names: &[Spanned<String>]) -> Vec<&str> {
    names.iter().map(|name| name.value.as_str()).collect()
}

/// A body drawn on one line: `P` paragraph, `H1` heading, `UL` and `OL` lists, `Q` quotation, `T` table, `C` code,
/// `R` rule, `F` footnote; `b` bold, `i` italics, `s` struck, `c` code, `a` link, `img`, `/` break, `^` reference.
fn drawn(body: &str) -> String {
    let source = Source::new("a.md", body);
    let document = document(&source, Span::new(0, body.len()), &mut Findings::about(&source));
    blocks(&document.blocks)
}

fn blocks(blocks: &[Block]) -> String {
    blocks.iter().map(|block| drawn_block(&block.kind)).collect::<Vec<_>>().join(" ")
}

fn drawn_block(block: &BlockKind) -> String {
    match block {
        BlockKind::Paragraph(inner) => format!("P({})", inlines(inner)),
        BlockKind::Heading(level, inner) => format!("H{level}({})", inlines(inner)),
        BlockKind::Quote(inner) => format!("Q({})", blocks(inner)),
        BlockKind::Code(text) => format!("C({text})"),
        BlockKind::Rule => "R".into(),
        BlockKind::Footnote(label, inner) => format!("F{label}({})", blocks(inner)),
        BlockKind::List(list) => {
            let task = |task: Option<bool>| task.map_or("", |done| if done { "[x]" } else { "[ ]" });
            let item = |item: &crate::model::document::ListItem| task(item.task).to_owned() + &blocks(&item.blocks);
            let items: Vec<_> = list.items.iter().map(item).collect();
            format!("{}({})", list.start.map_or("UL".into(), |n| format!("OL{n}")), items.join("; "))
        }
        BlockKind::Table(table) => {
            let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| inlines(cell)).collect::<Vec<_>>().join("|");
            let rows: Vec<_> = std::iter::once(&table.head).chain(&table.rows).map(row).collect();
            format!("T({})", rows.join("; "))
        }
    }
}

fn inlines(inner: &[Inline]) -> String {
    inner.iter().map(|inline| drawn_inline(&inline.kind)).collect()
}

fn drawn_inline(inline: &InlineKind) -> String {
    match inline {
        InlineKind::Text(text) => text.clone(),
        InlineKind::Strong(inner) => format!("b({})", inlines(inner)),
        InlineKind::Emphasis(inner) => format!("i({})", inlines(inner)),
        InlineKind::Strike(inner) => format!("s({})", inlines(inner)),
        InlineKind::Code(text) => format!("c({text})"),
        InlineKind::Link(address, inner) => format!("a<{address}>({})", inlines(inner)),
        InlineKind::Image(image) => format!("img<{}>({})", image.source, image.alt),
        InlineKind::Break => "/".into(),
        InlineKind::FootnoteRef(label) => format!("^{label}"),
    }
}
