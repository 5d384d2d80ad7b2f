//! A page → Markdown, line by line, each with the place where a person finds it on the page.
//!
//! In: paragraphs, tables, notes. Out: lines. Refuses to know: the header, what was taken for it.

use super::escape::begun;
use super::inline::{Place, lines};
use super::numbering::Mark;
use super::page::{Block, Page, Paragraph, Role, Table};
use crate::parse;

/// A line and the place on the page that it comes from; no place where there is none.
pub(super) type Line = (String, String);

/// The body of the transcript.
pub(super) fn body(page: &Page, titled: bool) -> Vec<Line> {
    let mut writer = Writer {
        out: Vec::new(),
        lists: Vec::new(),
        notes: numbers(page),
        lower: usize::from(!titled && begins_numbered(page)),
    };
    writer.blocks(&page.blocks);
    for (at, note) in page.notes.iter().enumerate() {
        if let Some(number) = writer.notes[at] {
            writer.note(number, note);
        }
    }
    writer.out
}

/// The numbers of the notes; an empty one has none.
fn numbers(page: &Page) -> Vec<Option<usize>> {
    let mut count = 0;
    let mut number = |note: &Vec<Block>| {
        let shown = note.iter().any(|block| !block.is_empty());
        count += usize::from(shown);
        shown.then_some(count)
    };
    page.notes.iter().map(&mut number).collect()
}

/// Whether the text begins with a numbered heading of the first level: then it is a part and not the title.
fn begins_numbered(page: &Page) -> bool {
    let first = page.blocks.iter().find(|block| !block.is_empty());
    let Some(Block::Paragraph(paragraph)) = first else { return false };
    let numbered = paragraph.number.is_some() || parse::is_numbered(paragraph.text().trim());
    paragraph.role == Role::Heading(1) && numbered
}

struct Writer {
    out: Vec<Line>,
    /// The lists that are open.
    lists: Vec<Open>,
    notes: Vec<Option<usize>>,
    /// By how much headings are lowered.
    lower: usize,
}

/// An open list.
struct Open {
    level: usize,
    /// How far its items' texts are indented.
    indent: usize,
    /// The number of its last item; none for bullets.
    count: Option<u32>,
    /// What follows its numbers: another sign begins another list.
    sign: char,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks.iter().filter(|block| !block.is_empty()) {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::Table(table) => self.table(table),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let place = if paragraph.order > 0 { format!("第{}段", paragraph.order) } else { String::new() };
        let mark = paragraph.number.as_ref().map(|number| (number.level, &number.mark));
        match (paragraph.role, mark) {
            (Role::Heading(level), _) => self.heading(level, paragraph, &place),
            (_, Some((level, Mark::Bullet))) => self.item(level, None, paragraph, &place),
            (_, Some((level, Mark::Plain(count)))) => self.item(level, Some(*count), paragraph, &place),
            _ => {
                let text = lines(&paragraph.pieces, Place::Text, &self.notes);
                self.gap();
                self.lists.clear();
                self.broken(&numbered(paragraph, text), "", "", &place);
            }
        }
    }

    fn heading(&mut self, level: u8, paragraph: &Paragraph, place: &str) {
        let text = lines(&paragraph.pieces, Place::Heading, &self.notes);
        let mut text = numbered(paragraph, text).join(" ");
        if text.ends_with('#') {
            text.insert(text.len() - 1, '\\');
        }
        self.gap();
        self.lists.clear();
        let marks = "#".repeat((usize::from(level) + self.lower).min(6));
        self.out.push((format!("{marks} {text}"), place.to_owned()));
    }

    fn item(&mut self, level: usize, count: Option<u32>, paragraph: &Paragraph, place: &str) {
        let text = lines(&paragraph.pieces, Place::Text, &self.notes);
        if self.lists.is_empty() {
            self.gap();
        }
        while self.lists.last().is_some_and(|list| list.level > level) {
            self.lists.pop();
        }
        let beside = self.lists.last().filter(|list| list.level == level).is_some();
        let before = if beside { self.lists.pop() } else { None };
        let outer = self.lists.last().map_or(0, |list| list.indent);
        let sign = sign(before.as_ref(), count);
        // A list that begins with another number than one must not stand right below a text (CommonMark 0.31, 5.3).
        let anew = before.as_ref().is_none_or(|before| before.sign != sign);
        let below = self.out.last().is_some_and(|(line, _)| !line.is_empty());
        if anew && below && (before.is_some() || count.is_some_and(|count| count != 1)) {
            self.gap();
        }
        let mark = count.map_or_else(|| format!("{sign} "), |count| format!("{}{sign} ", count % 1_000_000_000));
        let indent = outer + mark.len();
        self.lists.push(Open { level, indent, count, sign });
        self.broken(&text, &format!("{}{mark}", " ".repeat(outer)), &" ".repeat(indent), place);
    }

