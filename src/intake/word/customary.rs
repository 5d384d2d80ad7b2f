//! What stands on a page by custom: the title in large letters in the middle, below it or at the end who reports, who
//! signed and when (GB/T 9704-2012, 7.3.1 and 7.3.5, and the habits of those who write without a form).
//!
//! In: the blocks of a page. Out: fields; what was taken leaves the page. Only the first and last lines are looked at,
//! and only as long as they are nothing else. Refuses to know: the register of units.

use super::form::Placed;
use super::labels::{self, is_blank, unbracketed};
use super::page::{Block, Page, Paragraph, Piece, Role, Side};
use crate::parse;

/// Lines at the head, and lines at the end, that are taken at most.
const MOST_LINES: usize = 16;
/// Characters of the longest title.
const LONGEST_TITLE: usize = 120;
/// Characters of the longest name of a unit.
const LONGEST_UNIT: usize = 40;

/// Takes what is customary off the page; `known` are the fields that a form has given.
pub(super) fn take(page: &mut Page, known: &[Placed]) -> Vec<Placed> {
    let mut taking = Taking { usual: usual_size(page), page, found: Vec::new() };
    taking.head(known);
    taking.tail(known.iter().any(|((name, _), _)| name == "报送日期"));
    taking.credit();
    taking.found
}

struct Taking<'p> {
    page: &'p mut Page,
    /// The size of most characters.
    usual: u32,
    found: Vec<Placed>,
}

/// What a line at the head or tail is.
enum Line {
    Fields(Vec<labels::Field>),
    Day(String),
    Other,
}

impl Taking<'_> {
    /// The title and the lines of fields that begin the page.
    fn head(&mut self, known: &[Placed]) {
        let mut title: Vec<(String, usize)> = Vec::new();
        let mut by_style = false;
        let mut at = 0;
        let mut taken = 0;
        while let Some(Block::Paragraph(paragraph)) = self.page.blocks.get(at).filter(|_| taken < MOST_LINES) {
            let text = shown(paragraph);
            if text.is_empty() && paragraph.is_empty() {
                at += 1;
                continue;
            }
            let after_title = !title.is_empty();
            match line(paragraph) {
                Line::Fields(fields) => self.add(fields, paragraph_place(&self.page.blocks[at])),
                Line::Day(day) if paragraph.side == Side::Middle => {
                    self.add(vec![("报送日期".into(), day)], paragraph_place(&self.page.blocks[at]));
                }
                _ if self.is_title(paragraph, after_title) => {
                    by_style |= paragraph.role == Role::Title;
                    title.push((text, paragraph.order));
                }
                _ => break,
            }
            self.page.blocks.remove(at);
            taken += 1;
        }
        self.title(title, by_style, known);
    }

    /// One title of the lines that look like it. Where the form gives another, what is a title by its style is told as
    /// given twice; what merely looks like one (a masthead perhaps) stays in the text.
    fn title(&mut self, lines: Vec<(String, usize)>, by_style: bool, known: &[Placed]) {
        let Some((_, order)) = lines.first() else { return };
        let place = format!("第{order}段");
        let whole = lines.iter().map(|(text, _)| text.as_str()).collect::<String>();
        let given = known.iter().find(|((name, _), _)| name == "标题").map(|((_, title), _)| title.as_str());
        if given.is_some_and(|given| bare(given) != bare(&whole)) && !by_style {
            let stay = lines.into_iter().map(|(text, order)| {
                let pieces = vec![Piece::Text(text, Default::default(), None)];
                Block::Paragraph(Paragraph { side: Side::Middle, order, pieces, ..Paragraph::default() })
            });
            self.page.blocks.splice(0..0, stay);
        } else {
            self.found.insert(0, (("标题".into(), whole), place));
        }
    }

    fn is_title(&self, paragraph: &Paragraph, goes_on: bool) -> bool {
        let text = shown(paragraph);
        let fits = paragraph.is_plain() && paragraph.number.is_none() && text.chars().count() <= LONGEST_TITLE;
        let sentence = text.ends_with(['。', '；', '：', '，']) || text.starts_with(['（', '(']);
        let by_look = paragraph.side == Side::Middle && (paragraph.size > self.usual || is_bold(paragraph));
        match paragraph.role {
            _ if !fits || text.is_empty() => false,
            Role::Title => true,
            Role::Subtitle => goes_on,
            Role::Body | Role::Heading(_) => by_look && !sentence,
        }
    }

    /// The lines of fields, the day and the signature above it that end the page.
    fn tail(&mut self, mut dated: bool) {
        let mut taken = Vec::new();
        let mut day = None;
        while let Some((at, place)) = self.last().filter(|_| taken.len() < MOST_LINES) {
            let Block::Paragraph(paragraph) = &self.page.blocks[at] else { break };
            let fields = match line(paragraph) {
                Line::Fields(fields) => fields,
                Line::Day(found) => vec![("报送日期".to_owned(), day.get_or_insert(found).clone())],
                // Who signs is often called otherwise than the unit that reports: it names none. The folder does.
                Line::Other if day.is_some() && is_signature(paragraph) => Vec::new(),
                Line::Other => match credited(paragraph) {
                    Some(unit) => vec![("单位".to_owned(), unit)],
                    None => break,
                },
            };
            taken.push((fields, place));
            self.page.blocks.truncate(at);
        }
        dated |= self.found.iter().any(|((name, _), _)| name == "报送日期");
        for (mut fields, place) in taken.into_iter().rev() {
            // A day by itself is that of the signature: it says less than one that is named.
            if dated && fields.iter().all(|(name, value)| name == "报送日期" && Some(value) == day.as_ref()) {
                fields.clear();
            }
            dated |= fields.iter().any(|(name, _)| name == "报送日期");
            self.add(fields, place);
        }
    }

    /// The last block that is not empty, and its place.
    fn last(&self) -> Option<(usize, String)> {
        let at = self.page.blocks.iter().rposition(|block| !block.is_empty())?;
        Some((at, paragraph_place(&self.page.blocks[at])))
    }

    /// `（市民政局供稿）` at the very end of the text.
    fn credit(&mut self) {
        let Some((at, place)) = self.last() else { return };
        let Block::Paragraph(paragraph) = &mut self.page.blocks[at] else { return };
        let Some(Piece::Text(text, ..)) = paragraph.pieces.last_mut() else { return };
        let trimmed = text.trim_end_matches(is_blank);
        let Some(open) = trimmed.rfind(['（', '(']) else { return };
        let inner = trimmed[open..].trim_start_matches(['（', '(']).strip_suffix(['）', ')']);
        let Some(unit) = inner.and_then(credit_of) else { return };
        text.truncate(open);
        self.add(vec![("单位".into(), unit)], place);
    }

    fn add(&mut self, fields: Vec<labels::Field>, place: String) {
        self.found.extend(fields.into_iter().map(|field| (field, place.clone())));
    }
}

