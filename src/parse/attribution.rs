//! Takes the source line from the end of a body: `（市民政局、盘龙区）`.
//!
//! In: a document and the names in 单位. Out: the attribution, and the document without it. Refuses to know: the
//! register of units, whether the names agree with 单位 (that is for `rules`).
//!
//! Nobody marks a source line as one, so it must look like it: the last words of the text, in brackets, and nothing but
//! names; behind the end of a sentence or on a line of their own, unless they are the very names of 单位. A name is one that stands in 单位 or that ends as
//! public bodies do; `（试行）`, `（见图1）` and `（2016年11月）` are text.

use super::characters::{folded, is_punctuation};
use super::lines::slice;
use crate::model::document::List;
use crate::model::{Attribution, Block, BlockKind, Document, Inline, InlineKind, Span, Spanned};

/// What may stand before the names.
const LABELS: [&str; 8] = ["供稿单位", "报送单位", "来稿单位", "信息来源", "稿件来源", "供稿", "来源", "单位"];

/// How names of public bodies end.
const ENDINGS: [&str; 47] = [
    "部", "局", "委", "办", "厅", "院", "区", "县", "市", "省", "州", "盟", "旗", "镇", "乡", "村", "街道", "社区",
    "小组", "中心", "会", "社", "队", "公司", "集团", "室", "站", "所", "校", "大学", "学院", "医院", "行", "馆", "处",
    "科", "台", "园", "库", "署", "政府", "人大", "政协", "法院", "联", "组", "海关",
];

/// How words begin that explain something and name nobody, even where they end as a name does.
const EXPLAINING: [&str; 25] = [
    "以下", "简称", "下称", "又称", "原", "见", "详见", "参见", "含", "不含", "包括", "其中", "如", "例如", "即", "附",
    "注", "除", "包含", "牵头", "涉及", "各", "由", "有关", "全市",
];

/// Takes the attribution out of the document, if there is one.
pub(super) fn take(document: &mut Document, units: &[Spanned<String>], text: &str) -> Option<Attribution> {
    let units: Vec<_> = units.iter().map(|unit| folded(&unit.value)).collect();
    from_blocks(&mut document.blocks, &units, text)
}

/// From the last block that is no footnote, into the last item where that is a list; what is empty afterwards goes.
fn from_blocks(blocks: &mut Vec<Block>, units: &[String], text: &str) -> Option<Attribution> {
    let last = blocks.iter().rposition(|block| !matches!(block.kind, BlockKind::Footnote(..)))?;
    let span = blocks[last].span;
    let (found, empty) = match &mut blocks[last].kind {
        BlockKind::Paragraph(inlines) => (from_paragraph(inlines, units, slice(text, span), span)?, inlines.is_empty()),
        BlockKind::List(list) => (from_list(list, units, text)?, list.items.is_empty()),
        _ => return None,
    };
    if empty {
        blocks.remove(last);
    }
    Some(found)
}

fn from_list(list: &mut List, units: &[String], text: &str) -> Option<Attribution> {
    let blocks = &mut list.items.last_mut()?.blocks;
    let found = from_blocks(blocks, units, text)?;
    if blocks.is_empty() {
        list.items.pop();
    }
    Some(found)
}

fn from_paragraph(inlines: &mut Vec<Inline>, units: &[String], source: &str, span: Span) -> Option<Attribution> {
    let whole = flat(inlines);
    let (before, written, ends_a_sentence) = last_bracket(&whole)?;
    let names = names(written, units)?;
    // Behind a word that ends no sentence only the very names of 单位 are believed: `试点办法（县区）` is text.
    let all_of_them = || names.len() == units.len() && names.iter().all(|name| units.contains(&folded(name)));
    if !ends_a_sentence && !all_of_them() {
        return None;
    }
    let found = Attribution { written: written.to_owned(), names, span: place(source, span, written) };
    let tail = whole.len() - before.trim_end().len();
    cut(inlines, tail);
    Some(found)
}

/// The text of inlines; what is not text counts as a character that no name holds.
fn flat(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(part) | InlineKind::Code(part) => text += part,
            InlineKind::Strong(inner)
            | InlineKind::Emphasis(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Link(_, inner) => text += &flat(inner),
            InlineKind::Break => text.push('\n'),
            InlineKind::Image(_) | InlineKind::FootnoteRef(_) => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
    text
}

/// What stands before the bracket at the end, the bracket, and whether it stands behind a sentence or on its own line.
fn last_bracket(whole: &str) -> Option<(&str, &str, bool)> {
    let shown = whole.trim_end();
    let inner = shown.strip_suffix(['）', ')'])?;
    let open = inner.rfind(['（', '(', '）', ')']).filter(|at| inner[*at..].starts_with(['（', '(']))?;
    let (before, written) = shown.split_at(open);
    let line = before.trim_end_matches(|c: char| c != '\n' && c.is_whitespace());
    let alone = line.is_empty() || line.ends_with('\n');
    let sentence = line.ends_with(|c: char| "。！？…；”’》）」』.!?;\")".contains(c));
    Some((before, written, alone || sentence))
}

/// The names in the bracket, if it holds nothing else.
fn names(written: &str, units: &[String]) -> Option<Vec<String>> {
    let inner = written.trim_matches(['（', '(', '）', ')']).trim();
    let label = |label: &str| inner.strip_prefix(label)?.trim_start().strip_prefix(['：', ':']);
    let list = LABELS.iter().find_map(|known| label(known)).unwrap_or(inner);
    let names: Vec<_> = list.split(['、', '，', ',', ';', '；']).map(|name| name.trim().to_owned()).collect();
    names.iter().all(|name| is_name(name, units)).then_some(names)
}

fn is_name(name: &str, units: &[String]) -> bool {
    let ends = || ENDINGS.iter().any(|ending| name.ends_with(ending));
    let explains = || EXPLAINING.iter().any(|word| name.starts_with(word));
    let plain = || name.chars().all(|c| !is_punctuation(c) && c != char::REPLACEMENT_CHARACTER || c == '·');
    (2..=30).contains(&name.chars().count()) && plain() && (units.contains(&folded(name)) || ends() && !explains())
}

/// Where it stands in the paragraph's source: exactly, unless mark-up or a line's end lies within it.
fn place(source: &str, paragraph: Span, written: &str) -> Span {
    let start = source.rfind(written).or_else(|| source.rfind(['（', '(']));
    let end = match start {
        Some(start) if source[start..].starts_with(written) => start + written.len(),
        _ => source.len(),
    };
    Span::new(start.unwrap_or(0), end).shifted(paragraph.start)
}

/// Cuts that many bytes of the flat text off the end.
fn cut(inlines: &mut Vec<Inline>, bytes: usize) -> usize {
    let mut left = bytes;
    while left > 0
        && let Some(Inline { kind, .. }) = inlines.last_mut()
    {
        let empty = match kind {
            InlineKind::Text(text) | InlineKind::Code(text) => {
                let kept = text.len().saturating_sub(left);
                left -= text.len() - kept;
                text.truncate(kept);
                text.is_empty()
            }
            InlineKind::Strong(inner)
            | InlineKind::Emphasis(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Link(_, inner) => {
                left = cut(inner, left);
                inner.is_empty()
            }
            InlineKind::Break => {
                left -= 1;
                true
            }
            // No attribution has one of these in it or behind it.
            InlineKind::Image(_) | InlineKind::FootnoteRef(_) => return left,
        };
        if empty {
            inlines.pop();
        }
    }
    left
}