    /// Lines with breaks between them; `first` and `other` stand before them.
    fn broken(&mut self, text: &[String], first: &str, other: &str, place: &str) {
        for (at, line) in text.iter().enumerate() {
            let start = if at == 0 { first } else { other };
            let end = if at + 1 < text.len() { "\\" } else { "" };
            self.out.push((format!("{start}{}{end}", begun(line)), place.to_owned()));
        }
    }

    fn table(&mut self, table: &Table) {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        // One cell is a frame around text.
        if let [row] = table.rows.as_slice()
            && let [cell] = row.as_slice()
        {
            return self.blocks(&cell.blocks);
        }
        self.gap();
        self.lists.clear();
        for (at, row) in table.rows.iter().enumerate() {
            let place = if table.order > 0 { format!("表{}第{}行", table.order, at + 1) } else { String::new() };
            let mut cells: Vec<String> = row.iter().map(|cell| self.cell(&cell.blocks)).collect();
            cells.resize(columns, String::new());
            self.out.push((format!("| {} |", cells.join(" | ")), place.clone()));
            if at == 0 {
                self.out.push((format!("|{}", "---|".repeat(columns)), place));
            }
        }
    }

    /// Everything in a cell on one line.
    fn cell(&self, blocks: &[Block]) -> String {
        let mut parts = Vec::new();
        for block in blocks.iter().filter(|block| !block.is_empty()) {
            match block {
                Block::Paragraph(paragraph) => {
                    let text = lines(&paragraph.pieces, Place::Cell, &self.notes);
                    parts.push(numbered(paragraph, text).join(" "));
                }
                Block::Table(table) => {
                    let cells = table.rows.iter().flatten().map(|cell| self.cell(&cell.blocks));
                    parts.extend(cells.filter(|text| !text.is_empty()));
                }
            }
        }
        parts.join(" ")
    }

    fn note(&mut self, number: usize, blocks: &[Block]) {
        self.lists.clear();
        let place = format!("注{number}");
        let mut first = true;
        for block in blocks.iter().filter(|block| !block.is_empty()) {
            let text = match block {
                Block::Paragraph(paragraph) => numbered(paragraph, lines(&paragraph.pieces, Place::Text, &self.notes)),
                Block::Table(table) => {
                    vec![self.cell(std::slice::from_ref(block)); usize::from(!table.rows.is_empty())]
                }
            };
            self.gap();
            let start = if first { format!("[^{number}]: ") } else { "    ".to_owned() };
            self.broken(&text, &start, "    ", &place);
            first = false;
        }
    }

    fn gap(&mut self) {
        if !self.out.is_empty() {
            self.out.push(Line::default());
        }
    }
}

/// The sign of the next item: another one than before where Markdown would count on and Word does not.
fn sign(before: Option<&Open>, count: Option<u32>) -> char {
    match (before, count) {
        (Some(Open { count: None, sign, .. }), None) => *sign,
        (_, None) => '-',
        (Some(Open { count: Some(last), sign, .. }), Some(next)) if last.checked_add(1) == Some(next) => *sign,
        (Some(Open { sign: '.', .. }), Some(_)) => ')',
        (_, Some(_)) => '.',
    }
}

/// The lines with the automatic number before the first, as the word processor prints it.
fn numbered(paragraph: &Paragraph, mut text: Vec<String>) -> Vec<String> {
    let Some(number) = paragraph.printed_number() else { return text };
    let gap = if number.ends_with(['、', '）', '．', '】', '〕']) { "" } else { " " };
    let number = super::escape::escaped(&number, false);
    match text.first_mut() {
        Some(first) => *first = format!("{number}{gap}{first}"),
        None => text.push(number),
    }
    text
}