/// The unit of a line that is nothing but `（市民政局供稿）`.
fn credited(paragraph: &Paragraph) -> Option<String> {
    let text = shown(paragraph);
    let inner = unbracketed(&text);
    (paragraph.is_plain() && inner.len() < text.len()).then(|| credit_of(inner)).flatten()
}

fn credit_of(inner: &str) -> Option<String> {
    let before = inner.trim_matches(is_blank).strip_suffix('稿')?.trim_end_matches(is_blank).strip_suffix('供')?;
    let unit = before.trim_matches(is_blank);
    (!unit.is_empty() && unit.chars().count() <= LONGEST_UNIT).then(|| unit.to_owned())
}

/// The text of a paragraph on one line, without the blanks around it.
fn shown(paragraph: &Paragraph) -> String {
    paragraph.text().replace('\n', "").trim_matches(is_blank).to_owned()
}

fn paragraph_place(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => format!("第{}段", paragraph.order),
        Block::Table(table) => format!("表{}", table.order),
    }
}

fn line(paragraph: &Paragraph) -> Line {
    let plain = paragraph.is_plain() && paragraph.number.is_none();
    let text = paragraph.text();
    let text = text.trim_matches(is_blank);
    let parts: Vec<&str> = text.lines().filter(|part| !part.trim_matches(is_blank).is_empty()).collect();
    if !plain || parts.is_empty() {
        return Line::Other;
    }
    if let [one] = parts.as_slice()
        && parse::is_day(unbracketed(one))
    {
        return Line::Day(unbracketed(one).to_owned());
    }
    let fields: Option<Vec<Vec<labels::Field>>> = parts.into_iter().map(labels::fields).collect();
    fields.map_or(Line::Other, |fields| Line::Fields(fields.concat()))
}

/// Who signs stands to the right, above the day, and is a name.
fn is_signature(paragraph: &Paragraph) -> bool {
    let text = paragraph.text();
    let blanks = text.chars().take_while(|c| is_blank(*c)).count();
    let name = text.trim_matches(is_blank);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '、' | ' ' | '　'));
    let aside = paragraph.side != Side::Usual || blanks >= 6;
    aside && is_name && paragraph.is_plain() && name.chars().count() <= LONGEST_UNIT
}

fn is_bold(paragraph: &Paragraph) -> bool {
    let bold = |piece: &Piece| match piece {
        Piece::Text(text, ink, _) => ink.bold || text.trim().is_empty(),
        _ => true,
    };
    paragraph.pieces.iter().all(bold)
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

/// The size of most characters of the page.
fn usual_size(page: &Page) -> u32 {
    let mut sizes = std::collections::BTreeMap::<u32, usize>::new();
    for block in &page.blocks {
        if let Block::Paragraph(paragraph) = block {
            *sizes.entry(paragraph.size).or_default() += paragraph.text().chars().count();
        }
    }
    sizes.into_iter().max_by_key(|(size, count)| (*count, std::cmp::Reverse(*size))).map_or(0, |(size, _)| size)
}
